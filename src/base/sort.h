/* Numbers in order, in time that grows with how many there are. */
#ifndef LC_BASE_SORT_H
#define LC_BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct lc_keyed {
    uint32_t key, item;
} lc_keyed;

/* By key, and items of one key in their order. false when memory is out. */
bool lc_sort_keyed(lc_keyed *keyed, size_t n);
/* The same; false as well when the context is cancelled: then some items may be lost, and others doubled. */
bool lc_sort_keyed_in(const lc_context *ctx, lc_keyed *keyed, size_t n);
/* qsort(), what is equal in its order, for items that can be very many. false when memory is out or the context is
   cancelled: then some may be lost, and others doubled. */
bool lc_sort_items(const lc_context *ctx, void *item, size_t n, size_t size,
                   int (*compare)(const void *, const void *));
/* Ascending, and each number once: *n gets how many there are. false when memory is out. */
bool lc_sort_once(uint32_t *number, size_t *n);

#endif
