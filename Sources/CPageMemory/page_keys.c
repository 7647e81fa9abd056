#include <sqlite3.h>
#include <stdatomic.h>

#include "cpagememory.h"

/// The page that locks lie on, which holds nothing and is never read, where pages have 4,096 bytes
/// (sqlite.org/fileformat2.html, 1.5). Where they have others it is a page as any: it has to be
/// found by 0, and let go of when those past it are.
static const unsigned lock_page = 0x40000000 / 4096 + 1;

static sqlite3_pcache_methods2 own;
static atomic_long exchanges;

/// Pages are counted from 1: 0 is nobody's.
static unsigned key_of(unsigned page) { return page == lock_page ? 0 : page; }

static sqlite3_pcache_page *fetch(sqlite3_pcache *cache, unsigned page, int makes) {
    return own.xFetch(cache, key_of(page), makes);
}

static void rekey(
    sqlite3_pcache *cache, sqlite3_pcache_page *held, unsigned from, unsigned to
) {
    unsigned key = key_of(to);
    if (key == 0) atomic_fetch_add_explicit(&exchanges, 1, memory_order_relaxed);
    own.xRekey(cache, held, key_of(from), key);
}

static void truncate_from(sqlite3_pcache *cache, unsigned first) {
    if (first <= lock_page) {
        sqlite3_pcache_page *left = own.xFetch(cache, 0, 0);
        if (left) own.xUnpin(cache, left, 1);
    }
    own.xTruncate(cache, first);
}

bool cpagememory_exchange_cheaply(void) {
    if (sqlite3_config(SQLITE_CONFIG_GETPCACHE2, &own) != SQLITE_OK) return false;
    sqlite3_pcache_methods2 methods = own;
    methods.xFetch = fetch;
    methods.xRekey = rekey;
    methods.xTruncate = truncate_from;
    return sqlite3_config(SQLITE_CONFIG_PCACHE2, &methods) == SQLITE_OK;
}

long cpagememory_exchanges(void) {
    return atomic_load_explicit(&exchanges, memory_order_relaxed);
}
