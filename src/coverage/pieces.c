#include "coverage/pieces.h"

#include <math.h>

#include "coverage/place.h"

static const double SMALL_M2 = 150; /* at most, of a square around */
static const double SLACK_M = 0.02; /* D at vertices is kept in single precision */

/* A small piece: area, mean leg, how far d is spread on either side of its mean, and where along the segment the foot
   of the centroid is. */
typedef struct {
    double area, leg, half, share, walk;
    double slack; /* bound on the error of the integral */
    double steep; /* metres that D changes by along a metre, at most */
} small_t;

static small_t measure_line(const lc_pass *pass, const lc_piece *piece) {
    lc_xy c, a = pass->sites.vert[piece->nearest.vert], b = pass->sites.vert[piece->nearest.vert + 1];
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    const double *e = pass->sites.vert_e;
    small_t s = {.area = lc_convex_moments(&piece->shape, &c)};
    s.leg = lc_max(0, lc_element_distance(&piece->nearest, c));
    s.share = lc_min(lc_max(((c.x - a.x) * dx + (c.y - a.y) * dy) / square, 0), 1);
    s.walk = e ? e[piece->nearest.vert + 1] - e[piece->nearest.vert] : sqrt(square);
    s.steep = s.walk / sqrt(square);
    s.slack = SLACK_M * s.area;
    s.half = sqrt(0.5 * s.area); /* d rises by one metre across a path and by one along it */
    return s;
}

static small_t measure_end(const lc_piece *piece) {
    lc_cone cone = lc_cone_of(&piece->shape, (lc_xy){piece->nearest.a, piece->nearest.b}, piece->reach);
    small_t s = {0};
    s.area = lc_cone_within(&cone, INFINITY, &s.leg);
    s.leg /= s.area;
    s.half = sqrt(0.25 * s.area);
    s.slack = cone.slack;
    return s;
}

/* D of a group at the foot: linear along the segment where it rises by as much as one walks there; *slack: bound on the
   error of its mean where it does not. */
static double d_at_foot(const lc_pass *pass, const lc_piece *piece, size_t g, const small_t *s, double *slack) {
    uint32_t v = piece->nearest.vert;
    *slack = 0;
    const float *d = pass->vert_d + (size_t)v * pass->n_groups + g;
    if (piece->nearest.kind == LC_ELEMENT_END)
        return pass->sites.coincident[v] == v ? (double)d[0] : lc_vertex_d(pass, &pass->group[g], v);
    double a = (double)d[0], b = (double)d[pass->n_groups];
    if (fabs(fabs(a - b) - s->walk) <= SLACK_M) return a + s->share * (b - a);
    *slack = s->steep * 2 * piece->radius;
    return lc_group_d(&pass->group[g], v, s->share);
}

static bool sum_small(const lc_sums *sums, const lc_partition *part, const lc_piece *piece, lc_layers groups,
                      lc_envelope *room) {
    const lc_pass *pass = sums->pass;
    small_t s = piece->nearest.kind == LC_ELEMENT_LINE ? measure_line(pass, piece) : measure_end(piece);
    double across = lc_max(4, 2 * (1 + s.steep)) * piece->radius; /* d differs by less over the piece */
    lc_layers exact = 0;
    if (!(s.area > 0)) return true;
    LC_EACH_GROUP(g, groups) {
        double bend, mean = s.leg + d_at_foot(pass, piece, g, &s, &bend), range = pass->group[g].range_m;
        bool probed = sums->probe && (bend > 0 || lc_sum_probes_between(sums, g, mean - across, mean + across));
        if (mean + across <= range && !probed) {
            lc_sum_total(sums, g, s.area, s.area * mean);
            lc_sum_doubt(sums, g, 0, s.slack + bend * s.area);
            lc_sum_spread(sums, g, s.area, mean, lc_min(s.half, mean));
            lc_sum_probed(sums, g, s.area, mean, mean);
        } else if (mean - across <= range) {
            exact |= (lc_layers)1 << g;
        }
    }
    return !exact || lc_sum_piece(sums, part, piece, exact, room);
}

bool lc_sum_distances(const lc_sums *sums, const lc_partition *part, lc_layers groups, lc_envelope *room,
                      lc_stats *work) {
    lc_sums distances = *sums;
    distances.no_limits = true;
    distances.combining = NULL;
    double small_m2 = lc_min(SMALL_M2, sums->large_m2);
    bool ok = true, network = sums->pass->vert_d != NULL;
    work->cells++;
    work->pieces += part->n;
    for (size_t i = 0; ok && i < part->n; i++) {
        const lc_piece *piece = &part->piece[i];
        bool small = network && piece->tie < 0 && 2 * piece->radius * piece->radius < small_m2;
        ok = small ? sum_small(&distances, part, piece, groups, room)
                   : lc_sum_piece(&distances, part, piece, groups, room);
    }
    return ok && lc_sum_slivers(&distances, part, groups, room);
}
