#include "CICU.h"

#include <stdatomic.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/utf16.h>

// Everything above is Han, emoji and letters whose look-alikes nobody types.
enum { TABLE = 0x3000 };

// Letters of living languages, to whose readers ı is no i and ß no b: Latin-1 to Latin Extended-B.
enum { LATIN_FROM = 0xC0, LATIN_TO = 0x250 };

static int is_letter(UChar32 c) { return c >= 'a' && c <= 'z'; }

// Signs that ICU's data leave out, since they are drawn white on black or in a box.
static uint32_t enclosed(UChar32 c) {
    if (c >= 0x1F150 && c <= 0x1F169) return (uint32_t)(c - 0x1F150 + 'a');
    if (c >= 0x1F170 && c <= 0x1F189) return (uint32_t)(c - 0x1F170 + 'a');
    if (c >= 0x1F1E6 && c <= 0x1F1FF) return (uint32_t)(c - 0x1F1E6 + 'a');
    return 0;
}

// Small capitals are letters of phonetics that ICU's data keep apart from capitals.
static uint32_t small_capital(UChar32 c) {
    static const UChar32 from[] = {
        0x1D00, 0x299, 0x1D04, 0x1D05, 0x1D07, 0xA730, 0x262, 0x29C, 0x26A, 0x1D0A, 0x1D0B, 0x29F,
        0x1D0D, 0x274, 0x1D0F, 0x1D18, 0xA7AF, 0x280, 0xA731, 0x1D1B, 0x1D1C, 0x1D20, 0x1D21, 0x28F,
        0x1D22, 0x138};
    static const char to[] = "abcdefghijklmnopqrstuvwyzk";
    for (int i = 0; to[i] != 0; i++) {
        if (from[i] == c) return (uint32_t)to[i];
    }
    return 0;
}

static uint32_t look_up(UChar32 c) {
    uint32_t known = enclosed(c);
    if (known == 0) known = small_capital(c);
    if (known != 0) return known;
    if (c < LATIN_TO || !u_isalnum(c)) return 0;
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&status);
    UChar source[2];
    int32_t units = 0;
    U16_APPEND_UNSAFE(source, units, c);
    UChar skeleton[32];
    int32_t length = uspoof_getSkeleton(checker, 0, source, units, skeleton, 32, &status);
    uspoof_close(checker);
    if (U_FAILURE(status) || length < 1 || length > 3) return 0;
    // в, н and т are drawn as small capitals.
    if (length == 1 && small_capital(skeleton[0]) != 0) return small_capital(skeleton[0]);
    if (length == 2 && skeleton[0] == 'r' && skeleton[1] == 'n') return 'm';
    uint32_t letters = 0;
    for (int32_t i = length - 1; i >= 0; i--) {
        UChar32 folded = u_foldCase(skeleton[i], U_FOLD_CASE_DEFAULT);
        if (!is_letter(folded)) return 0;
        letters = letters << 8 | (uint32_t)folded;
    }
    return letters;
}

uint32_t cicu_lookalike(uint32_t scalar) {
    // Opening a checker takes microseconds: each answer is kept, whichever thread finds it first.
    static _Atomic uint32_t answers[TABLE];
    enum { NONE = 1 };
    if (scalar >= TABLE) {
        if (scalar >= 0xA720 && scalar < 0xABF0) return small_capital((UChar32)scalar);
        return enclosed((UChar32)scalar);
    }
    uint32_t answer = atomic_load_explicit(&answers[scalar], memory_order_relaxed);
    if (answer == 0) {
        answer = look_up((UChar32)scalar);
        if (answer == 0) answer = NONE;
        atomic_store_explicit(&answers[scalar], answer, memory_order_relaxed);
    }
    return answer == NONE ? 0 : answer;
}

static uint32_t look_up_base(uint32_t scalar) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFDInstance(&status);
    if (U_FAILURE(status)) return 0;
    UChar parts[32];
    int32_t length = unorm2_getRawDecomposition(form, (UChar32)scalar, parts, 32, &status);
    if (U_FAILURE(status) || length < 1) return 0;
    // ế is ê and a mark, ê an e and a mark.
    if (parts[0] >= 0x80) return parts[0] == scalar ? 0 : look_up_base(parts[0]);
    return is_letter(parts[0]) ? parts[0] : 0;
}

uint32_t cicu_base_letter(uint32_t scalar) {
    // Letters with accents all stand below.
    static _Atomic uint32_t answers[TABLE];
    enum { NONE = 1 };
    if (scalar >= TABLE) return look_up_base(scalar);
    uint32_t answer = atomic_load_explicit(&answers[scalar], memory_order_relaxed);
    if (answer == 0) {
        answer = look_up_base(scalar);
        if (answer == 0) answer = NONE;
        atomic_store_explicit(&answers[scalar], answer, memory_order_relaxed);
    }
    return answer == NONE ? 0 : answer;
}
