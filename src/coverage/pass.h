/* What is measured over the plane: groups of distances that share their sites. Data alone. */
#ifndef LC_COVERAGE_PASS_H
#define LC_COVERAGE_PASS_H

#include "city/compounds.h"
#include "coverage/tiles.h"
#include "network/search.h"

/* Denominators that are areas. */
enum { LC_DEMAND_AREA = 0, LC_DEMAND_RESIDENTIAL, LC_DEMANDS };

/* Segments and points among which the nearest is sought: a network's, or the outlines of facilities. */
typedef struct lc_sites {
    const lc_xy *vert;
    const uint32_t *coincident; /* next coincident vertex (at the same place); NULL when that does not matter */
    const uint32_t *seg_vert;   /* segment i runs from vertex seg_vert[i] to the next */
    const lc_index *index;      /* over the segments */
    const lc_layers *live;      /* one a segment: bit g when group g is in range somewhere on it; NULL: all are */
    const double *vert_e; /* walking length from a vertex's edge's start to it, growing as that of the group that walks
                             the longest; NULL: as long as the way is */
} lc_sites;

/* A field, with an offset added to all its distances. */
typedef struct lc_term {
    const lc_field *field;
    double offset_m;
} lc_term;

/*
 * A distance over the plane: d = 0 in the zones of its layer, else leg + the least of the terms (leg alone without
 * terms). In a gated compound with gates: the way to a gate + gate_d.
 */
typedef struct lc_group {
    const lc_term *term;
    size_t n_terms;
    lc_layers layer;
    double range_m;         /* mean and quantiles are over d <= range_m; below 0: there are none */
    const double *limit_m;  /* n_limits distances to measure the area within */
    const bool *everywhere; /* n_limits: false where only residential land is to be measured */
    size_t n_limits;
    bool stats_everywhere; /* the same of the mean and the quantiles */
    const double *gate_d;  /* d at each gate, INFINITY where out of reach; NULL without compounds */
    size_t tally_at;       /* these four are set by lc_pass_groups() */
    size_t n_bins;         /* of the distances in range, */
    double bin_m, per_m;   /* their width, and how many there are in a metre */
} lc_group;

/* A limit of a group: what combinations are made of. */
typedef struct lc_leaf {
    size_t group, limit;
} lc_leaf;

/*
 * How many of several parts cover a place: leaves of the pass, or combinations that stand before this one, which cover
 * it when `least` of their own parts do.
 */
typedef struct lc_combo {
    const size_t *part; /* n_parts: a leaf, or the number of leaves + a combination */
    size_t n_parts, least;
    size_t first;        /* the area that m or more parts cover is summed for first <= m <= n_parts; 0: for no m */
    bool everywhere;     /* false: only over residential land */
    const bool *leans;   /* one a leaf: it is a part, or a part of one */
    const size_t *inner; /* n_inner, the combinations among its parts and theirs, in their order */
    size_t n_inner;
    size_t tally_at; /* set by lc_pass_combos() */
} lc_combo;

/* Groups that share their sites, hence their partition of the plane. */
typedef struct lc_pass {
    lc_sites sites;
    double leg_max_m;              /* beyond this leg a place is off network (link limit), or out of range (straight) */
    const lc_zones *zones;         /* of all groups measured at once, */
    const lc_zones *gated;         /* and their compounds, or NULL: both cut the plane for each of them */
    const lc_compounds *compounds; /* NULL: none, or they do not matter (straight) */
    const bool *gate_linked;       /* one a gate of theirs: within the link limit of the network */
    const lc_group *group;
    size_t n_groups;
    const float *vert_d; /* D of group g at vertex v of the sites: vert_d[v * n_groups + g]; NULL without terms */
    lc_layers all_groups, group_layers; /* one bit a group; the layers of them all; see lc_pass_groups() */
    lc_layers everywhere_groups;        /* those that are not about residential land alone, */
    lc_layers stats_groups;             /* and of which the mean and the quantiles are not */
    bool areas_only;                    /* no group has a mean or quantiles; demand and off network are left out too */
    const lc_leaf *leaf;
    size_t n_leaves;
    const lc_combo *combo;
    size_t n_combos;
} lc_pass;

/* For every group whose bit is set; `bits` is used up. */
#define LC_EACH_GROUP(g, bits) for (size_t g; (bits) && ((g = (size_t)__builtin_ctzll(bits)), 1); (bits) &= (bits)-1)

#endif
