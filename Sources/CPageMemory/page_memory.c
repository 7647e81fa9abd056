#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "cpagememory.h"

enum {
    /// What a page of 4,096 bytes takes with what SQLite notes of it (3.40.1: 272 bytes, later
    /// versions less), in whole lines of a processor's cache.
    place_bytes = 4416,
    smallest = 4097,
    /// The system is asked for so much at a time.
    step_bytes = 1 << 20,
};

/// Addresses alone, set aside once; past them pages come from the heap.
static const size_t region_bytes = (size_t)1 << 30;

static sqlite3_mem_methods others;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint8_t *region;
/// The end of what the system has given, and of what was ever taken.
static size_t given, used;
/// Places that were given back: each has the next one's address at its beginning.
static void *spare;

static bool is_place(const void *memory) {
    return region && (uintptr_t)memory - (uintptr_t)region < region_bytes;
}

static void *take_fresh(void) {
    if (used + place_bytes > given) {
        if (given + step_bytes > region_bytes) return NULL;
        if (mprotect(region + given, step_bytes, PROT_READ | PROT_WRITE) != 0) return NULL;
        given += step_bytes;
    }
    void *place = region + used;
    used += place_bytes;
    return place;
}

static void *take(void) {
    pthread_mutex_lock(&lock);
    void *place = spare;
    if (place) {
        memcpy(&spare, place, sizeof spare);
    } else if (region) {
        place = take_fresh();
    }
    pthread_mutex_unlock(&lock);
    return place;
}

static void give_back(void *place) {
    pthread_mutex_lock(&lock);
    memcpy(place, &spare, sizeof spare);
    spare = place;
    pthread_mutex_unlock(&lock);
}

static void *allocate(int count) {
    void *place = count >= smallest && count <= place_bytes ? take() : NULL;
    return place ? place : others.xMalloc(count);
}

static void release(void *memory) {
    if (is_place(memory)) {
        give_back(memory);
    } else {
        others.xFree(memory);
    }
}

static void *resize(void *memory, int count) {
    if (!is_place(memory)) return others.xRealloc(memory, count);
    if (count <= place_bytes) return memory;
    void *larger = others.xMalloc(count);
    if (!larger) return NULL;
    memcpy(larger, memory, place_bytes);
    give_back(memory);
    return larger;
}

static int size(void *memory) { return is_place(memory) ? place_bytes : others.xSize(memory); }

bool cpagememory_use(void) {
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &others) != SQLITE_OK) return false;
    void *addresses = mmap(
        NULL, region_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (addresses == MAP_FAILED) return false;
    region = addresses;
    sqlite3_mem_methods methods = others;
    methods.xMalloc = allocate;
    methods.xFree = release;
    methods.xRealloc = resize;
    methods.xSize = size;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
}

size_t cpagememory_most(void) {
    pthread_mutex_lock(&lock);
    // A place is fresh only where none is spare.
    size_t most = used / place_bytes;
    pthread_mutex_unlock(&lock);
    return most;
}
