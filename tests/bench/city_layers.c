/* A made city as shapefiles. */
#include <stdlib.h>

#include "base/memory.h"
#include "city.h"
#include "output/write_layer.h"

enum { COMMUNITIES_APART = 1000000 }; /* first ids of two cities of a country */

static bool add_way(lc_geoms *g, const city_t *c, const city_way *way, lc_geom_kind kind, size_t feature) {
    if (!lc_geoms_begin(g, kind, (uint32_t)feature) || !lc_geoms_begin_part(g)) return false;
    for (size_t k = 0; k < way->n_refs; k++) {
        lc_xy p = c->node[c->ref[way->ref + k]];
        if (!lc_geoms_add(g, p.x, p.y)) return false;
    }
    return true;
}

static const char *tag_of(const city_t *c, const city_way *way, size_t t) {
    return t < way->n_tags ? c->tag[way->tag + t].value : NULL;
}

static lc_status write(lc_context *ctx, const lc_work_crs *crs, const char *folder, const char *name, lc_geom_kind kind,
                       lc_geoms *g, size_t n, const lc_column *column, size_t n_columns) {
    char *path = lc_sprintf("%s/%s.shp", folder, name);
    if (!path) return lc_fail_memory(ctx);
    lc_work_crs_unproject(crs, g->xy, g->n_xy);
    lc_layer_out layer = {
        .name = name, .kind = kind, .geoms = g, .n_features = n, .columns = column, .n_columns = n_columns};
    lc_status status = lc_layers_write(ctx, path, &layer, 1);
    free(path);
    return status;
}

/* The ways of one use (and, for facilities, one kind) as a layer with their first tag as `type`. */
static lc_status write_ways(lc_context *ctx, const city_t *c, const lc_work_crs *crs, const char *folder,
                            const char *name, city_use use, size_t kind, lc_geom_kind shape) {
    lc_geoms g = {0};
    const char **type = LC_NEW(const char *, c->n_ways);
    size_t n = 0;
    bool ok = type != NULL;
    for (size_t w = 0; ok && w < c->n_ways; w++) {
        const city_way *way = &c->way[w];
        if (way->use != use || way->kind != kind) continue;
        type[n] = tag_of(c, way, 0);
        ok = add_way(&g, c, way, shape, n++);
    }
    lc_column column = {.name = "type", .type = LC_COLUMN_TEXT, .text = type};
    lc_status status = ok ? write(ctx, crs, folder, name, shape, &g, n, &column, 1) : lc_fail_memory(ctx);
    lc_geoms_free(&g);
    free(type);
    return status;
}

static lc_status write_communities(lc_context *ctx, const city_t *c, const lc_work_crs *crs, const char *folder) {
    lc_geoms g = {0};
    double *id = LC_NEW(double, c->n_communities);
    bool ok = id != NULL;
    for (size_t i = 0; ok && i < c->communities.n; i++)
        ok = lc_geoms_copy(&g, &c->communities, i, c->communities.feature[i]);
    for (size_t i = 0; ok && i < c->n_communities; i++) id[i] = (double)(c->number * COMMUNITIES_APART + i + 1);
    lc_column column = {.name = "id", .type = LC_COLUMN_INTEGER, .number = id};
    lc_status status =
        ok ? write(ctx, crs, folder, "communities", LC_POLYGON, &g, c->n_communities, &column, 1) : lc_fail_memory(ctx);
    lc_geoms_free(&g);
    free(id);
    return status;
}

lc_status city_write_layers(lc_context *ctx, const city_t *c, const lc_work_crs *crs, const char *folder, bool all) {
    lc_status status = write_communities(ctx, c, crs, folder);
    if (!all) return status;
    if (status == LC_OK) status = write_ways(ctx, c, crs, folder, "roads", CITY_PATH, 0, LC_LINE);
    if (status == LC_OK) status = write_ways(ctx, c, crs, folder, "residential", CITY_LAND, 0, LC_POLYGON);
    for (size_t k = 0; status == LC_OK && k < CITY_KINDS; k++)
        status = write_ways(ctx, c, crs, folder, city_kinds[k].category, CITY_FACILITY, k,
                            city_kinds[k].most_m > 0 ? LC_POLYGON : LC_POINT);
    return status;
}
