/* SHA-256 of files, for the report's inputs, and of what is in memory (nettle). */
#ifndef LC_BASE_HASH_H
#define LC_BASE_HASH_H

#include "base/context.h"

/* Hex digest of n files taken one after the other. */
lc_status lc_sha256_files(lc_context *ctx, const char *const *paths, size_t n, char out[65]);

typedef struct lc_bytes {
    const void *data;
    size_t size;
} lc_bytes;
/* The same of n pieces of memory. */
void lc_sha256_bytes(const lc_bytes *piece, size_t n, char out[65]);

#endif
