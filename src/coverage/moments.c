#include "coverage/moments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"

static const double SLACK_M = 0.02; /* D at vertices is kept in single precision */
enum { LANES = LC_SAMPLES_LANES, COLUMNS = 6 };

void lc_moments_free(lc_moments *m) {
    free(m->of[0]);
    free(m->of[1]);
    free(m->column);
    *m = (lc_moments){0};
}

/* --------------------------------------------------------------------------------------------------------- nearest */

/* Segments in single precision, seen from the samples' origin: a point of each, where it is nearest to the centre of
   the box, and how far it reaches from there. */
typedef struct {
    size_t n;
    const float *x, *y, *ux, *uy, *back, *ahead;
} segments_t;

static segments_t lay_columns(lc_moments *m, const lc_candidate_segments *candidates, lc_xy origin) {
    size_t n = candidates->n;
    float *x = m->column, *y = x + n, *ux = y + n, *uy = ux + n, *back = uy + n, *ahead = back + n;
    for (size_t i = 0; i < n; i++) {
        x[i] = (float)(candidates->ax[i] + candidates->s[i] * candidates->ux[i] - origin.x);
        y[i] = (float)(candidates->ay[i] + candidates->s[i] * candidates->uy[i] - origin.y);
        ux[i] = (float)candidates->ux[i];
        uy[i] = (float)candidates->uy[i];
        back[i] = (float)-candidates->s[i];
        ahead[i] = (float)(candidates->length[i] - candidates->s[i]);
    }
    return (segments_t){n, x, y, ux, uy, back, ahead};
}

/* Which segment is nearest to each of n places, how far along it, and how far: LANES at a time. */
LC_VECTOR static void find_nearest(const segments_t *seg, const float *px, const float *py, size_t n, uint32_t *segment,
                                   float *out_s, float *out_leg) {
    for (size_t first = 0; first < n; first += LANES) {
        lc_v8 x, y, zero = {0}, best = zero + INFINITY, at = zero;
        lc_v8_mask which = {0};
        memcpy(&x, px + first, sizeof x);
        memcpy(&y, py + first, sizeof y);
        for (size_t i = 0; i < seg->n; i++) {
            lc_v8 dx = x - seg->x[i], dy = y - seg->y[i], back = zero + seg->back[i], ahead = zero + seg->ahead[i];
            lc_v8 s = dx * seg->ux[i] + dy * seg->uy[i];
            s = lc_v8_pick(s < back, back, s);
            s = lc_v8_pick(s > ahead, ahead, s);
            dx -= s * seg->ux[i];
            dy -= s * seg->uy[i];
            lc_v8 square = dx * dx + dy * dy;
            lc_v8_mask better = square < best;
            best = lc_v8_pick(better, square, best);
            at = lc_v8_pick(better, s, at);
            which = (better & (int32_t)i) | (~better & which);
        }
        memcpy(segment + first, &which, sizeof which);
        memcpy(out_s + first, &at, sizeof at);
        for (size_t k = 0; k < LANES; k++) out_leg[first + k] = sqrtf(best[k]);
    }
}

bool lc_moments_take(lc_moments *m, const lc_candidate_segments *candidates, lc_samples *samples) {
    for (int kind = 0; kind < 2; kind++) {
        if (!LC_ROOM(m->of[kind], m->cap[kind], candidates->n)) return false;
        for (size_t i = 0; i < candidates->n; i++) m->of[kind][i] = (lc_moment){0};
    }
    if (!LC_ROOM(m->column, m->cap_column, COLUMNS * candidates->n)) return false;
    if (!candidates->n) return true;
    segments_t seg = lay_columns(m, candidates, samples->origin);
    for (size_t k = samples->n; k % LANES; k++) samples->x[k] = samples->x[0], samples->y[k] = samples->y[0];
    find_nearest(&seg, samples->x, samples->y, samples->n, m->segment, m->s, m->leg);
    for (size_t k = 0; k < samples->n; k++) {
        lc_moment *to = &m->of[samples->residential[k]][m->segment[k]];
        float area = samples->area[k], s = m->s[k], leg = m->leg[k];
        to->area += area;
        to->s += area * s;
        to->leg += area * leg;
        to->ss += area * s * s;
        to->ll += area * leg * leg;
        to->sl += area * s * leg;
    }
    return true;
}

