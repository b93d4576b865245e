/* Points in rows that stand for the cells of a box, where only means and quantiles are left to be known. */
#ifndef LC_COVERAGE_SAMPLES_H
#define LC_COVERAGE_SAMPLES_H

#include "coverage/convex.h"

enum { LC_SAMPLES_SIDE = 32, LC_SAMPLES_MAX = LC_SAMPLES_SIDE * LC_SAMPLES_SIDE, LC_SAMPLES_LANES = 8 };

typedef struct lc_samples {
    lc_xy origin; /* near all of them: single precision is enough for the rest */
    size_t n;
    float x[LC_SAMPLES_MAX + LC_SAMPLES_LANES], y[LC_SAMPLES_MAX + LC_SAMPLES_LANES];
    float area[LC_SAMPLES_MAX];                /* m2 that each stands for */
    unsigned char residential[LC_SAMPLES_MAX]; /* what kind of land it stands for, 0 or 1 */
    double whole[2];                           /* areas outside of residential land, and of it */
    double large_m2;                           /* what is larger is to be told apart by samples */
} lc_samples;

void lc_samples_begin(lc_samples *samples, lc_xy origin, double large_m2);
/* Add the area of a cell alone, where no points are wanted. */
static inline void lc_samples_add_area(lc_samples *samples, double area, bool residential) {
    samples->whole[residential] += area;
}

/* Add points in a cell of this area, apart_m from one another or less, but no more than LC_SAMPLES_SIDE along a side;
   false when there is no room for them. There is for one cell. */
bool lc_samples_add(lc_samples *samples, const lc_convex *cell, double area, bool residential, double apart_m);

#endif
