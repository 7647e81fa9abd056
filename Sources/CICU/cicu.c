#include "CICU.h"

#include <stdatomic.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

// A segment is cut after so many code points even where the standard sees no boundary, as the
// Stream-Safe Text Process does (UAX #15, section 13): sorting the marks of one unbounded run
// would take quadratic time.
enum { MAX_SEGMENT = 32 };

// No code point becomes more than 18 UTF-16 units (UAX #15, section 12).
enum { MAX_UNITS = MAX_SEGMENT * 18 };

// What is known of a code point below PLANE: that it is known, that there is a boundary before it,
// that it alone becomes one code point, and in the low bits which one.
enum { PLANE = 0x10000, BOUNDARY = 1 << 30, SINGLE = 1 << 29, SCALAR = (1 << 21) - 1 };
#define KNOWN (1u << 31)

typedef struct {
    uint8_t *out;
    cicu_origin *origins;
    int32_t count;
    int32_t capacity;
} Output;

// Appends `units` as UTF-8, each byte mapped to the code points [from, to); 0 where it is full.
static int append(Output *output, const UChar *units, int32_t count, uint32_t from, uint32_t to) {
    int32_t at = 0;
    while (at < count) {
        UChar32 scalar;
        U16_NEXT(units, at, count, scalar);
        if (output->capacity - output->count < U8_MAX_LENGTH) return 0;
        int32_t start = output->count;
        U8_APPEND_UNSAFE(output->out, output->count, scalar);
        for (int32_t i = start; i < output->count; i++) {
            output->origins[i] = (cicu_origin){from, to};
        }
    }
    return 1;
}

static uint32_t look_up(const UNormalizer2 *form, UChar32 scalar) {
    uint32_t answer = KNOWN;
    if (unorm2_hasBoundaryBefore(form, scalar)) answer |= BOUNDARY;
    UErrorCode status = U_ZERO_ERROR;
    UChar unit = (UChar)scalar;
    UChar folded[MAX_UNITS];
    int32_t count = unorm2_normalize(form, &unit, 1, folded, MAX_UNITS, &status);
    if (U_SUCCESS(status) && count > 0) {
        int32_t at = 0;
        UChar32 first;
        U16_NEXT(folded, at, count, first);
        if (at == count) answer |= SINGLE | (uint32_t)first;
    }
    return answer;
}

// What is known of a code point. Each answer of ICU is kept, whichever thread asks first.
static inline uint32_t nature(const UNormalizer2 *form, UChar32 scalar) {
    static _Atomic uint32_t answers[PLANE];
    if (scalar >= PLANE) return unorm2_hasBoundaryBefore(form, scalar) ? BOUNDARY : 0;
    uint32_t answer = atomic_load_explicit(&answers[scalar], memory_order_relaxed);
    if (answer == 0) {
        answer = look_up(form, scalar);
        atomic_store_explicit(&answers[scalar], answer, memory_order_relaxed);
    }
    return answer;
}

// Whether the code point at `at` begins a new segment; so does the end.
static inline int begins_segment(
    const UNormalizer2 *form, const uint8_t *text, int32_t at, int32_t length) {
    if (at >= length) return 1;
    // Printable ASCII always stands before a boundary: no need to ask.
    if (text[at] >= 0x20 && text[at] < 0x7F) return 1;
    UChar32 scalar;
    U8_NEXT_OR_FFFD(text, at, length, scalar);
    return (nature(form, scalar) & BOUNDARY) != 0;
}

// Normalizes what ICU has to look at: the code point that ends at `at`, and those after it that may
// still melt into it.
static int append_segment(
    Output *output, const UNormalizer2 *form, const uint8_t *text, int32_t *at, int32_t length,
    UChar32 first, uint32_t from, uint32_t *scalars) {
    UChar segment[MAX_SEGMENT * 2];
    UChar folded[MAX_UNITS];
    int32_t units = 0;
    U16_APPEND_UNSAFE(segment, units, first);
    while (*scalars - from < MAX_SEGMENT && !begins_segment(form, text, *at, length)) {
        UChar32 scalar;
        U8_NEXT_OR_FFFD(text, *at, length, scalar);
        U16_APPEND_UNSAFE(segment, units, scalar);
        (*scalars)++;
    }
    UErrorCode status = U_ZERO_ERROR;
    int32_t count = unorm2_normalize(form, segment, units, folded, MAX_UNITS, &status);
    if (U_FAILURE(status)) return CICU_FAILED;
    return append(output, folded, count, from, *scalars) ? 0 : CICU_NO_ROOM;
}

int32_t cicu_nfkc_casefold(
    const uint8_t *text, int32_t length, uint8_t *out, cicu_origin *origins, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&status);
    if (U_FAILURE(status)) return CICU_FAILED;
    Output output = {out, origins, 0, capacity};
    int32_t at = 0;
    uint32_t scalars = 0;
    while (at < length) {
        if (capacity - output.count < U8_MAX_LENGTH) return CICU_NO_ROOM;
        uint32_t from = scalars++;
        uint8_t lead = text[at];
        if (lead < 0x80 && begins_segment(form, text, at + 1, length)) {
            at++;
            out[output.count] = lead >= 'A' && lead <= 'Z' ? lead | 0x20 : lead;
            origins[output.count++] = (cicu_origin){from, scalars};
            continue;
        }
        UChar32 scalar;
        U8_NEXT_OR_FFFD(text, at, length, scalar);
        uint32_t known = nature(form, scalar);
        if ((known & SINGLE) && begins_segment(form, text, at, length)) {
            int32_t start = output.count;
            U8_APPEND_UNSAFE(out, output.count, known & SCALAR);
            for (int32_t i = start; i < output.count; i++) {
                origins[i] = (cicu_origin){from, scalars};
            }
            continue;
        }
        int result =
            append_segment(&output, form, text, &at, length, scalar, from, &scalars);
        if (result < 0) return result;
    }
    return output.count;
}