/* How many segments of a list run as segment i does, or the other way: it does itself. */
static size_t parallel(const lc_candidate_segments *candidates, size_t i) {
    static const double SAME_TURN = 1e-9;
    const double *ux = candidates->ux, *uy = candidates->uy, x = ux[i], y = uy[i];
    size_t n = 0;
    for (size_t j = 0; j < candidates->n; j++) n += fabs(ux[j] * y - uy[j] * x) <= SAME_TURN;
    return n;
}

/* Does segment j lie on segment i, in part at least? */
static bool lies_on(const lc_candidate_segments *candidates, size_t j, size_t i) {
    static const double SAME_M = 1e-6;
    double x = candidates->ax[j] - candidates->ax[i], y = candidates->ay[j] - candidates->ay[i], ux = candidates->ux[i],
           uy = candidates->uy[i];
    double from = ux * x + uy * y, off = ux * y - uy * x;
    double to = from + candidates->length[j] * (ux * candidates->ux[j] + uy * candidates->uy[j]);
    double end = off + candidates->length[j] * (ux * candidates->uy[j] - uy * candidates->ux[j]);
    return fabs(off) <= SAME_M && fabs(end) <= SAME_M && lc_max(from, to) > SAME_M &&
           lc_min(from, to) < candidates->length[i] - SAME_M;
}

/* Does D differ between a vertex and another one at its place, as where paths meet that are not joined? */
static bool differs(const lc_pass *pass, uint32_t v, lc_layers groups) {
    for (uint32_t u = pass->sites.coincident[v]; u != v; u = pass->sites.coincident[u]) {
        const float *a = pass->vert_d + (size_t)v * pass->n_groups, *b = pass->vert_d + (size_t)u * pass->n_groups;
        lc_layers left = groups;
        LC_EACH_GROUP(g, left) if (!(fabs((double)a[g] - (double)b[g]) <= SLACK_M)) return true;
    }
    return false;
}

bool lc_moments_doubled(const lc_moments *m, const lc_pass *pass, const lc_candidate_segments *candidates,
                        lc_layers groups) {
    for (size_t i = 0; i < candidates->n; i++) {
        if (!(m->of[0][i].area + m->of[1][i].area > 0)) continue;
        if (differs(pass, candidates->vert[i], groups) || differs(pass, candidates->vert[i] + 1, groups)) return true;
        if (parallel(candidates, i) < 2) continue;
        for (size_t j = 0; j < candidates->n; j++)
            if (j != i && lies_on(candidates, j, i)) return true;
    }
    return false;
}

/* ------------------------------------------------------------------------------------------------------------ sums */

/* What a segment has won: area, mean of s from its first end, and of the leg; and how far d is spread on either side of
   its mean where it is spread evenly and D falls along the segment, does not change, or rises. */
typedef struct {
    double area, s, leg, half[3];
    double along; /* how far s is spread on either side */
} won_t;

static won_t won_of(const lc_moment *m, double start, double rate, double each_m2) {
    double area = (double)m->area, per = 1 / area, s = (double)m->s * per, leg = (double)m->leg * per;
    double around = each_m2 / 12; /* variance of s and of the leg in what one sample stands for, a square */
    double ss = (lc_max(0, (double)m->ss * per - s * s) + around) * rate * rate;
    double ll = lc_max(0, (double)m->ll * per - leg * leg) + around;
    double sl = 2 * ((double)m->sl * per - s * leg) * rate;
    return (won_t){.area = area,
                   .s = start + s,
                   .leg = leg,
                   .half = {sqrt(3 * lc_max(0, ll + ss - sl)), sqrt(3 * ll), sqrt(3 * lc_max(0, ll + ss + sl))},
                   .along = sqrt(3 * ss) / rate};
}

