// Text put in its place sixteen bytes at a time, up to the first byte that may not stand as it is.
// In C for its vectors' masks, which Swift's SIMD types do not give as bits; inline, since most
// pieces of a text are short.
//
// Each function copies from `from` to `to`, which has room for `count` + CTEXT_SLACK bytes, and
// gives how many bytes are plain: at most `count`. Up to CTEXT_SLACK bytes behind those may be
// overwritten; none behind `from + count` is read.
#ifndef COMMENTD_CTEXT_H
#define COMMENTD_CTEXT_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { CTEXT_SLACK = 16 };

typedef uint8_t ctext_block __attribute__((vector_size(16)));

/// 0xFF for each byte that is `value` as far as `mask` goes, else 0.
#define CTEXT_IS(block, mask, value) \
  ((ctext_block)(((block) & (uint8_t)(mask)) == (uint8_t)(value)))

/// Where the first byte that is not 0 stands; 16 where all are.
static inline size_t ctext_first(ctext_block found) {
  uint64_t halves[2];
  memcpy(halves, &found, sizeof halves);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  if (halves[0]) return (size_t)__builtin_clzll(halves[0]) / 8;
  return halves[1] ? 8 + (size_t)__builtin_clzll(halves[1]) / 8 : 16;
#else
  if (halves[0]) return (size_t)__builtin_ctzll(halves[0]) / 8;
  return halves[1] ? 8 + (size_t)__builtin_ctzll(halves[1]) / 8 : 16;
#endif
}

/// Bytes that a JSON string escapes: controls, quotes, backslashes (RFC 8259, section 7).
static inline ctext_block ctext_json_special(ctext_block block) {
  return CTEXT_IS(block, 0xE0, 0x00) | CTEXT_IS(block, 0xFF, 0x22) | CTEXT_IS(block, 0xFF, 0x5C);
}

/// Bytes that may mean something in HTML, in a link or in Markdown, or that a JSON string escapes.
/// Two that differ in one bit are found at once.
static inline ctext_block ctext_body_special(ctext_block block) {
  return ctext_json_special(block) | CTEXT_IS(block, 0xFE, 0x26)           // & and '
      | CTEXT_IS(block, 0xBF, 0x3E) | CTEXT_IS(block, 0xFF, 0x3C)          // > and ~, <
      | CTEXT_IS(block, 0xEF, 0x2A)                                        // * and :
      | CTEXT_IS(block, 0xFB, 0x5B) | CTEXT_IS(block, 0xFF, 0x60);         // [ and _, `
}

/// Whether two texts of one length are the same bytes.
static inline _Bool ctext_equal(const uint8_t *one, const uint8_t *other, size_t count) {
  return count == 0 || memcmp(one, other, count) == 0;
}

/// How many bytes two texts begin with alike, `most` at most.
static inline size_t ctext_alike(const uint8_t *one, const uint8_t *other, size_t most) {
  size_t at = 0;
  for (; at + sizeof(ctext_block) <= most; at += sizeof(ctext_block)) {
    ctext_block left, right;
    memcpy(&left, one + at, sizeof left);
    memcpy(&right, other + at, sizeof right);
    size_t alike = ctext_first((ctext_block)(left != right));
    if (alike < sizeof left) return at + alike;
  }
  while (at < most && one[at] == other[at]) at++;
  return at;
}

/// Where a byte first stands in a text; `count` where it does not.
static inline size_t ctext_find(const uint8_t *text, uint8_t byte, size_t count) {
  const uint8_t *found = count == 0 ? NULL : memchr(text, byte, count);
  return found ? (size_t)(found - text) : count;
}

/// How many bytes from the beginning on stand in a JSON string as they are.
static inline size_t ctext_plain_json(const uint8_t *text, size_t count) {
  size_t at = 0;
  ctext_block block;
  for (; at + sizeof block <= count; at += sizeof block) {
    memcpy(&block, text + at, sizeof block);
    size_t plain = ctext_first(ctext_json_special(block));
    if (plain < sizeof block) return at + plain;
  }
  while (at < count && text[at] >= 0x20 && text[at] != 0x22 && text[at] != 0x5C) at++;
  return at;
}

#define CTEXT_COPY(name, special)                                                       \
  static inline size_t name(const uint8_t *from, uint8_t *to, size_t count) {           \
    size_t at = 0;                                                                      \
    ctext_block block;                                                                  \
    for (; at + sizeof block <= count; at += sizeof block) {                            \
      memcpy(&block, from + at, sizeof block);                                          \
      memcpy(to + at, &block, sizeof block);                                            \
      size_t plain = ctext_first(special(block));                                       \
      if (plain < sizeof block) return at + plain;                                      \
    }                                                                                   \
    if (at == count) return at;                                                         \
    uint8_t rest[sizeof block];                                                         \
    memset(rest, 0x61, sizeof rest);                                                    \
    memcpy(rest, from + at, count - at);                                                \
    memcpy(&block, rest, sizeof block);                                                 \
    memcpy(to + at, &block, sizeof block);                                              \
    size_t plain = ctext_first(special(block));                                         \
    return at + (plain < count - at ? plain : count - at);                              \
  }

/// Copies what stands in a JSON string as it is.
CTEXT_COPY(ctext_copy_json, ctext_json_special)

/// Copies what stands in a body's HTML, in a JSON string, as it is.
CTEXT_COPY(ctext_copy_body, ctext_body_special)

#undef CTEXT_COPY

enum { CTEXT_DAMAGED = -1, CTEXT_NO_ROOM = -2 };

/// Follows a recipe's instructions to add bytes and to copy some of `body` (see HTMLRecipe): how
/// many bytes there are at `to` then, CTEXT_NO_ROOM where they and CTEXT_SLACK more do not go into
/// `room`, CTEXT_DAMAGED where the recipe is none of that body.
int64_t ctext_expand(const uint8_t *recipe, size_t recipe_count, const uint8_t *body,
                     size_t body_count, uint8_t *to, size_t room);

#include "ctext_look.h"
#endif
