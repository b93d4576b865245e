#include "city/compounds.h"

#include <stdlib.h>

#include "base/memory.h"

void lc_compounds_free(lc_compounds *c) {
    if (!c) return;
    lc_zones_free(&c->zones);
    free(c->gate_of);
    free(c->gate);
    free(c->gate_xy);
    lc_geoms_free(&c->polygons);
    free(c);
}

static bool take_gates(lc_compounds *c, const lc_geoms *gates) {
    c->gate_xy = LC_NEW(lc_xy, gates->n);
    if (!c->gate_xy) return false;
    for (size_t g = 0; g < gates->n; g++) c->gate_xy[g] = gates->xy[gates->xy_of[gates->part_of[g]]];
    c->n_gates = gates->n;
    return true;
}

static bool keep_polygons(lc_compounds *c, const lc_geoms *polygons) {
    for (size_t g = 0; g < polygons->n; g++)
        if (!lc_geoms_copy(&c->polygons, polygons, g, polygons->feature[g])) return false;
    return true;
}

/* Give every compound the gates near its boundary; those without a gate are left out. */
static lc_status match(lc_context *ctx, const lc_geoms *compounds, lc_compounds *c) {
    size_t n = 0, cap = 0, cap_of = 0, cap_layers = 0, without = 0, unused = 0;
    bool *used = LC_NEW0(bool, c->n_gates);
    bool ok = used && LC_ROOM(c->gate_of, cap_of, 1);
    if (ok) c->gate_of[0] = 0;
    for (size_t g = 0; ok && g < compounds->n; g++) {
        lc_box box = lc_geom_box(compounds, g);
        size_t first = n;
        for (size_t k = 0; ok && k < c->n_gates; k++) {
            lc_xy p = c->gate_xy[k];
            /* a gate that the work CRS cannot show, NaN, is near to nothing */
            if (!(p.x >= box.x0 - LC_GATE_M && p.x <= box.x1 + LC_GATE_M && p.y >= box.y0 - LC_GATE_M &&
                  p.y <= box.y1 + LC_GATE_M))
                continue;
            if (lc_geom_outline_distance(compounds, g, p.x, p.y) > LC_GATE_M) continue;
            ok = LC_ROOM(c->gate, cap, n + 1);
            if (ok) c->gate[n++] = (uint32_t)k, used[k] = true;
        }
        if (n == first) {
            without++;
            continue;
        }
        ok = ok && lc_geoms_copy(&c->zones.geoms, compounds, g, compounds->feature[g]) &&
             LC_ROOM(c->gate_of, cap_of, c->zones.geoms.n + 1) &&
             LC_ROOM(c->zones.layers, cap_layers, c->zones.geoms.n);
        if (!ok) break;
        c->gate_of[c->zones.geoms.n] = n;
        c->zones.layers[c->zones.geoms.n - 1] = LC_LAYER_GATED;
    }
    for (size_t k = 0; ok && k < c->n_gates; k++) unused += !used[k];
    free(used);
    if (!ok) return lc_fail_memory(ctx);
    lc_warn_count(ctx, "compound_without_gate", "gated compounds without a gate within 20 m follow the general rule",
                  without);
    lc_warn_count(ctx, "gate_unused", "gates farther than 20 m from the boundary of every compound were not used",
                  unused);
    return lc_zones_index(ctx, &c->zones);
}

lc_status lc_compounds_new(lc_context *ctx, const lc_geoms *polygons, const lc_geoms *gates, lc_compounds **out) {
    lc_compounds *c = LC_NEW0(lc_compounds, 1);
    lc_status status =
        c && take_gates(c, gates) && keep_polygons(c, polygons) ? match(ctx, polygons, c) : lc_fail_memory(ctx);
    if (status == LC_OK)
        *out = c;
    else
        lc_compounds_free(c);
    return status;
}
