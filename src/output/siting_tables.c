/* Tables of a siting: CSV, GeoPackage. */
#include "base/memory.h"
#include "base/output.h"
#include "output/csv.h"
#include "output/siting_json.h"
#include "output/siting_write.h"

enum { DEMAND_DECIMALS = 3, RATIO_DECIMALS = 6, LONLAT_DECIMALS = 7, COST_DECIMALS = 2 };

static double *number(lc_table *t, const char *name, lc_column_type type, int decimals) {
    double *values = lc_table_number(t, name, NULL, type);
    if (values) lc_table_last(t)->decimals = decimals;
    return values;
}

/* What people ask for besides: where it is, and what is covered by then. */
static bool add_wide(const lc_siting *s, lc_table *t) {
    const char **name = lc_table_text(t, "name", NULL);
    double *lon = number(t, "lon", LC_COLUMN_REAL, LONLAT_DECIMALS);
    double *lat = number(t, "lat", LC_COLUMN_REAL, LONLAT_DECIMALS);
    double *covered = number(t, "covered", LC_COLUMN_REAL, lc_siting_decimals(s));
    double *share = number(t, "share", LC_COLUMN_REAL, RATIO_DECIMALS);
    if (!name || !lon || !lat || !covered || !share) return false;
    for (size_t i = 0; i < s->n; i++) {
        name[i] = s->site[i].name;
        lon[i] = s->site[i].lon;
        lat[i] = s->site[i].lat;
        covered[i] = s->curve[i + 1];
        share[i] = s->demand > 0 ? s->curve[i + 1] / s->demand : 0;
    }
    return true;
}

bool lc_table_sites(const lc_siting *s, bool wide, lc_table *t) {
    t->n_rows = s->n;
    double *rank = number(t, "rank", LC_COLUMN_INTEGER, 0);
    const char **id = lc_table_text(t, "id", NULL);
    double *gain = number(t, "gain", LC_COLUMN_REAL, lc_siting_decimals(s));
    double *alone = number(t, "alone", LC_COLUMN_REAL, lc_siting_decimals(s));
    double *cost = number(t, "cost", LC_COLUMN_REAL, COST_DECIMALS);
    const char **category = lc_table_text(t, "category", NULL);
    if (!rank || !id || !gain || !alone || !cost || !category) return false;
    for (size_t i = 0; i < s->n; i++) {
        rank[i] = (double)i + 1;
        id[i] = s->site[i].id;
        gain[i] = s->site[i].gain;
        alone[i] = s->site[i].alone;
        cost[i] = s->site[i].cost;
        category[i] = s->site[i].category;
    }
    return !wide || add_wide(s, t);
}

/* One row a piece of demand that is newly covered, with a point. */
static bool table_covered(const lc_siting *s, lc_table *t) {
    t->n_rows = s->n_covered;
    double *rank = number(t, "rank", LC_COLUMN_INTEGER, 0);
    const char **site = lc_table_text(t, "site", NULL), **indicator = lc_table_text(t, "indicator", NULL);
    double *weight = number(t, "weight", LC_COLUMN_REAL, DEMAND_DECIMALS);
    if (!rank || !site || !indicator || !weight) return false;
    for (size_t i = 0; i < s->n_covered; i++) {
        const lc_siting_covered *c = &s->covered[i];
        rank[i] = (double)c->site + 1;
        site[i] = s->site[c->site].id;
        indicator[i] = s->indicator[c->indicator].id;
        weight[i] = c->weight;
        if (!lc_geoms_begin(&t->geoms, LC_POINT, (uint32_t)i) || !lc_geoms_begin_part(&t->geoms) ||
            !lc_geoms_add(&t->geoms, c->lonlat.x, c->lonlat.y))
            return false;
    }
    return true;
}

lc_status lc_siting_write_csv(lc_context *ctx, const lc_siting *s, const char *path) {
    lc_table table = {0};
    lc_output output;
    lc_status status = lc_output_ending(ctx, path, ".csv");
    if (status == LC_OK && !lc_table_sites(s, true, &table)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_output_open(ctx, path, &output);
    if (status == LC_OK) {
        lc_csv_rows(output.file, &table);
        status = lc_output_commit(ctx, &output);
    }
    lc_table_free(&table);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- GeoPackage
 */

/* Sites of one kind of geometry: points in `sites`, polygons in `site_areas`. */
static bool pick_sites(const lc_siting *s, lc_geom_kind kind, lc_geoms *out) {
    for (size_t g = 0; g < s->shapes.n; g++)
        if (s->shapes.kind[g] == kind && !lc_geoms_copy(out, &s->shapes, g, s->shapes.feature[g])) return false;
    return true;
}

/* Every site as a point, whatever it is. */
static bool stand_sites(const lc_siting *s, lc_geoms *out) {
    for (size_t i = 0; i < s->n; i++)
        if (!lc_geoms_begin(out, LC_POINT, (uint32_t)i) || !lc_geoms_begin_part(out) ||
            !lc_geoms_add(out, s->site[i].lon, s->site[i].lat))
            return false;
    return true;
}

lc_status lc_siting_write_gpkg(lc_context *ctx, const lc_siting *s, const char *path) {
    lc_table sites = {0}, covered = {0};
    lc_geoms points = {0}, polygons = {0};
    lc_status status = lc_output_ending(ctx, path, ".gpkg");
    if (status == LC_OK && (!lc_table_sites(s, true, &sites) || !table_covered(s, &covered) ||
                            !stand_sites(s, &points) || !pick_sites(s, LC_POLYGON, &polygons)))
        status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        lc_layer_out layer[3] = {lc_table_layer(&sites, "sites", LC_POINT, &points, NULL)};
        size_t n = 1;
        if (polygons.n) layer[n++] = lc_table_layer(&sites, "site_areas", LC_POLYGON, &polygons, NULL);
        layer[n++] = lc_table_layer(&covered, "covered", LC_POINT, &covered.geoms, NULL);
        status = lc_layers_write(ctx, path, layer, n);
    }
    lc_geoms_free(&points);
    lc_geoms_free(&polygons);
    lc_table_free(&sites);
    lc_table_free(&covered);
    return status;
}