/* A segment of the list and how D of the groups runs along it. */
typedef struct {
    const lc_pass *pass;
    const lc_candidate_segments *candidates;
    size_t i;
    const float *a, *b; /* D of the groups at its ends */
    double rate, walk;
} line_t;

static line_t line_of(const lc_pass *pass, const lc_candidate_segments *candidates, size_t i) {
    double rate = lc_candidate_segments_rate(pass, candidates, i);
    const float *a = pass->vert_d + (size_t)candidates->vert[i] * pass->n_groups;
    return (line_t){pass, candidates, i, a, a + pass->n_groups, rate, rate * candidates->length[i]};
}

/* Does D of a group run along the whole segment as one walks, up (1) or down (-1)? 0 where it has a breakpoint. */
static inline int sense_of(const line_t *line, size_t g) {
    double rise = (double)line->b[g] - (double)line->a[g];
    return fabs(rise - line->walk) <= SLACK_M ? 1 : fabs(rise + line->walk) <= SLACK_M ? -1 : 0;
}

/* D s metres along. */
static inline double d_at(const line_t *line, size_t g, int sense, double s) {
    return sense ? (double)line->a[g] + sense * line->rate * s
                 : lc_candidate_segments_along(line->pass, line->candidates, line->i, g, s);
}

/* Mean of D over what a segment has won where D has a breakpoint: by Simpson's rule. */
static double mean_along(const line_t *line, size_t g, const won_t *w, double *half) {
    double low = lc_max(w->s - w->along, 0), high = lc_min(w->s + w->along, line->candidates->length[line->i]);
    double from = d_at(line, g, 0, low), to = d_at(line, g, 0, high),
           slope = high > low ? (to - from) / (high - low) : 0;
    double steep = lc_min(fabs(slope) / line->rate, 1);
    *half = w->half[1] + steep * (w->half[slope < 0 ? 0 : 2] - w->half[1]);
    return (from + 4 * d_at(line, g, 0, w->s) + to) / 6;
}

/* ------------------------------------------------------------------------------------------------------------ sinks */

/* Where samples of one kind of land go. */
typedef struct {
    const lc_sums *sums;
    lc_layers groups;
    double scale;
    bool small; /* the demand is: bins are wide for it */
    lc_histogram histogram[LC_GROUPS_MAX];
    double area[LC_GROUPS_MAX], integral[LC_GROUPS_MAX];
} sink_t;

static void open_sink(sink_t *sink, const lc_sums *sums, const lc_samples *samples, lc_layers groups, double scale) {
    static const double SMALL_M2 = 300; /* of a large piece */
    sink->sums = sums;
    sink->small = samples->large_m2 < SMALL_M2;
    sink->groups = groups;
    sink->scale = scale;
    LC_EACH_GROUP(g, groups) {
        sink->histogram[g] = lc_tally_histogram(&sums->pass->group[g], sums->tally, sums->residential);
        sink->area[g] = sink->integral[g] = 0;
    }
}

static inline void put(sink_t *sink, size_t g, double area, double d, double half) {
    area *= sink->scale;
    sink->area[g] += area;
    sink->integral[g] += area * d;
    if (sink->small)
        lc_histogram_spread(&sink->histogram[g], area, d, lc_min(half, d));
    else
        lc_histogram_spread_many(&sink->histogram[g], area, d, lc_min(half, d));
}

/* All that is certain of points is that the distances around them are within the bounds of the box. */
static void close_sink(sink_t *sink, const double *low, const double *high) {
    lc_layers left = sink->groups;
    LC_EACH_GROUP(g, left) {
        double area = sink->area[g], integral = sink->integral[g],
               most = lc_min(high[g], sink->sums->pass->group[g].range_m);
        lc_sum_total(sink->sums, g, area, integral);
        lc_sum_doubt(sink->sums, g, 0, lc_max(lc_max(most * area - integral, integral - low[g] * area), 0));
    }
}

