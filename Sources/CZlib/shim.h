// The system's zlib. What C says with macros is typed here for Swift.
#ifndef COMMENTD_CZLIB_SHIM_H
#define COMMENTD_CZLIB_SHIM_H
#include <zlib.h>

/// Readies a stream for what gzip writes, or with isRaw for what a zip file holds.
static inline int czlib_start(z_stream *stream, int isRaw) {
  return inflateInit2(stream, isRaw ? -MAX_WBITS : 16 + MAX_WBITS);
}
#endif
