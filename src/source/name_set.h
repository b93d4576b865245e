/* How many different names there are, by their hashes. */
#ifndef LC_SOURCE_NAME_SET_H
#define LC_SOURCE_NAME_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lc_name_set {
    uint64_t *slot; /* 0 is free */
    size_t n_slots, n;
} lc_name_set;

/* FNV-1a: begin with LC_NAME_HASH, and go on with n bytes more. */
#define LC_NAME_HASH UINT64_C(14695981039346656037)
static inline uint64_t lc_name_hash(uint64_t hash, const char *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

/* A set for up to `most` + 1 names; no more are to be added. false when memory is out. */
bool lc_name_set_init(lc_name_set *set, size_t most);
void lc_name_set_add(lc_name_set *set, uint64_t hash);
/* Leaves n. */
void lc_name_set_free(lc_name_set *set);

#endif
