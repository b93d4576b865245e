/* What a convex cell of one label adds to the tally of a pass. */
#ifndef LC_COVERAGE_CELL_H
#define LC_COVERAGE_CELL_H

#include "coverage/combine.h"
#include "coverage/envelope.h"
#include "coverage/gated.h"
#include "coverage/look.h"

enum { LC_EXACT_SEGMENTS = 2 }; /* with as few near, everything is exact in undecided cells */

/* What a worker keeps between cells. */
typedef struct lc_cell_scratch {
    lc_partition partition;
    lc_envelope envelope;
    lc_gated gated;
    lc_combining combining;
    lc_near near;
    lc_stats work;
} lc_cell_scratch;

void lc_cell_scratch_free(lc_cell_scratch *scratch);

/* A convex part of the plane, and the layers that hold all over it. */
typedef struct lc_cell {
    const lc_convex *shape;
    double area;
    lc_layers layers;
    bool is_box; /* it is the box that was looked at */
    bool large;  /* too large for its means to be taken from points */
} lc_cell;

/* Add a cell, demand and all. look, near: of the cell, or of a box around it (scratch in it is used). */
bool lc_cell_sum(lc_cell_scratch *scratch, const lc_pass *pass, const lc_cell *cell, const lc_look *look, lc_near *near,
                 double tolerance_m2, double *tally);

#define LC_SAMPLES_APART_M 16.0 /* near enough for means, unless a search range ends between points */

/* Points that stand for cells where the means of distances are concerned. */
typedef struct lc_samples {
    lc_near_points at;
    double area[LC_NEAR_POINTS]; /* m2 that each stands for */
    bool residential[LC_NEAR_POINTS];
    double whole[2]; /* areas outside of residential land, and of it */
    double radius;   /* about as far as a point speaks for */
} lc_samples;

void lc_samples_begin(lc_samples *samples);
/* Add points in a cell of this area, about apart_m from one another; false when there is no room for them. */
bool lc_samples_add(lc_samples *samples, const lc_convex *cell, double area, bool residential, double apart_m);

/* Are bounds enough for a pass in a box in which these layers are met? Then its cells can be added all at once: */
bool lc_cells_settled(const lc_pass *pass, const lc_look *look, lc_layers met);
bool lc_cells_sum(lc_cell_scratch *scratch, const lc_pass *pass, lc_samples *samples, const lc_look *look,
                  const lc_near *near, lc_layers met, double *tally);

#endif