/* What a segment has won on one kind of land. */
typedef struct {
    const lc_moments *moments;
    const lc_samples *samples;
    line_t line;
    size_t kind;
    won_t won;
} winner_t;

/* Sample by sample; d rises by one metre across a path and by one along it. */
static void put_samples(sink_t *sink, const winner_t *w, size_t g, int sense) {
    const lc_moments *m = w->moments;
    const lc_samples *samples = w->samples;
    double start = w->line.candidates->s[w->line.i], share = w->line.a ? 0.5 : 0.25;
    for (size_t k = 0; k < samples->n; k++) {
        if (m->segment[k] != w->line.i || samples->residential[k] != w->kind) continue;
        double d = (double)m->leg[k], area = (double)samples->area[k];
        if (w->line.a) d += d_at(&w->line, g, sense, start + (double)m->s[k]);
        put(sink, g, area, d, sqrt(share * area));
    }
}

static void put_group(sink_t *sink, const winner_t *w, size_t g) {
    int sense = w->line.a ? sense_of(&w->line, g) : 0;
    double d = 0, half = w->won.half[1 + sense];
    if (w->won.area > w->samples->large_m2) {
        put_samples(sink, w, g, sense);
        return;
    }
    if (w->line.a) d = sense ? d_at(&w->line, g, sense, w->won.s) : mean_along(&w->line, g, &w->won, &half);
    put(sink, g, w->won.area, w->won.leg + d, half);
}

static void put_won(sink_t *sink, const lc_moments *m, const lc_pass *pass, const lc_candidate_segments *candidates,
                    const lc_samples *samples, size_t i, size_t kind) {
    const lc_moment *moment = &m->of[kind][i];
    lc_layers left = sink->groups;
    if (!(moment->area > 0)) return;
    winner_t w = {
        .moments = m, .samples = samples, .line = {.candidates = candidates, .i = i, .rate = 1}, .kind = kind};
    if (pass->vert_d) w.line = line_of(pass, candidates, i), left &= candidates->live[i];
    w.won = won_of(moment, candidates->s[i], w.line.rate, (samples->whole[0] + samples->whole[1]) / (double)samples->n);
    LC_EACH_GROUP(g, left) put_group(sink, &w, g);
}

void lc_moments_sum(const lc_moments *m, const lc_pass *pass, const lc_candidate_segments *candidates,
                    const lc_samples *samples, lc_layers groups, const double *low, const double *high, double *tally) {
    for (size_t kind = 0; kind < 2; kind++) {
        lc_sums sums = {.pass = pass, .tally = tally, .residential = kind != 0};
        lc_layers wanted = groups & (kind ? pass->all_groups : pass->stats_groups);
        if (!(samples->whole[kind] > 0) || !wanted) continue;
        sink_t sink;
        open_sink(&sink, &sums, samples, wanted, 1);
        for (size_t i = 0; i < candidates->n; i++) put_won(&sink, m, pass, candidates, samples, i, kind);
        close_sink(&sink, low, high);
    }
}

bool lc_moments_sum_inside(const lc_moments *m, const lc_sums *sums, const lc_candidate_segments *candidates,
                           const lc_samples *samples, lc_layers groups, double area) {
    double won = 0;
    for (size_t i = 0; i < candidates->n; i++)
        if (candidates->side[i] == LC_SIDE_IN) won += (double)m->of[0][i].area;
    if (!(won > 0)) return false;
    sink_t sink;
    open_sink(&sink, sums, samples, groups, area / won);
    for (size_t i = 0; i < candidates->n; i++)
        if (candidates->side[i] == LC_SIDE_IN) put_won(&sink, m, sums->pass, candidates, samples, i, 0);
    close_sink(&sink, sums->low, sums->high);
    return true;
}
