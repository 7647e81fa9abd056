// The system's jemalloc, which takes the place of malloc(3) in whatever is linked with it.
#ifndef COMMENTD_CJEMALLOC_SHIM_H
#define COMMENTD_CJEMALLOC_SHIM_H
#include <jemalloc/jemalloc.h>
#endif
