#include "city/edit_outcomes.h"

#include <math.h>

size_t lc_edit_outcomes(const lc_edit *e) {
    size_t n = e->op <= LC_EDIT_MOVE ? 1 : e->end_geom - e->first_geom;
    return n ? n : 1;
}

lc_status lc_edit_outcome_check(lc_context *ctx, const lc_edit *e, const lc_edit_outcome *o, double margin_m) {
    if (o->done) return LC_OK;
    if (o->why) return lc_edit_fail(ctx, e, "%s", o->why);
    return lc_edit_fail(ctx, e,
                        "it lies farther than about %.0f m from every community, and changes nothing; check its "
                        "coordinates and its CRS",
                        margin_m);
}

lc_status lc_edit_fail_far(lc_context *ctx, const lc_edit *e) {
    return lc_edit_fail(ctx, e, "it lies too far from the communities");
}

lc_status lc_edit_fail_several(lc_context *ctx, const lc_edit *e, size_t n) {
    return lc_edit_fail(ctx, e, "%zu facilities of %s have the id '%s'; remove them and add one", n, e->category,
                        e->id);
}

bool lc_edit_same_stand(lc_xy a, lc_xy b) {
    static const double SAME = 2e-5; /* degrees, about 2 m */
    double along = fabs(remainder(a.x - b.x, 360)) * cos(a.y * acos(-1) / 180);
    return !(along > SAME) && !(fabs(a.y - b.y) > SAME);
}
