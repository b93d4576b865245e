#include "city/demand_checks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/raster_cover.h"

static const double PEOPLE_PER_HA = 1e6; /* docs/definitions.md, "Coverage": more is no population */
static const double COVERED = 0.95;      /* of a community's area: less is told */

/* ---------------------------------------------------------------------------------------------------------- cells */

static double area_of(const lc_xy *p, size_t n) {
    double twice = 0;
    for (size_t i = 0; i < n; i++) {
        lc_xy a = p[i], b = p[(i + 1) % n];
        twice += (a.x - p[0].x) * (b.y - p[0].y) - (b.x - p[0].x) * (a.y - p[0].y);
    }
    return fabs(twice) / 2;
}

void lc_cell_check_begin(lc_context *ctx, const lc_inputs *in, const lc_source *source, const lc_cells *cells,
                         lc_cell_check *out) {
    lc_xy corner[4];
    for (int i = 0; i < 4; i++) corner[i] = cells->corner[i];
    lc_work_crs_project(in->city->crs, corner, 4);
    *out = (lc_cell_check){.ctx = ctx, .source = source, .cells = cells, .cell_ha = area_of(corner, 4) / 1e4};
}

static lc_status fail_cell(const lc_cell_check *c, size_t i, const char *why) {
    const lc_cells *cells = c->cells;
    char raw[40];
    snprintf(raw, sizeof raw, cells->is_float32 ? "%.9g" : "%.17g", (cells->value[i] - cells->offset) / cells->scale);
    return lc_fail(
        c->ctx, LC_ERR_INPUT,
        "demand: '%s': a cell of %s inside the communities cannot be a number of people (%s); if it stands for no "
        "data, say so: '%s|nodata=%s', or in the file: gdal_edit.py -a_nodata %s",
        c->source->text, raw, why, c->source->text, raw, raw);
}

lc_status lc_cell_check_one(lc_cell_check *c, size_t i) {
    char why[160];
    double value = c->cells->value[i];
    c->bytes_255 += value == c->cells->byte_255;
    if (value == c->cells->largest)
        return fail_cell(c, i, lc_tr(c->ctx, "it is the largest value that the raster's cells can have"));
    if (!(value > PEOPLE_PER_HA * c->cell_ha)) return LC_OK;
    snprintf(why, sizeof why, lc_tr(c->ctx, "%.3g people a hectare, cells have %.4g ha"), value / c->cell_ha,
             c->cell_ha);
    return fail_cell(c, i, why);
}

static double *community_areas(const lc_city *city) {
    double *area = LC_NEW0(double, city->n_communities);
    for (size_t g = 0; area && g < city->communities.n; g++)
        area[city->communities.feature[g]] += lc_geom_area(&city->communities, g);
    return area;
}

static lc_status tell_coarse(const lc_cell_check *check, const lc_inputs *in) {
    double cell_m2 = check->cell_ha * 1e4, *area = community_areas(in->city);
    if (!area) return lc_fail_memory(check->ctx);
    for (size_t c = 0; c < in->city->n_communities; c++)
        if (area[c] > 0 && area[c] < cell_m2)
            lc_warn(check->ctx, "raster_coarse",
                    "communities smaller than a cell of the population raster: it is chance how many cells have their "
                    "centre in them; take a finer raster, or buildings",
                    "%s: %.0f m2, a cell: %.0f m2", in->city->name[c], area[c], cell_m2);
    free(area);
    return LC_OK;
}

static lc_status tell_cover(const lc_cell_check *check, const lc_inputs *in) {
    const lc_city *city = in->city;
    double *covered = LC_NEW0(double, city->n_communities);
    lc_status status = covered ? LC_OK : lc_fail_memory(check->ctx);
    for (size_t g = 0; status == LC_OK && g < city->shapes.n; g++) {
        double share = 1;
        status = lc_cells_share(check->ctx, check->cells, &city->shapes, g, &share);
        covered[city->shapes.feature[g]] += share * lc_geom_area(&city->communities, g);
    }
    if (status == LC_OK) status = lc_demand_partial(check->ctx, in, covered);
    free(covered);
    return status;
}

lc_status lc_cell_check_end(const lc_cell_check *check, const lc_inputs *in) {
    if (check->bytes_255)
        lc_warn(
            check->ctx, "raster_255",
            "cells of 255 in a raster of bytes, which often stand for no data; if they do, say so with '|nodata=255'",
            "%s", lc_source_basename(check->source));
    if (check->bytes_255 > 1) lc_warn_count(check->ctx, "raster_255", "", check->bytes_255 - 1);
    lc_status status = tell_coarse(check, in);
    return status == LC_OK ? tell_cover(check, in) : status;
}

/* -------------------------------------------------------------------------------------------------- any source */

static void take_least(const lc_indicator_def *indicator, double *least) {
    for (size_t r = 0; indicator->denominator == LC_POPULATION && r < indicator->n_rules; r++)
        *least = fmin(*least, indicator->rules[r].distance_m);
}

double lc_demand_least_distance(const lc_inputs *in) {
    double least = INFINITY;
    for (size_t k = 0; k < in->n_profiles; k++)
        for (size_t i = 0; i < in->profile[k]->n_indicators; i++) take_least(&in->profile[k]->indicators[i], &least);
    return least;
}

lc_status lc_demand_partial(lc_context *ctx, const lc_inputs *in, const double *covered_m2) {
    const lc_city *city = in->city;
    double *area = community_areas(city), whole = 0, covered = 0;
    if (!area) return lc_fail_memory(ctx);
    for (size_t c = 0; c < city->n_communities; c++) {
        whole += area[c];
        covered += fmin(covered_m2[c], area[c]);
    }
    for (size_t c = 0; c < city->n_communities; c++)
        if (covered_m2[c] < COVERED * area[c])
            lc_warn(
                ctx, "demand_partial",
                "communities that the demand's source covers only in part: who lives in the rest does not count; take "
                "a source of the whole city",
                "%s: %.1f %% of its area; all communities: %.1f %%", city->name[c], 100 * covered_m2[c] / area[c],
                100 * covered / whole);
    free(area);
    return LC_OK;
}
