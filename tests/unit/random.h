/* Numbers that look random and are the same everywhere: splitmix64. */
#ifndef RANDOM_H
#define RANDOM_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rng {
    uint64_t state;
} rng_t;

static inline uint64_t rng_next(rng_t *r) {
    uint64_t z = (r->state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* In [0, 1). */
static inline double rng_unit(rng_t *r) {
    return (double)(rng_next(r) >> 11) * 0x1p-53;
}

static inline double rng_range(rng_t *r, double low, double high) {
    return low + (high - low) * rng_unit(r);
}

/* In 0 .. n - 1. */
static inline size_t rng_below(rng_t *r, size_t n) {
    return (size_t)(rng_next(r) % n);
}

static inline bool rng_chance(rng_t *r, double p) {
    return rng_unit(r) < p;
}

#endif
