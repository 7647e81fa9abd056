// Files of the repository that are built into the binary: the schema, and the default
// configuration. A C array is used because a resource bundle would not travel with the binary.
#ifndef COMMENTD_CEMBEDDED_H
#define COMMENTD_CEMBEDDED_H
#include <stddef.h>

/// One embedded file. `name` is its path from the repository's top.
typedef struct {
  const char *name;
  const unsigned char *bytes;
  size_t count;
} cembedded_file;

/// The file called `name`, or one whose `bytes` is null.
cembedded_file cembedded_find(const char *name);

/// The file at `index`, or one whose `bytes` is null past the last.
cembedded_file cembedded_at(size_t index);
#endif
