#include "coverage/detail.h"

#include <math.h>

static const double USUAL_M = 100; /* jump of d */

/*
 * A line of length l along which d jumps by J, and points s apart on either side: the area that is taken for the other
 * side's has a standard deviation of about sqrt(l s^3 / 12), and the integral of d that times J. With s as the cube
 * root of the area the error of the mean is the same for all communities. Of all s with the same error of the mean,
 * those as about the root of 1 / J are the fewest points.
 */
lc_detail lc_detail_of(double area_m2) {
    static const double PART = 0.08, LEAST_M = 0.1, MOST_M = 12, SHARE = 1.0 / 300;
    return (lc_detail){.apart_m = lc_min(lc_max(PART * cbrt(area_m2), LEAST_M), MOST_M), .large_m2 = SHARE * area_m2};
}

void lc_detail_weigh(const lc_pass *pass, const lc_candidate_segments *candidates, const lc_box *box, float *weight) {
    size_t all = 0, live[LC_GROUPS_MAX] = {0};
    for (size_t i = 0; pass->vert_d && i < candidates->n; i++) {
        double x = candidates->ax[i] + 0.5 * candidates->length[i] * candidates->ux[i],
               y = candidates->ay[i] + 0.5 * candidates->length[i] * candidates->uy[i];
        if (x < box->x0 || x > box->x1 || y < box->y0 || y > box->y1) continue;
        all++;
        lc_layers left = candidates->live[i] & pass->all_groups;
        LC_EACH_GROUP(g, left) live[g]++;
    }
    for (size_t g = 0; g < pass->n_groups; g++) {
        double share = ((double)live[g] + 1) / ((double)all + 1);
        weight[g] = (float)(1 / cbrt(share * share));
    }
}

double lc_detail_apart(const lc_detail *detail, const lc_pass *pass, const lc_node_bounds *bounds, lc_layers groups,
                       const float *weight) {
    static const double FINE_M = 2, STRAIGHT = 3, STRAIGHT_M = 24,
                        LEAST_M = 25; /* d is not smooth without jumps either */
    if (!pass->vert_d)                /* d has creases only */
        return detail->apart_m < FINE_M ? detail->apart_m : lc_min(STRAIGHT * detail->apart_m, STRAIGHT_M);
    double most = LEAST_M;
    if (bounds->bounded) {
        double walk = sqrt(2) * bounds->view.half; /* what the bounds leave for walking from side to side */
        LC_EACH_GROUP(g, groups) {
            double jump = lc_min(bounds->high[g], pass->group[g].range_m) - bounds->low[g] - walk;
            most = lc_max(most, jump * (double)weight[g]);
        }
    }
    return detail->apart_m * sqrt(USUAL_M / most);
}

bool lc_detail_divide(double apart_m, double area_m2, size_t n) {
    static const double PIECE = 180; /* what a piece costs, as points and segments cost: measured */
    double candidates = (double)(int)n;
    return area_m2 * (candidates + 8) > PIECE * (1.5 * candidates + 1) * apart_m * apart_m;
}
