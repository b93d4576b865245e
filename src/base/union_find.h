/*
 * Disjoint sets of 0 .. n - 1 as trees (union-find: Tarjan 1975): a member's parent, itself at the root. The root of a
 * set is its least member, so that sets come out the same in whatever order they were joined. Paths are halved on the
 * way.
 */
#ifndef LC_BASE_UNION_FIND_H
#define LC_BASE_UNION_FIND_H

#include <stddef.h>
#include <stdint.h>

/* Every member by itself. */
static inline void lc_sets_begin(uint32_t *parent, size_t n) {
    for (size_t i = 0; i < n; i++) parent[i] = (uint32_t)i;
}

/* The root of the set that i is in. */
static inline uint32_t lc_set_root(uint32_t *parent, uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/* Make the sets of a and b one. */
static inline void lc_sets_join(uint32_t *parent, uint32_t a, uint32_t b) {
    a = lc_set_root(parent, a);
    b = lc_set_root(parent, b);
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

#endif
