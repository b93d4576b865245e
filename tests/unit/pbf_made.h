/* A little writer of the PBF format, for files that no tool at hand makes. */
#ifndef LC_TESTS_PBF_MADE_H
#define LC_TESTS_PBF_MADE_H

#include <stdint.h>
#include <string.h>

typedef struct bytes {
    unsigned char at[1024];
    size_t n;
} bytes;

static inline void put_varint(bytes *b, uint64_t v) {
    for (; v > 127; v >>= 7) b->at[b->n++] = (unsigned char)(v | 128);
    b->at[b->n++] = (unsigned char)v;
}

static inline void put_number(bytes *b, unsigned field, uint64_t v) {
    put_varint(b, field << 3);
    put_varint(b, v);
}

static inline void put_bytes(bytes *b, unsigned field, const void *data, size_t n) {
    put_varint(b, field << 3 | 2);
    put_varint(b, n);
    memcpy(b->at + b->n, data, n);
    b->n += n;
}

static inline void put_text(bytes *b, unsigned field, const char *text) {
    put_bytes(b, field, text, strlen(text));
}

static inline uint64_t zigzag(int64_t v) {
    return v < 0 ? (uint64_t)(-(v + 1)) * 2 + 1 : (uint64_t)v * 2;
}

static inline void put_packed(bytes *b, unsigned field, const int64_t *v, size_t n, bool is_signed) {
    bytes packed = {.n = 0};
    for (size_t i = 0; i < n; i++) put_varint(&packed, is_signed ? zigzag(v[i]) : (uint64_t)v[i]);
    put_bytes(b, field, packed.at, packed.n);
}
#define PACK(b, field, is_signed, ...)                                                                                 \
    put_packed(b, field, (const int64_t[]){__VA_ARGS__}, sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t), is_signed)

static inline void put_block(bytes *file, const char *type, unsigned blob_field, const bytes *content) {
    bytes blob = {.n = 0}, header = {.n = 0};
    put_bytes(&blob, blob_field, content->at, content->n);
    put_text(&header, 1, type);
    put_number(&header, 3, blob.n);
    const unsigned char size[4] = {0, 0, (unsigned char)(header.n >> 8), (unsigned char)header.n};
    memcpy(file->at + file->n, size, 4);
    memcpy(file->at + file->n + 4, header.at, header.n);
    memcpy(file->at + file->n + 4 + header.n, blob.at, blob.n);
    file->n += 4 + header.n + blob.n;
}

static inline bytes pbf_header(const char *feature) {
    bytes file = {.n = 0}, header = {.n = 0};
    put_text(&header, 4, "OsmSchema-V0.6");
    if (feature) put_text(&header, 4, feature);
    put_block(&file, "OSMHeader", 1, &header);
    return file;
}

#endif
