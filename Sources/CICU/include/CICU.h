// What commentd needs of ICU, behind functions of its own: Swift never sees ICU's headers, whose
// names would clash with the ICU inside Foundation.
#ifndef COMMENTD_CICU_H
#define COMMENTD_CICU_H

#include <stdint.h>

// The code points of a text that something came from: `first` up to but without `last`.
typedef struct {
    uint32_t first;
    uint32_t last;
} cicu_origin;

// Writes the NFKC_Casefold form (UAX #15, and UAX #44 "NFKC_Casefold") of `length` bytes of valid
// UTF-8 into `out`, and for every byte written the code points of `text` that it came from,
// counted from 0.
//
// Returns how many bytes were written; CICU_NO_ROOM where `capacity` (bytes of `out`, elements of
// `origins`) is too small, 12 x length and 4 more always suffice; CICU_FAILED where ICU failed.
// Takes time in proportion to `length`, whatever the text. May be called from several threads.
int32_t cicu_nfkc_casefold(
    const uint8_t *text, int32_t length, uint8_t *out, cicu_origin *origins, int32_t capacity);

enum { CICU_NO_ROOM = -1, CICU_FAILED = -2 };

// How many columns of a terminal a code point takes: 2 where it is wide (UAX #11), 0 where it
// combines with the one before it or is not seen, else 1.
int32_t cicu_columns(uint32_t scalar);

// The small Latin letters that a letter looks like (UTS #39 "skeleton", folded to small letters,
// `rn` read as m): one to three, the first in the lowest byte; 0 where it looks like none. Asks for
// letters beyond ASCII that NFKC_Casefold leaves; accented letters of Latin script look like none.
// May be called from several threads.
uint32_t cicu_lookalike(uint32_t scalar);

// Writes a domain's name in ASCII (UTS #46 "ToASCII", nontransitional, with the rules of host
// names) to `out`. Returns how many bytes were written; CICU_FAILED where it is no such name,
// CICU_NO_ROOM where it is longer than `capacity`. May be called from several threads.
int32_t cicu_ascii_domain(const uint8_t *name, int32_t length, uint8_t *out, int32_t capacity);

// Writes what `length` bytes of UTF-8 are to a search into `out`: NFKC_Casefold (UAX #15) without
// the accents of letters (ő is o, ø is o, ё is е; が stays が, and Hangul stays whole).
//
// Returns how many bytes were written; CICU_NO_ROOM where `capacity` is too small, 12 x length and
// 4 more always suffice; CICU_FAILED where ICU failed. Takes time in proportion to `length`. May be
// called from several threads.
int32_t cicu_search_fold(const uint8_t *text, int32_t length, uint8_t *out, int32_t capacity);

// The small ASCII letter that an accented letter is made of; 0 where there is none.
uint32_t cicu_base_letter(uint32_t scalar);

#endif
