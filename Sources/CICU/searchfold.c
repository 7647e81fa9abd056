#include "CICU.h"

#include <stdatomic.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

// As in cicu.c: longer runs of marks are cut, so that no text takes quadratic time.
enum { MAX_SEGMENT = 32, MAX_UNITS = MAX_SEGMENT * 18 * 4 };

// What is known of a code point below PLANE: that it is known, that there is a boundary before it,
// that it alone becomes one code point, and in the low bits which one.
enum { PLANE = 0x10000, BOUNDARY = 1 << 30, SINGLE = 1 << 29, SCALAR = (1 << 21) - 1 };
#define KNOWN (1u << 31)

typedef struct {
    const UNormalizer2 *casefold;
    const UNormalizer2 *decomposed;
    const UNormalizer2 *composed;
} Forms;

static int open_forms(Forms *forms) {
    UErrorCode status = U_ZERO_ERROR;
    forms->casefold = unorm2_getNFKCCasefoldInstance(&status);
    forms->decomposed = unorm2_getNFDInstance(&status);
    forms->composed = unorm2_getNFCInstance(&status);
    return U_SUCCESS(status);
}

// Marks that tell spellings apart, not letters: those that any script may take, points of Hebrew
// and Arabic. Kana's voiced sound marks and the vowel signs of Indic scripts are letters' parts.
static int is_accent(UChar32 c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5BD) || c == 0x5BF || c == 0x5C1 ||
           c == 0x5C2 || c == 0x5C4 || c == 0x5C5 || c == 0x5C7 || (c >= 0x64B && c <= 0x65F) ||
           c == 0x670 || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE20 && c <= 0xFE2F);
}

// Letters with a stroke have no decomposition, but are typed without it.
static UChar32 plain(UChar32 c) {
    switch (c) {
        case 0xF8: return 'o';
        case 0x111: return 'd';
        case 0x127: return 'h';
        case 0x131: return 'i';
        case 0x142: return 'l';
        case 0x167: return 't';
        default: return c;
    }
}

// Folds a segment into `out`, which has room for MAX_UNITS; how many units, or -1.
static int32_t fold(const Forms *forms, const UChar *segment, int32_t units, UChar *out) {
    UErrorCode status = U_ZERO_ERROR;
    UChar folded[MAX_UNITS], parts[MAX_UNITS];
    int32_t count =
        unorm2_normalize(forms->casefold, segment, units, folded, MAX_UNITS, &status);
    count = unorm2_normalize(forms->decomposed, folded, count, parts, MAX_UNITS, &status);
    if (U_FAILURE(status)) return -1;
    int32_t kept = 0;
    for (int32_t at = 0; at < count;) {
        UChar32 c;
        U16_NEXT(parts, at, count, c);
        if (!is_accent(c)) U16_APPEND_UNSAFE(folded, kept, plain(c));
    }
    count = unorm2_normalize(forms->composed, folded, kept, out, MAX_UNITS, &status);
    return U_SUCCESS(status) ? count : -1;
}

static uint32_t look_up(const Forms *forms, UChar32 scalar) {
    uint32_t answer = KNOWN;
    if (unorm2_hasBoundaryBefore(forms->casefold, scalar)) answer |= BOUNDARY;
    UChar unit = (UChar)scalar;
    UChar folded[MAX_UNITS];
    int32_t count = fold(forms, &unit, 1, folded);
    if (count > 0) {
        int32_t at = 0;
        UChar32 first;
        U16_NEXT(folded, at, count, first);
        if (at == count) answer |= SINGLE | (uint32_t)first;
    }
    return answer;
}

// What is known of a code point. Each answer is kept, whichever thread asks first.
static inline uint32_t nature(const Forms *forms, UChar32 scalar) {
    static _Atomic uint32_t answers[PLANE];
    if (scalar >= PLANE) {
        return unorm2_hasBoundaryBefore(forms->casefold, scalar) ? BOUNDARY : 0;
    }
    uint32_t answer = atomic_load_explicit(&answers[scalar], memory_order_relaxed);
    if (answer == 0) {
        answer = look_up(forms, scalar);
        atomic_store_explicit(&answers[scalar], answer, memory_order_relaxed);
    }
    return answer;
}

static inline int begins_segment(
    const Forms *forms, const uint8_t *text, int32_t at, int32_t length) {
    if (at >= length) return 1;
    if (text[at] < 0x80) return 1;
    UChar32 scalar;
    U8_NEXT_OR_FFFD(text, at, length, scalar);
    return (nature(forms, scalar) & BOUNDARY) != 0;
}

int32_t cicu_search_fold(const uint8_t *text, int32_t length, uint8_t *out, int32_t capacity) {
    Forms forms;
    if (!open_forms(&forms)) return CICU_FAILED;
    int32_t at = 0, count = 0;
    while (at < length) {
        if (capacity - count < U8_MAX_LENGTH) return CICU_NO_ROOM;
        uint8_t lead = text[at];
        if (lead < 0x80 && begins_segment(&forms, text, at + 1, length)) {
            at++;
            out[count++] = lead >= 'A' && lead <= 'Z' ? lead | 0x20 : lead;
            continue;
        }
        UChar32 scalar;
        U8_NEXT_OR_FFFD(text, at, length, scalar);
        uint32_t known = nature(&forms, scalar);
        if ((known & SINGLE) && begins_segment(&forms, text, at, length)) {
            U8_APPEND_UNSAFE(out, count, known & SCALAR);
            continue;
        }
        UChar segment[MAX_SEGMENT * 2], folded[MAX_UNITS];
        int32_t units = 0, scalars = 1;
        U16_APPEND_UNSAFE(segment, units, scalar);
        while (scalars++ < MAX_SEGMENT && !begins_segment(&forms, text, at, length)) {
            U8_NEXT_OR_FFFD(text, at, length, scalar);
            U16_APPEND_UNSAFE(segment, units, scalar);
        }
        int32_t made = fold(&forms, segment, units, folded);
        for (int32_t from = 0; from < made;) {
            UChar32 c;
            U16_NEXT(folded, from, made, c);
            if (capacity - count < U8_MAX_LENGTH) return CICU_NO_ROOM;
            U8_APPEND_UNSAFE(out, count, c);
        }
    }
    return count;
}
