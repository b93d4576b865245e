/* Which features stand at the same place, under the same name. */
#ifndef LC_CITY_SAME_PLACE_H
#define LC_CITY_SAME_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "geo/geoms.h"

/* n features of several sources, one source after the other. */
typedef struct lc_named_boxes {
    const lc_box *box;       /* of feature i; empty where it has no geometry */
    const char *const *name; /* NULL where it has none */
    const size_t *begin;     /* the first feature of the source that i is of */
    size_t n;
} lc_named_boxes;

/*
 * The first feature before i of which both corners are within a metre of those of i, and that has its name, or none
 * either: lowers within[i] to it where it is of the source of i, and before[i] where it is of one before that. Takes
 * time n log n however many share one place and name, or stand at one place with different names. false when memory is
 * out.
 */
bool lc_first_at_place(const lc_named_boxes *of, size_t *within, size_t *before);

#endif
