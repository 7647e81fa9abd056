// The system's libsodium: hashes, and comparisons that take the same time whatever they find.
#ifndef COMMENTD_CSODIUM_SHIM_H
#define COMMENTD_CSODIUM_SHIM_H
#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>
#endif
