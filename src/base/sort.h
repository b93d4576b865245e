/* Numbers in order, in time that grows with how many there are. */
#ifndef LC_BASE_SORT_H
#define LC_BASE_SORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lc_keyed {
    uint32_t key, item;
} lc_keyed;

/* By key, and items of one key in their order. false when memory is out. */
bool lc_sort_keyed(lc_keyed *keyed, size_t n);
/* Ascending, and each number once: *n gets how many there are. false when memory is out. */
bool lc_sort_once(uint32_t *number, size_t *n);

#endif
