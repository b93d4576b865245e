#include "measure/network_reach.h"

#include <math.h>

#include "base/memory.h"
#include "network/access.h"

static bool is_walked(const lc_profile *profile) {
    for (size_t i = 0; i < profile->n_indicators; i++)
        if (profile->indicators[i].metric == LC_NETWORK) return true;
    return false;
}

/* Does any community, or any gate of a compound, through which it may be left, come within the limit of a path? Ends at
   the first, which as a rule is the first of all. */
static bool find_meeting(const lc_city *city, double limit_m, lc_accesses *scratch, bool *meets) {
    for (size_t g = 0; g < city->communities.n && !*meets; g++) {
        scratch->n = 0;
        if (!lc_access_shape(city->network, &city->communities, g, limit_m, scratch, meets)) return false;
    }
    for (size_t k = 0; city->compounds && k < city->compounds->n_gates && !*meets; k++) {
        lc_xy gate = city->compounds->gate_xy[k];
        scratch->n = 0;
        if (!isnan(gate.x) && !lc_access_point(city->network, gate.x, gate.y, limit_m, scratch, meets)) return false;
    }
    return true;
}

lc_status lc_network_meets(lc_context *ctx, const lc_city *city, double limit_m, bool *meets) {
    lc_accesses scratch = {0};
    *meets = false;
    bool ok = !city->network || city->network->n_segs == 0 || find_meeting(city, limit_m, &scratch, meets);
    lc_accesses_free(&scratch);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

static lc_box network_extent(const lc_city *city) {
    lc_box box = lc_box_empty();
    for (size_t v = 0; v < city->network->n_verts; v++) {
        lc_xy p = {city->network->vert[v].x, city->network->vert[v].y};
        lc_work_crs_unproject(city->crs, &p, 1);
        if (!isnan(p.x)) lc_box_add(&box, p.x, p.y);
    }
    return box;
}

static lc_status fail_elsewhere(lc_context *ctx, const lc_city *city, double limit_m) {
    lc_box here = lc_box_empty(), there = network_extent(city);
    for (size_t i = 0; i < city->shapes.n_xy; i++) lc_box_add(&here, city->shapes.xy[i].x, city->shapes.xy[i].y);
    return lc_fail(
        ctx, LC_ERR_INPUT,
        "no place of any community is within %g m of a path: the communities lie at lon %.4f to %.4f, lat %.4f "
        "to %.4f, the network at lon %.4f to %.4f, lat %.4f to %.4f; is it of another city, or are the axes "
        "or the CRS of one of them wrong?",
        limit_m, here.x0, here.x1, here.y0, here.y1, there.x0, there.x1, there.y0, there.y1);
}

lc_status lc_network_reach(lc_context *ctx, const lc_profile *profile, const lc_city *city, double limit_m) {
    const lc_network *network = city->network;
    if (!network || !is_walked(profile)) return LC_OK;
    if (network->n_segs == 0)
        return lc_fail(
            ctx, LC_ERR_INPUT,
            "the network has no path to walk on: %zu parts, %.0f m in all, were left out for being shorter than "
            "min_component_m (%g m); check the file, its filters and the walk rules",
            network->dropped_components, network->dropped_m, city->rules.min_component_m);
    bool meets;
    lc_status status = lc_network_meets(ctx, city, limit_m, &meets);
    return status != LC_OK || meets ? status : fail_elsewhere(ctx, city, limit_m);
}
