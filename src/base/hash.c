#include "base/hash.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdio.h>

#include "base/language.h"

static lc_status hash_file(lc_context *ctx, struct sha256_ctx *hash, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", path, lc_system_text(ctx, errno));
    unsigned char buffer[1 << 15];
    size_t n;
    errno = 0;
    lc_status status = LC_OK;
    while (status == LC_OK && (n = fread(buffer, 1, sizeof buffer, file)) > 0) {
        sha256_update(hash, n, buffer);
        status = lc_fail_cancelled(ctx);
    }
    if (ferror(file)) status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", path, lc_system_text(ctx, errno));
    fclose(file);
    return status;
}

static void finish(struct sha256_ctx *hash, char out[65]) {
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(hash, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[64] = '\0';
}

lc_status lc_sha256_files(lc_context *ctx, const char *const *paths, size_t n, char out[65]) {
    struct sha256_ctx hash;
    sha256_init(&hash);
    for (size_t i = 0; i < n; i++) {
        lc_status status = hash_file(ctx, &hash, paths[i]);
        if (status) return status;
    }
    finish(&hash, out);
    return LC_OK;
}

void lc_sha256_bytes(const lc_bytes *piece, size_t n, char out[65]) {
    struct sha256_ctx hash;
    sha256_init(&hash);
    for (size_t i = 0; i < n; i++) sha256_update(&hash, piece[i].size, piece[i].data);
    finish(&hash, out);
}
