/* What matters about a layer for the part it is to play in a check. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "city/duplicates.h"
#include "city/links.h"
#include "city/raw_network.h"
#include "city/read_inputs.h"
#include "geo/geos.h"
#include "inspect/inspection.h"
#include "network/build.h"
#include "network/lines.h"

/* Features that have a geometry. */
static size_t count_features(const lc_geoms *geoms) {
    size_t n = 0;
    for (size_t g = 0; g < geoms->n; g++) n += g == 0 || geoms->feature[g] != geoms->feature[g - 1];
    return n;
}

static void set_extent(lc_inspection *out, const lc_geoms *lonlat) {
    out->extent = lc_box_empty();
    for (size_t i = 0; i < lonlat->n_xy; i++) lc_box_add(&out->extent, lonlat->xy[i].x, lonlat->xy[i].y);
}

static lc_status lay_crs(lc_context *ctx, const lc_geoms *lonlat, lc_inputs *in) {
    lc_xy centre = lc_work_crs_centre(lonlat);
    return lc_work_crs_new(ctx, centre.x, centre.y, &in->city->crs);
}

/* The length of all lines, walkable or not. */
static lc_status describe_lines(lc_inspection *out, const lc_geoms *lonlat, const lc_work_crs *crs) {
    lc_xy *xy = LC_NEW(lc_xy, lonlat->n_xy);
    double length = 0;
    if (!xy) return lc_fail_memory(out->ctx);
    if (lonlat->n_xy) memcpy(xy, lonlat->xy, lonlat->n_xy * sizeof *xy);
    lc_status status = lc_work_crs_project_many(out->ctx, crs, xy, lonlat->n_xy);
    for (size_t p = 0; status == LC_OK && p < lonlat->n_parts; p++)
        for (size_t i = lonlat->xy_of[p]; i + 1 < lonlat->xy_of[p + 1]; i++)
            length += lc_length(xy[i + 1].x - xy[i].x, xy[i + 1].y - xy[i].y);
    free(xy);
    if (status != LC_OK) return status;
    lc_found(out, "lines", "drawn", "%.1f km of lines", length / 1000);
    lc_found_number(out, "network", "lines_m", length, 1);
    return LC_OK;
}

static lc_status inspect_network(lc_inspection *out, const lc_city_options *o) {
    lc_city city = {0};
    lc_inputs in = {.city = &city};
    lc_paths paths = {0};
    lc_line_finds finds = {0};
    lc_context *ctx = out->ctx;
    lc_status status = lc_walk_rules_load(ctx, o->data_dir, &in.walk);
    if (status == LC_OK) status = lc_inputs_network(ctx, o, &in);
    if (status == LC_OK && in.prepared)
        status = lc_fail(ctx, LC_ERR_INPUT, "%s is a prepared network; look at what it was prepared from", o->network);
    if (status == LC_OK) {
        set_extent(out, &in.lines.geoms);
        out->fit = count_features(&in.lines.geoms);
        status = lay_crs(ctx, &in.lines.geoms, &in);
    }
    if (status == LC_OK) status = describe_lines(out, &in.lines.geoms, city.crs);
    if (status == LC_OK) status = lc_inputs_take_paths(ctx, &in, &paths, &finds);
    if (status == LC_OK) status = lc_inspect_network(out, &paths, city.crs, &in.noding, &finds);
    lc_paths_free(&paths);
    lc_line_finds_free(&finds);
    lc_inputs_free(&in);
    lc_city_clear(&city);
    return status;
}

static lc_status inspect_communities(lc_inspection *out, const lc_city_options *o) {
    lc_city city = {0};
    lc_inputs in = {.city = &city};
    lc_status status = lc_inputs_communities(out->ctx, o, &in);
    if (status == LC_OK) {
        set_extent(out, &city.shapes);
        out->fit = count_features(&city.shapes);
        status = lc_inspect_communities(out, &city, &in.planes);
    }
    lc_inputs_free(&in);
    lc_city_clear(&city);
    return status;
}

/* ------------------------------------------------------------- facilities */

/* What facilities are held against: read before them, and their CRS is used. */
typedef struct {
    lc_inputs in;
    lc_city city;
} against_t;

static lc_status read_against(lc_context *ctx, const lc_inspect_options *options, against_t *a) {
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    o.network = options->network;
    o.communities = options->communities;
    o.data_dir = options->data_dir;
    lc_status status = LC_OK;
    if (o.communities) status = lc_inputs_communities(ctx, &o, &a->in);
    if (status != LC_OK || (!o.network && !options->n_osm)) return status;
    status = lc_walk_rules_load(ctx, o.data_dir, &a->in.walk);
    if (status == LC_OK)
        status = o.network ? lc_inputs_network(ctx, &o, &a->in)
                           : lc_inspect_osm_read(ctx, options->osm, options->n_osm, &a->in);
    return status;
}

/* The work CRS is laid around the communities, else around the facilities themselves. */
static lc_status lay_network(lc_context *ctx, const lc_inspect_options *options, const lc_layer *facilities,
                             against_t *a) {
    lc_paths paths = {0};
    lc_status status = a->city.crs ? LC_OK : lay_crs(ctx, &facilities->geoms, &a->in);
    if (status != LC_OK || (!options->network && !options->n_osm)) return status;
    const lc_network_rules rules = {.min_component_m = 500, .island_gap_m = a->in.walk->island_gap_m};
    status = lc_inputs_take_paths(ctx, &a->in, &paths, NULL);
    if (status == LC_OK) status = lc_network_build(ctx, &paths, &rules, &a->city.network);
    lc_paths_free(&paths);
    return status;
}

