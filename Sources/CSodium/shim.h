// The system's libsodium: hashes, randomness, and comparisons that take the same time whatever they
// find.
#ifndef COMMENTD_CSODIUM_SHIM_H
#define COMMENTD_CSODIUM_SHIM_H
#include <sodium/crypto_generichash.h>
#include <sodium/crypto_hash_sha256.h>
#include <sodium/crypto_shorthash_siphash24.h>
#include <sodium/randombytes.h>
#include <sodium/utils.h>
#include <string.h>

// SipHash-2-4 of 128 bits, whose key is all zeros: for telling texts apart, not for secrets. The
// two halves come in the machine's byte order of little-endian words.
static inline void csodium_siphash(
    const unsigned char *bytes, unsigned long long count, unsigned long long *high,
    unsigned long long *low) {
  static const unsigned char key[crypto_shorthash_siphashx24_KEYBYTES] = {0};
  unsigned char out[crypto_shorthash_siphashx24_BYTES];
  crypto_shorthash_siphashx24(out, bytes, count, key);
  memcpy(high, out, 8);
  memcpy(low, out + 8, 8);
}
#endif
