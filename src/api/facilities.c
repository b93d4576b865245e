#include "api/facilities.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/geos.h"

void lc_facilities_free(lc_facilities *f) {
    free(f->category);
    lc_geoms_free(&f->geoms);
    for (size_t i = 0; f->id && i < f->n; i++) free(f->id[i]);
    free(f->id);
    free(f->area_m2);
    lc_accesses_free(&f->links);
    free(f->link_of);
    *f = (lc_facilities){0};
}

static bool measure_areas(lc_facilities *f) {
    f->area_m2 = LC_NEW(double, f->n);
    if (!f->area_m2) return false;
    for (size_t i = 0; i < f->n; i++) f->area_m2[i] = NAN;
    for (size_t g = 0; g < f->geoms.n; g++) {
        if (f->geoms.kind[g] != LC_POLYGON) continue;
        double *area = &f->area_m2[f->geoms.feature[g]];
        *area = (isnan(*area) ? 0 : *area) + lc_geom_area(&f->geoms, g);
    }
    return true;
}

/* Drop geometries that the work CRS cannot show: they are on the other side of the globe. */
static lc_status project(lc_context *ctx, const char *category, lc_geoms *geoms, const lc_work_crs *crs) {
    lc_work_crs_project(crs, geoms->xy, geoms->n_xy);
    lc_geoms kept = {0};
    size_t lost = 0;
    for (size_t i = 0; i < geoms->n_xy; i++) lost += isnan(geoms->xy[i].x) ? 1 : 0;
    if (!lost) return LC_OK;
    for (size_t g = 0; g < geoms->n; g++) {
        bool far = false;
        for (size_t i = geoms->xy_of[geoms->part_of[g]]; i < geoms->xy_of[geoms->part_of[g + 1]]; i++)
            far = far || isnan(geoms->xy[i].x);
        if (far) {
            lc_warn(ctx, "far_away", "facilities too far from the communities to be measured were left out", "%s",
                    category);
        } else if (!lc_geoms_copy(&kept, geoms, g, geoms->feature[g])) {
            lc_geoms_free(&kept);
            return lc_fail_memory(ctx);
        }
    }
    lc_geoms_free(geoms);
    *geoms = kept;
    return LC_OK;
}

/* Put each area feature as a point on the surface of its largest polygon. */
static lc_status areas_to_points(lc_context *ctx, lc_facilities *f) {
    lc_geoms points = {0};
    lc_status status = LC_OK;
    for (size_t g = 0, end; g < f->geoms.n; g = end) {
        size_t largest = g;
        for (end = g + 1; end < f->geoms.n && f->geoms.feature[end] == f->geoms.feature[g]; end++)
            if (lc_geom_area(&f->geoms, end) > lc_geom_area(&f->geoms, largest)) largest = end;
        lc_xy p;
        status = lc_geom_point_on_surface(ctx, &f->geoms, largest, &p);
        if (status != LC_OK) goto done;
        if (!lc_geoms_begin(&points, LC_POINT, f->geoms.feature[g]) || !lc_geoms_begin_part(&points) ||
            !lc_geoms_add(&points, p.x, p.y)) {
            status = lc_fail_memory(ctx);
            goto done;
        }
    }
    lc_geoms_free(&f->geoms);
    f->geoms = points;
    points = (lc_geoms){0};
done:
    lc_geoms_free(&points);
    return status;
}

lc_status lc_facilities_from_osm(lc_context *ctx, const lc_category_def *def, lc_osm_features *features,
                                 const lc_work_crs *crs, lc_facilities *out) {
    lc_facilities f = {.category = lc_strdup(def->name),
                       .known = true,
                       .geoms = features->geoms,
                       .n = features->n,
                       .id = features->id};
    lc_status status;
    if (features->incomplete)
        lc_warn_count(ctx, "area_incomplete", "areas with nodes or ways missing from the extract were left out",
                      features->incomplete);
    for (size_t i = 0; features->name && i < features->n; i++) free(features->name[i]);
    free(features->name);
    free(features->object);
    *features = (lc_osm_features){0};
    status = f.category ? project(ctx, def->name, &f.geoms, crs) : lc_fail_memory(ctx);
    if (status == LC_OK && !measure_areas(&f)) status = lc_fail_memory(ctx);
    if (status == LC_OK && def->areas == LC_AREAS_AS_POINTS) status = areas_to_points(ctx, &f);
    if (status == LC_OK) {
        *out = f;
        f = (lc_facilities){0};
    }
    lc_facilities_free(&f);
    return status;
}

