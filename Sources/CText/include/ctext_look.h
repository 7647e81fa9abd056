// Whole texts looked at sixteen bytes at a time: for what most of them do not have, which others
// then look at closely, and for a number that stands for a text.
#ifndef COMMENTD_CTEXT_LOOK_H
#define COMMENTD_CTEXT_LOOK_H
#include "ctext.h"

/// The block of a text that begins at `at`; what is not of the text is 0x61, a letter.
static inline ctext_block ctext_load(const uint8_t *text, size_t at, size_t count) {
  ctext_block block;
  if (count - at >= sizeof block) {
    memcpy(&block, text + at, sizeof block);
    return block;
  }
  memset(&block, 0x61, sizeof block);
  memcpy(&block, text + at, count - at);
  return block;
}

/// 0xFF for each byte that may be part of a control other than tab and newline, or of a combining
/// mark: C1 controls begin with 0xC2 in UTF-8, all that may be marks with 0xCC or more.
static inline ctext_block ctext_control_or_mark(ctext_block block) {
  ctext_block control = (ctext_block)(block < 0x20) & (ctext_block)(block - 0x09 > 1);
  return control | CTEXT_IS(block, 0xFF, 0x7F) | CTEXT_IS(block, 0xFF, 0xC2)
      | (ctext_block)(block >= 0xCC);
}

/// Whether a text has a byte that may be part of a control or of a combining mark.
static inline _Bool ctext_may_have_controls_or_marks(const uint8_t *text, size_t count) {
  ctext_block found = {0};
  for (size_t at = 0; at < count; at += sizeof found)
    found |= ctext_control_or_mark(ctext_load(text, at, count));
  return ctext_first(found) < sizeof found;
}

/// Where one of two bytes first stands in a text, from `at` on; `count` where neither does.
static inline size_t ctext_find_either(const uint8_t *text, size_t at, size_t count, uint8_t one,
                                       uint8_t other) {
  for (; at < count; at += sizeof(ctext_block)) {
    ctext_block block = ctext_load(text, at, count);
    size_t found = ctext_first((ctext_block)(block == one) | (ctext_block)(block == other));
    if (found < sizeof block) return at + found < count ? at + found : count;
  }
  return count;
}

/// The white space of a text that is more than single spaces.
typedef struct {
  /// TAB to CR, or two spaces in a row.
  _Bool is_there;
  /// A byte that white space beyond ASCII may begin with, once it is normalized.
  _Bool may_be_there;
} ctext_wide_space;

static inline ctext_wide_space ctext_look_for_wide_space(const uint8_t *text, size_t count) {
  ctext_block wide = {0}, maybe = {0};
  ctext_block before;
  memset(&before, 0x61, sizeof before);
  for (size_t at = 0; at < count; at += sizeof before) {
    ctext_block block = ctext_load(text, at, count);
    if (at > 0) before = ctext_load(text, at - 1, count);
    else memcpy((uint8_t *)&before + 1, &block, sizeof before - 1);
    wide |= (ctext_block)(block - 0x09 < 5)
        | (CTEXT_IS(block, 0xFF, 0x20) & CTEXT_IS(before, 0xFF, 0x20));
    maybe |= CTEXT_IS(block, 0xFF, 0xC2) | (ctext_block)(block - 0xE1 < 2);
  }
  return (ctext_wide_space){ctext_first(wide) < sizeof wide, ctext_first(maybe) < sizeof maybe};
}

/// The letters of ASCII in a text.
typedef struct {
  size_t letters;
  size_t capitals;
  _Bool is_ascii;
} ctext_letters;

/// The sum of a block's bytes.
static inline size_t ctext_sum(ctext_block block) {
  size_t sum = 0;
  for (size_t index = 0; index < sizeof block; index++) sum += block[index];
  return sum;
}

static inline ctext_letters ctext_count_letters(const uint8_t *text, size_t count) {
  ctext_letters counts = {0, 0, 1};
  ctext_block all = {0};
  for (size_t at = 0; at < count;) {
    // As many blocks as sums in bytes can count.
    size_t end = count - at > 255 * sizeof all ? at + 255 * sizeof all : count;
    ctext_block letters = {0}, capitals = {0};
    for (; at < end; at += sizeof all) {
      ctext_block block = ctext_load(text, at, count);
      all |= block;
      letters -= (ctext_block)((block | 0x20) - 0x61 < 26);
      capitals -= (ctext_block)(block - 0x41 < 26);
    }
    counts.letters += ctext_sum(letters);
    counts.capitals += ctext_sum(capitals);
  }
  // What the last block was filled up with counted too.
  counts.letters -= (sizeof all - count % sizeof all) % sizeof all;
  counts.is_ascii = ctext_first(all & 0x80) == sizeof all;
  return counts;
}
/// A number for a text that none can foresee who do not know the key. Of sixteen bytes at a time
/// one half is mixed with what came before, the other with the key; both are multiplied, and the
/// product's halves folded, as in Wang Yi's wyhash (github.com/wangyi-fudan/wyhash).
static inline uint64_t ctext_mix(const uint8_t *text, size_t count, uint64_t key) {
  uint64_t mixed = key ^ count;
  uint64_t other = key << 32 | key >> 32;
  for (size_t at = 0; at < count; at += sizeof(ctext_block)) {
    ctext_block block = ctext_load(text, at, count);
    uint64_t halves[2];
    memcpy(halves, &block, sizeof halves);
    unsigned __int128 product = (unsigned __int128)(halves[0] ^ mixed) * (halves[1] ^ other);
    mixed = (uint64_t)product ^ (uint64_t)(product >> 64);
  }
  return mixed;
}

#endif
