/* SHA-256 of files, for the report's inputs (nettle). */
#ifndef LC_BASE_HASH_H
#define LC_BASE_HASH_H

#include "base/context.h"

/* Hex digest of n files taken one after the other. */
lc_status lc_sha256_files(lc_context *ctx, const char *const *paths, size_t n, char out[65]);

#endif
