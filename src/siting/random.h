/* Numbers that look random and are the same everywhere: splitmix64 (Steele, Lea and Flood 2014). */
#ifndef LC_SITING_RANDOM_H
#define LC_SITING_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct lc_random {
    uint64_t state; /* any seed */
} lc_random;

static inline uint64_t lc_random_draw(lc_random *r) {
    uint64_t z = (r->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* In 0 .. n - 1. */
static inline size_t lc_random_below(lc_random *r, size_t n) {
    return (size_t)(lc_random_draw(r) % n);
}

/* In [0, 1). */
static inline double lc_random_unit(lc_random *r) {
    return (double)(lc_random_draw(r) >> 11) * 0x1p-53;
}

#endif
