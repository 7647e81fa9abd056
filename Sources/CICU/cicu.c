#include "CICU.h"

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

typedef struct {
    uint8_t *out;
    uint32_t *first;
    uint32_t *last;
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
            output->first[i] = from;
            output->last[i] = to;
        }
    }
    return 1;
}

int32_t cicu_nfkc_casefold(
    const uint8_t *text, int32_t length,
    uint8_t *out, uint32_t *first, uint32_t *last, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFKCCasefoldInstance(&status);
    if (U_FAILURE(status)) return CICU_FAILED;
    Output output = {out, first, last, 0, capacity};
    UChar segment[MAX_SEGMENT * 2];
    UChar folded[MAX_UNITS];
    int32_t at = 0;
    uint32_t scalars = 0;
    while (at < length) {
        uint32_t from = scalars;
        int32_t units = 0;
        UChar32 scalar;
        // One code point, and those after it that may still melt into it.
        do {
            U8_NEXT_OR_FFFD(text, at, length, scalar);
            U16_APPEND_UNSAFE(segment, units, scalar);
            scalars++;
            if (at >= length || scalars - from >= MAX_SEGMENT) break;
            int32_t next = at;
            U8_NEXT_OR_FFFD(text, next, length, scalar);
            // Printable ASCII always stands before a boundary: no need to ask.
            if (scalar >= 0x20 && scalar < 0x7F) break;
        } while (!unorm2_hasBoundaryBefore(form, scalar));
        int32_t count;
        if (units == 1 && segment[0] < 0x80) {
            folded[0] = segment[0] >= 'A' && segment[0] <= 'Z' ? segment[0] | 0x20 : segment[0];
            count = 1;
        } else {
            count = unorm2_normalize(form, segment, units, folded, MAX_UNITS, &status);
            if (U_FAILURE(status)) return CICU_FAILED;
        }
        if (!append(&output, folded, count, from, scalars)) return CICU_NO_ROOM;
    }
    return output.count;
}
