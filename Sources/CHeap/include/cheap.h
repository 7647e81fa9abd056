// The heap of a program that runs for months: jemalloc, set up for few threads that take and give
// back large replies all the time.
#ifndef COMMENTD_CHEAP_H
#define COMMENTD_CHEAP_H
#include <stdint.h>

/// Gives back to the kernel what was freed and kept, behind work that took a great deal and comes
/// seldom.
void cheap_return_memory(void);

/// Bytes that the calling thread has taken from the heap so far; 0 where that is not jemalloc's, as
/// under a sanitizer.
uint64_t cheap_taken_bytes(void);

/// Arenas that threads share.
uint32_t cheap_arenas(void);
#endif
