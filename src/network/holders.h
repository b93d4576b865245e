/* Several may have one thing: each frees it, and the last one in truth. */
#ifndef LC_NETWORK_HOLDERS_H
#define LC_NETWORK_HOLDERS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lc_holders {
    size_t more; /* besides the first */
} lc_holders;

/* Not by several threads at once. */
static inline void lc_holders_add(lc_holders *holders) {
    holders->more++;
}

/* Do others have it still? */
static inline bool lc_holders_drop(lc_holders *holders) {
    return holders->more > 0 && holders->more--;
}

#endif
