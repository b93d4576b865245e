/*
 * Means and quantiles from samples. Which segment is nearest to each is found once for all groups of a pass. What a
 * segment has won is kept as moments of two lengths, the leg and the way along the segment to where the leg begins: d
 * is the sum of the two, give or take the sign, wherever D is linear along the segment.
 */
#ifndef LC_COVERAGE_MOMENTS_H
#define LC_COVERAGE_MOMENTS_H

#include "coverage/candidate_segments.h"
#include "coverage/samples.h"

/* Of what a segment has won on one kind of land: area, and the integrals over it of s, the leg, and their products;
   s is counted from where the segment is nearest to the centre of its box. */
typedef struct lc_moment {
    float area, s, leg, ss, ll, sl;
} lc_moment;

/* {0} is empty. */
typedef struct lc_moments {
    lc_moment *of[2]; /* one a segment, outside of residential land and on it */
    size_t cap[2];
    float *column; /* scratch */
    size_t cap_column;
    uint32_t segment[LC_SAMPLES_MAX + LC_SAMPLES_LANES]; /* of each sample: place of its nearest segment in the list, */
    float s[LC_SAMPLES_MAX + LC_SAMPLES_LANES], leg[LC_SAMPLES_MAX + LC_SAMPLES_LANES];
} lc_moments;

void lc_moments_free(lc_moments *moments);

/* Find what is nearest to the samples of a box, by its pruned list. false when memory is out. */
bool lc_moments_take(lc_moments *moments, const lc_candidate_segments *candidates, lc_samples *samples);

/* Does another segment lie on one that has won something, or end where it does without being joined, so that the
   smaller D would count? Of a pass over a network, for some groups. */
bool lc_moments_doubled(const lc_moments *moments, const lc_pass *pass, const lc_candidate_segments *candidates,
                        lc_layers groups);

/* Add the samples to the sums of a tally, for the groups whose bit is set and that are in range all over.
   low, high: bounds of each group's d */
void lc_moments_sum(const lc_moments *moments, const lc_pass *pass, const lc_candidate_segments *candidates,
                    const lc_samples *samples, lc_layers groups, const double *low, const double *high, double *tally);

/* Add an area in range in which a segment that lc_candidate_sides() found inside is nearest: what such
   segments have won stands for it: of samples outside of residential land. sums->low and high are known. false when
   they have won nothing. */
bool lc_moments_sum_inside(const lc_moments *moments, const lc_sums *sums, const lc_candidate_segments *candidates,
                           const lc_samples *samples, lc_layers groups, double area);

#endif
