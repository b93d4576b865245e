#include "geo/segments.h"

/* Do they cross inside both? */
static bool cross(lc_xy a, lc_xy b, lc_xy c, lc_xy d, double *on_ab, double *on_cd) {
    double ux = b.x - a.x, uy = b.y - a.y, vx = d.x - c.x, vy = d.y - c.y, det = ux * vy - uy * vx;
    if (det == 0) return false;
    *on_ab = ((c.x - a.x) * vy - (c.y - a.y) * vx) / det;
    *on_cd = ((c.x - a.x) * uy - (c.y - a.y) * ux) / det;
    return *on_ab > 0 && *on_ab < 1 && *on_cd > 0 && *on_cd < 1;
}

/* Segments that do not cross are nearest at an end of one of them. */
double lc_segments_nearest(lc_xy a, lc_xy b, lc_xy c, lc_xy d, double *on_ab, double *on_cd) {
    if (cross(a, b, c, d, on_ab, on_cd)) return 0;
    const lc_xy end[4] = {a, b, c, d};
    double best = INFINITY;
    for (int k = 0; k < 4; k++) {
        bool of_ab = k < 2;
        lc_xy from = of_ab ? c : a, to = of_ab ? d : b;
        double t = lc_segment_share(from, to, end[k]);
        lc_xy q = lc_segment_at(from, to, t);
        double away = lc_length(end[k].x - q.x, end[k].y - q.y);
        if (!(away < best)) continue;
        best = away;
        *on_ab = of_ab ? k : t;
        *on_cd = of_ab ? t : k - 2;
    }
    return best;
}