lc_status lc_facilities_from_layer(lc_context *ctx, const char *category, lc_layer *layer, const lc_work_crs *crs,
                                   lc_facilities *out) {
    lc_facilities f = {.category = lc_strdup(category), .known = true, .geoms = layer->geoms, .n = layer->n_features};
    lc_status status = LC_OK;
    layer->geoms = (lc_geoms){0};
    f.id = LC_NEW0(char *, f.n);
    if (!f.category || !f.id) goto memory;
    for (size_t i = 0; i < f.n; i++) {
        const char *id = lc_layer_value(layer, 0, i);
        f.id[i] = id ? lc_strdup(id) : lc_sprintf("%zu", i + 1);
        if (!f.id[i]) goto memory;
    }
    status = project(ctx, category, &f.geoms, crs);
    if (status != LC_OK) goto done;
    if (!measure_areas(&f)) goto memory;
    for (size_t i = 0; i < f.n; i++)
        if (isnan(f.area_m2[i])) f.area_m2[i] = lc_layer_number(layer, 1, i);
    *out = f;
    f = (lc_facilities){0};
    goto done;
memory:
    status = lc_fail_memory(ctx);
done:
    lc_layer_free(layer);
    lc_facilities_free(&f);
    return status;
}

lc_status lc_facilities_link(lc_context *ctx, lc_facilities *f, const lc_network *net, double limit_m) {
    f->link_of = LC_NEW(size_t, f->geoms.n + 1);
    if (!f->link_of) return lc_fail_memory(ctx);
    for (size_t g = 0; g < f->geoms.n; g++) {
        bool linked, ok;
        f->link_of[g] = f->links.n;
        if (f->geoms.kind[g] == LC_POINT) {
            lc_xy p = f->geoms.xy[f->geoms.xy_of[f->geoms.part_of[g]]];
            ok = lc_access_point(net, p.x, p.y, limit_m, &f->links, &linked);
        } else {
            ok = lc_access_shape(net, &f->geoms, g, limit_m, &f->links, &linked);
        }
        if (!ok) return lc_fail_memory(ctx);
        if (!linked)
            lc_warn(ctx, "facility_unlinked",
                    "facilities farther than the link limit from any path serve nobody on foot", "%s %s", f->category,
                    f->id[f->geoms.feature[g]]);
    }
    f->link_of[f->geoms.n] = f->links.n;
    return LC_OK;
}

bool lc_facility_passes(const lc_facilities *facilities, size_t f, const lc_rule *rule) {
    double area = facilities->area_m2[f];
    if (!isnan(rule->min_area_m2) && !(area >= rule->min_area_m2)) return false;
    if (!isnan(rule->max_area_m2) && !(area <= rule->max_area_m2)) return false;
    return true;
}

/* A point that stands for geometry g. */
static lc_status anchor_of(lc_context *ctx, const lc_geoms *geoms, size_t g, lc_xy *p) {
    if (geoms->kind[g] == LC_POLYGON) return lc_geom_point_on_surface(ctx, geoms, g, p);
    *p = geoms->xy[geoms->xy_of[geoms->part_of[g]]];
    return LC_OK;
}

lc_status lc_facilities_count(lc_context *ctx, const lc_facilities *f, const bool *use, const lc_geoms *communities,
                              const lc_index *index, size_t *count, size_t stride) {
    lc_items hits = {0};
    lc_status status = LC_OK;
    for (size_t g = 0; g < f->geoms.n; g++) {
        lc_xy p;
        if (g && f->geoms.feature[g] == f->geoms.feature[g - 1]) continue; /* parts count together */
        if (use && !use[f->geoms.feature[g]]) continue;
        status = anchor_of(ctx, &f->geoms, g, &p);
        if (status != LC_OK) goto done;
        lc_box box = {p.x, p.y, p.x, p.y};
        if (!lc_index_search(index, &box, &hits)) {
            status = lc_fail_memory(ctx);
            goto done;
        }
        uint32_t last = UINT32_MAX; /* a community of several polygons counts once */
        for (size_t i = 0; i < hits.n; i++) {
            uint32_t community = communities->feature[hits.item[i]];
            if (community == last || !lc_geom_contains(communities, hits.item[i], p.x, p.y)) continue;
            count[community * stride]++;
            last = community;
        }
    }
done:
    free(hits.item);
    return status;
}
