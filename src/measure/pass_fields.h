/* Passes of a plan, ready to be measured: data alone. */
#ifndef LC_MEASURE_PASS_FIELDS_H
#define LC_MEASURE_PASS_FIELDS_H

#include "city/links.h"
#include "coverage/pass.h"
#include "measure/plan_data.h"

/* Outlines of facilities as sites of the straight metric. */
typedef struct lc_outline {
    lc_xy *vert;
    uint32_t *seg_vert;
    size_t n_verts, n_segs;
    lc_index *index;
} lc_outline;

/* The combinations of a pass: storage behind pass.leaf and pass.combo. */
typedef struct lc_combo_fields {
    lc_leaf *leaf;
    lc_combo *combo;
    size_t n_leaves, n_combos;
    size_t **part, **inner; /* one a combination */
    bool **leans;
} lc_combo_fields;

/* A pass of the plan, ready to be measured. A union of straight rules has one group, and a pass for each of its
   distances. */
typedef struct lc_pass_fields {
    lc_pass pass;
    lc_group *group; /* storage behind pass.group */
    lc_term *term;   /* storage behind its terms */
    lc_combo_fields combos;
    lc_pass *set; /* union only: n_sets, one a distance */
    lc_group *set_group;
    size_t n_sets;
    lc_outline *outline; /* straight: one, or one a set */
    size_t n_outlines;
    lc_layers *live;   /* network: of its segments, see lc_sites */
    double *longest_e; /* network, groups of several walking costs: see lc_sites */
    float *vert_d;     /* network: see lc_pass */
    bool *gate_linked; /* network: one a gate */
    double *gate_d;    /* network: [group * n_gates + gate] */
} lc_pass_fields;

/* Immutable once made; measuring only reads it. */
typedef struct lc_fields {
    const lc_plan *plan; /* borrowed, as the links and the city are */
    const lc_city_links *links;
    lc_network **view;    /* one a walking cost of the plan: the network by walking length */
    lc_field **field;     /* one a set of the plan; NULL where no group on the network asks for it */
    lc_pass_fields *pass; /* one a pass of the plan */
    lc_zones *zones;      /* one a batch of the plan */
} lc_fields;

#endif
