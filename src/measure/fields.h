/* What a plan needs of a city before anything is measured: searched fields, outlines and zones. */
#ifndef LC_MEASURE_FIELDS_H
#define LC_MEASURE_FIELDS_H

#include "city/links.h"
#include "coverage/measure.h"
#include "measure/plan.h"
#include "network/walk_length.h"

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
    bool *gate_linked;    /* one a gate */
} lc_fields;

/*
 * Search from the facilities of all sets, and lay out all passes.
 * @param links of the plan's city
 * @param[out] out to be freed with lc_fields_free(); plan and links must outlive it
 */
lc_status lc_fields_new(lc_context *ctx, const lc_plan *plan, const lc_city_links *links, lc_fields **out);
void lc_fields_free(lc_fields *fields);
void lc_pass_fields_free(lc_pass_fields *pass);

/* The links of a category of the city. */
const lc_links *lc_fields_links(const lc_fields *fields, const lc_facilities *facilities);

/* The network by a walking cost of the plan; LC_WALK_LENGTHS: the city's own. */
const lc_network *lc_fields_network(const lc_fields *fields, size_t walk);

#endif
