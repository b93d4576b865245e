/*
 * Which facility is the nearest one, along a network on which the distances have been searched.
 *
 * A search keeps distances alone: which facility they are of is found afterwards, since a node's distance is, bit by
 * bit, that of a node before it and the way between, or that of an access beside it. So labels are handed on along
 * those ways, nearest nodes first (a Voronoi partition of the graph: Erwig 2000), and nothing is searched twice.
 */
#ifndef LC_MEASURE_NEAREST_LABELS_H
#define LC_MEASURE_NEAREST_LABELS_H

#include "network/search.h"

/* An access, and the facility that it is of. */
typedef struct lc_labelled_access {
    lc_access access;
    uint32_t facility;
} lc_labelled_access;

typedef struct lc_nearest_labels {
    const lc_field *field;      /* borrowed */
    uint32_t *node;             /* n_nodes: a facility; UINT32_MAX out of reach */
    lc_labelled_access *access; /* n, by edge; owned */
    size_t n;
} lc_nearest_labels;

/* Label the nodes of a field that was searched from these accesses, which are taken. false when memory is out. */
bool lc_nearest_labels_find(const lc_field *field, lc_labelled_access *access, size_t n, lc_nearest_labels *out);
void lc_nearest_labels_free(lc_nearest_labels *labels);

/* The facility nearest to a spot, of several equally near the lowest, and the distance to it. UINT32_MAX when none is
   in reach. */
uint32_t lc_nearest_label(const lc_nearest_labels *labels, lc_spot spot, double *distance_m);

#endif
