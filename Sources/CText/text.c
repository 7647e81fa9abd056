#include "ctext.h"

typedef struct {
  const uint8_t *at;
  const uint8_t *end;
} ctext_reader;

/// Reads a number in LEB128; 0 past the end and where no text is so long.
static int ctext_number(ctext_reader *reader, uint64_t *value) {
  *value = 0;
  for (int shift = 0; shift <= 28 && reader->at < reader->end; shift += 7) {
    uint8_t byte = *reader->at++;
    *value |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) return 1;
  }
  return 0;
}

/// Copies `count` of the `left` bytes at `from`; up to CTEXT_SLACK behind them may be overwritten.
/// Most pieces are shorter than a call of memcpy is worth.
static void ctext_copy(uint8_t *to, const uint8_t *from, size_t count, size_t left) {
  if (left < CTEXT_SLACK || count > left - CTEXT_SLACK || count > 8 * CTEXT_SLACK) {
    if (count > 0) memcpy(to, from, count);
    return;
  }
  for (size_t at = 0; at < count; at += CTEXT_SLACK) {
    ctext_block block;
    memcpy(&block, from + at, sizeof block);
    memcpy(to + at, &block, sizeof block);
  }
}

int64_t ctext_expand(const uint8_t *recipe, size_t recipe_count, const uint8_t *body,
                     size_t body_count, uint8_t *to, size_t room) {
  if (recipe_count == 0) return 0;
  ctext_reader reader = {recipe, recipe + recipe_count};
  size_t count = 0;
  int64_t place = 0;
  while (reader.at < reader.end) {
    uint64_t added, step, length;
    if (!ctext_number(&reader, &added)) return CTEXT_DAMAGED;
    size_t left = (size_t)(reader.end - reader.at);
    if (added > left) return CTEXT_DAMAGED;
    if (room - count < added + CTEXT_SLACK) return CTEXT_NO_ROOM;
    ctext_copy(to + count, reader.at, (size_t)added, left);
    reader.at += added;
    count += added;
    if (reader.at == reader.end) break;
    if (!ctext_number(&reader, &step) || !ctext_number(&reader, &length)) return CTEXT_DAMAGED;
    place += step & 1 ? -(int64_t)(step >> 1) : (int64_t)(step >> 1);
    if (place < 0 || length > body_count || (uint64_t)place > body_count - length)
      return CTEXT_DAMAGED;
    if (room - count < length + CTEXT_SLACK) return CTEXT_NO_ROOM;
    ctext_copy(to + count, body + place, (size_t)length, body_count - (size_t)place);
    place += (int64_t)length;
    count += length;
  }
  return (int64_t)count;
}
