// What lives long here, texts of comments and replies that are kept, is made and let go all the
// time between what lives for a moment. glibc's heap is then left with gaps that nothing fits into
// and that it cannot give back: after 25 minutes of 12,000 requests a second half of it was gaps
// (malloc_stats), and bursts left more of them. jemalloc puts sizes apart from each other.
#include "cheap.h"

#include <jemalloc/jemalloc.h>
#include <stddef.h>

// Read by jemalloc before main. Two arenas, as most machines that serve this have two processors to
// give, and what is left over in each is lost to the others. What was freed goes back to the kernel
// after two seconds, at once as pages that read as zeros.
const char *malloc_conf = "narenas:2,dirty_decay_ms:2000,muzzy_decay_ms:0";

#define TEXT(number) TEXT_OF(number)
#define TEXT_OF(number) #number

void cheap_return_memory(void) {
    mallctl("arena." TEXT(MALLCTL_ARENAS_ALL) ".purge", NULL, NULL, NULL, 0);
}

uint64_t cheap_taken_bytes(void) {
    uint64_t bytes = 0;
    size_t size = sizeof bytes;
    return mallctl("thread.allocated", &bytes, &size, NULL, 0) == 0 ? bytes : 0;
}

uint32_t cheap_arenas(void) {
    unsigned count = 0;
    size_t size = sizeof count;
    return mallctl("opt.narenas", &count, &size, NULL, 0) == 0 ? count : 0;
}