static lc_status is_outside(lc_context *ctx, const lc_inputs *in, const lc_facilities *f, size_t g, bool *outside) {
    lc_xy p;
    lc_status status = lc_geom_point_on_surface(ctx, &f->geoms, g, &p);
    *outside = true;
    for (size_t c = 0; status == LC_OK && *outside && c < in->city->communities.n; c++)
        *outside = !lc_geom_contains(&in->city->communities, c, p.x, p.y);
    return status;
}

static lc_status find_outside(lc_inspection *out, const lc_inputs *in, const lc_facilities *f) {
    lc_found_problem *problem = NULL;
    size_t n = 0;
    for (size_t g = 0; g < f->geoms.n; g++) {
        bool outside;
        lc_status status = is_outside(out->ctx, in, f, g, &outside);
        if (status != LC_OK) return status;
        if (!outside) continue;
        n++;
        if (!problem)
            problem = lc_found_problem_of(out, LC_NOTE, "facility_outside", "facilities outside the communities",
                                          "good to have near the border; check the CRS when there are many", 0);
        if (!problem) return lc_fail_memory(out->ctx);
        lc_xy at = f->geoms.xy[f->geoms.xy_of[f->geoms.part_of[g]]];
        lc_work_crs_unproject(in->city->crs, &at, 1);
        problem->count++;
        lc_found_place(out, problem, at, "%s (%.6f, %.6f)", f->id[f->geoms.feature[g]], at.x, at.y);
    }
    if (problem && n == f->geoms.n) problem->severity = LC_WARNING;
    lc_found_number(out, "facilities", "outside", (double)n, 0);
    return LC_OK;
}

static void describe_areas(lc_inspection *out, const lc_facilities *f) {
    double least = INFINITY, most = 0;
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) {
        if (isnan(f->area_m2[i])) continue;
        least = fmin(least, f->area_m2[i]);
        most = fmax(most, f->area_m2[i]);
        n++;
    }
    if (n) lc_found(out, "areas", "areas", "%.0f to %.0f m2", least, most);
    lc_found_number(out, "facilities", "with_area", (double)n, 0);
    lc_found_number(out, "facilities", "area_least_m2", n ? least : NAN, 1);
    lc_found_number(out, "facilities", "area_most_m2", n ? most : NAN, 1);
}

static lc_status check_facilities(lc_inspection *out, const lc_inspect_options *options, const lc_source *source,
                                  lc_layer *layer, against_t *a) {
    lc_facilities f = {0};
    set_extent(out, &layer->geoms);
    lc_status status = lc_facilities_from_layer(out->ctx, lc_tr(out->ctx, "facility"), layer, source->dedupe != NULL,
                                                NULL, a->city.crs, &f);
    if (status != LC_OK) return status;
    out->fit = count_features(&f.geoms);
    describe_areas(out, &f);
    lc_links links = {0};
    status = lc_facilities_tell(out->ctx, &f);
    if (status == LC_OK && a->city.network)
        status = lc_links_find(out->ctx, &f, a->city.network, options->link_limit_m, &links);
    if (status == LC_OK && options->communities) status = find_outside(out, &a->in, &f);
    lc_links_free(&links);
    lc_facilities_free(&f);
    return status;
}

static lc_status inspect_facilities(lc_inspection *out, const lc_inspect_options *options, const lc_source *source,
                                    bool *against) {
    against_t a = {0};
    a.in.city = &a.city;
    lc_layer layer = {0};
    lc_context *ctx = out->ctx;
    *against = true;
    lc_status status = read_against(ctx, options, &a);
    lc_warnings_clear(&ctx->warnings); /* those are of the others */
    if (status == LC_OK) {
        const char *fields[LC_FACILITY_FIELDS] = {[LC_FACILITY_ID] = source->dedupe ? source->dedupe : "?id",
                                                  [LC_FACILITY_AREA] = source->area_field,
                                                  [LC_FACILITY_NAME] = "?name",
                                                  [LC_FACILITY_NAME_ZH] = "?名称"};
        lc_source placed = *source;
        lc_box near;
        if (lc_inputs_near(&a.in, &near)) placed.near = &near;
        *against = false;
        status = lc_layer_read(ctx, &placed, "facilities", LC_WANT_ALL, fields, LC_FACILITY_FIELDS, &layer);
    }
    if (status == LC_OK) {
        lc_warnings kept = ctx->warnings;
        ctx->warnings = (lc_warnings){0};
        *against = true;
        status = lay_network(ctx, options, &layer, &a);
        lc_warnings_clear(&ctx->warnings);
        ctx->warnings = kept;
    }
    if (status == LC_OK) {
        *against = false;
        status = check_facilities(out, options, source, &layer, &a);
    }
    if (status == LC_OK) status = lc_inspect_pois(out, options->data_dir, source);
    lc_layer_free(&layer);
    lc_inputs_free(&a.in);
    lc_city_clear(&a.city);
    return status;
}

lc_status lc_inspect_role(lc_inspection *out, const lc_inspect_options *options, const lc_source *source,
                          bool *against) {
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    o.data_dir = options->data_dir;
    *against = false;
    if (strcmp(out->role, "facilities") == 0) return inspect_facilities(out, options, source, against);
    if (strcmp(out->role, "network") == 0) {
        o.network = source->text;
        return inspect_network(out, &o);
    }
    o.communities = source->text;
    o.id_field = options->id_field;
    o.name_field = options->name_field;
    return inspect_communities(out, &o);
}
