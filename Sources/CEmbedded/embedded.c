#include "CEmbedded.h"

#include <string.h>

static const unsigned char schema[] = {
#embed "../../schema.sql"
};
static const unsigned char settings[] = {
#embed "../../config/commentd.json"
};
static const unsigned char rules[] = {
#embed "../../config/rules.json"
};
static const unsigned char words_en[] = {
#embed "../../config/words/en.txt"
};
static const unsigned char words_ko[] = {
#embed "../../config/words/ko.txt"
};
static const unsigned char words_ja[] = {
#embed "../../config/words/ja.txt"
};

static const cembedded_file files[] = {
    {"schema.sql", schema, sizeof schema},
    {"config/commentd.json", settings, sizeof settings},
    {"config/rules.json", rules, sizeof rules},
    {"config/words/en.txt", words_en, sizeof words_en},
    {"config/words/ko.txt", words_ko, sizeof words_ko},
    {"config/words/ja.txt", words_ja, sizeof words_ja},
};

cembedded_file cembedded_at(size_t index) {
  static const cembedded_file none = {"", NULL, 0};
  return index < sizeof files / sizeof files[0] ? files[index] : none;
}

cembedded_file cembedded_find(const char *name) {
  size_t i = 0;
  while (cembedded_at(i).bytes != NULL && strcmp(cembedded_at(i).name, name) != 0) i++;
  return cembedded_at(i);
}
