#include "city/demand_source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "city/demand_checks.h"
#include "city/osm_source.h"
#include "city/shared.h"
#include "city/spread.h"
#include "geo/geos.h"
#include "geo/index.h"
#include "geo/inside_area.h"
#include "source/osm_select.h"
#include "source/raster.h"

/* What a source gives, as it is read. */
typedef struct gathering {
    lc_context *ctx;
    lc_inputs *in;
    lc_demand_ask ask;
    lc_gathering places;
    lc_spread *spread; /* what it gives instead of places */
    double least_m;    /* the smallest distance that is asked for */
    size_t coarse;     /* polygons that reach farther than that from their point */
} gathering;

/* Features that carry weight: of a layer whose field 0 is the weight and field 1 the floors, or of an extract. */
typedef struct carriers {
    const char *file;
    const lc_layer *layer; /* NULL: of an extract */
    const lc_osm_features *features;
    const char *floors_tag;
    bool weighted, floored; /* there is a field of weights, of floors */
} carriers;

static lc_status add_place(gathering *g, lc_xy p, double weight) {
    return lc_gathering_add(g->ctx, &g->places, p, weight);
}

/* ---------------------------------------------------------------------------------------------------------- weights */

/* The number of a feature in its source, from 1. */
static size_t number_of(const carriers *from, size_t feature) {
    return from->layer ? lc_layer_feature_number(from->layer, feature) : feature + 1;
}

static double floors_of(gathering *g, const carriers *from, size_t feature) {
    const char *text = NULL;
    if (from->layer)
        text = lc_layer_value(from->layer, 1, feature);
    else if (from->floors_tag)
        text = lc_osm_tag(&from->features->object[feature], from->floors_tag);
    double floors = 1;
    if (!text || lc_number_is_blank(text)) return floors;
    if (lc_number_read(text, &floors) && floors > 0 && floors <= LC_WEIGHT_MOST) return floors;
    lc_warn(g->ctx, "floors_not_a_number", "numbers of floors that are no number above 0 count as 1", "%s: '%s'",
            from->layer ? from->file : from->features->id[feature], text);
    return 1;
}

/* The weight of a feature, 0 when it has none that counts. */
static double weight_of(gathering *g, const carriers *from, size_t feature, double footprint_m2) {
    if (!from->weighted) return footprint_m2 * floors_of(g, from, feature);
    double weight = lc_layer_number(from->layer, 0, feature);
    if (weight >= 0 && weight <= LC_WEIGHT_MOST) return weight;
    const char *text = lc_layer_value(from->layer, 0, feature);
    static const char message[] =
        LC_TEXT("places whose weight is missing, negative, above 1e15 or no number were left out");
    if (text)
        lc_warn(g->ctx, "place_without_weight", message, "%s, feature number %zu: %s", from->file,
                number_of(from, feature), text);
    else
        lc_warn(g->ctx, "place_without_weight", message, "%s, feature number %zu: no value", from->file,
                number_of(from, feature));
    return 0;
}

/* --------------------------------------------------------------------------------------------------------- features */

static bool is_far(const lc_geoms *geoms, size_t g) {
    for (size_t i = geoms->xy_of[geoms->part_of[g]]; i < geoms->xy_of[geoms->part_of[g + 1]]; i++)
        if (isnan(geoms->xy[i].x)) return true; /* the work CRS cannot show it */
    return false;
}

/* Whoever lives at the far end of a large polygon is measured from its point. */
static void tell_coarse(gathering *g, const carriers *from, const lc_geoms *geoms, size_t polygon, lc_xy p) {
    double reach = 0;
    for (size_t i = geoms->xy_of[geoms->part_of[polygon]]; i < geoms->xy_of[geoms->part_of[polygon + 1]]; i++)
        reach = fmax(reach, lc_length(geoms->xy[i].x - p.x, geoms->xy[i].y - p.y));
    if (!(reach > g->least_m)) return;
    g->coarse++;
    lc_warn(g->ctx, "demand_coarse",
            "places larger than the distances that are asked: all of their weight stands at one point; lay it over "
            "them with "
            "'|spread=area', or give smaller areas, buildings or a raster",
            "%s, feature number %zu: reaches %.0f m from its point, %g m are asked", from->file,
            number_of(from, geoms->feature[polygon]), reach, g->least_m);
}

/* A building of the polygons among first .. end - 1; points are passed over. */
static lc_status add_building(gathering *g, const carriers *from, const lc_geoms *geoms, size_t first, size_t end) {
    double footprint = 0, most = -1;
    size_t largest = first;
    for (size_t i = first; i < end; i++) {
        double area = geoms->kind[i] == LC_POLYGON ? lc_geom_area(geoms, i) : -1;
        if (area > 0) footprint += area;
        if (area > most) most = area, largest = i;
    }
    double weight = weight_of(g, from, geoms->feature[first], footprint);
    if (!(weight > 0)) return LC_OK;
    lc_box box = lc_geom_box(geoms, largest);
    bool meets;
    lc_status status = lc_gathering_meets(g->ctx, &g->places, &box, &meets);
    if (status != LC_OK) return status;
    if (!meets) { /* spares finding its point */
        g->places.outside++;
        return LC_OK;
    }
    lc_xy p;
    status = lc_geom_point_on_surface(g->ctx, geoms, largest, &p);
    size_t inside = g->places.places.n;
    if (status == LC_OK) status = add_place(g, p, weight);
    if (status == LC_OK && g->places.places.n > inside) tell_coarse(g, from, geoms, largest, p);
    return status;
}

static lc_status add_point(gathering *g, const carriers *from, const lc_geoms *geoms, size_t first, size_t end) {
    double weight = from->weighted ? weight_of(g, from, geoms->feature[first], 0) : 1;
    if (!(weight > 0)) return LC_OK;
    if (end - first > 1)
        lc_warn(g->ctx, "place_multipart", "places of several points stand at the first one", "%s, feature number %zu",
                from->file, number_of(from, geoms->feature[first]));
    return add_place(g, geoms->xy[geoms->xy_of[geoms->part_of[first]]], weight);
}

/* Without a weight field a point is one household or address; square metres and addresses do not add up. */
static lc_status check_unweighted(gathering *g, const carriers *from, const lc_geoms *geoms) {
    const lc_layer_whole *whole = from->layer ? from->layer->whole : NULL;
    bool points = whole && !from->weighted && whole->kinds & LC_WANT_POINTS;
    bool polygons = whole && !from->weighted && whole->kinds & LC_WANT_POLYGONS;
    for (size_t i = 0; !whole && i < geoms->n && !from->weighted; i++) {
        points = points || geoms->kind[i] == LC_POINT;
        polygons = polygons || geoms->kind[i] == LC_POLYGON;
    }
    if (points && polygons)
        return lc_fail(
            g->ctx, LC_ERR_INPUT,
            "demand: %s has points and polygons, whose counts and square metres do not add up; name the field "
            "of their weight with --weight-field",
            from->file);
    if (points && from->floored)
        return lc_fail(g->ctx, LC_ERR_INPUT,
                       "demand: the points of %s have no floors; name the field of their weight with --weight-field "
                       "instead of --floors-field",
                       from->file);
    if (points)
        lc_warn(g->ctx, "point_weighs_one",
                "points without a weight field, which weigh 1 each; --weight-field names one", "%s", from->file);
    return LC_OK;
}

static lc_status add_features(gathering *g, const carriers *from, lc_geoms *geoms) {
    lc_status status = check_unweighted(g, from, geoms);
    if (status == LC_OK) status = lc_work_crs_project_many(g->ctx, g->in->city->crs, geoms->xy, geoms->n_xy);
    for (size_t i = 0, end; i < geoms->n && status == LC_OK; i = end) {
        bool building = false, far = false;
        for (end = i; end < geoms->n && geoms->feature[end] == geoms->feature[i]; end++) {
            building = building || geoms->kind[end] == LC_POLYGON;
            far = far || is_far(geoms, end);
        }
        if (far)
            g->places.outside++;
        else
            status = (building ? add_building : add_point)(g, from, geoms, i, end);
        if (status == LC_OK && i % 4096 == 0) status = lc_progress(g->ctx, (double)i / (double)geoms->n);
    }
    return status;
}

/* Large areas tile a city, census blocks do: where they are missing, people are. */
static lc_status tell_cover(gathering *g, const lc_geoms *geoms) {
    const lc_city *city = g->in->city;
    double *covered = LC_NEW0(double, city->n_communities);
    lc_status status =
        covered ? lc_inside_area(g->ctx, geoms, &city->communities, city->valid, covered) : lc_fail_memory(g->ctx);
    if (status == LC_OK) status = lc_demand_partial(g->ctx, g->in, covered);
    free(covered);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- spread */

/* The weight of every feature; of one that the work CRS cannot show, none. */
static double *weights_of(gathering *g, const carriers *from, const lc_geoms *geoms, size_t n) {
    double *weight = LC_NEW0(double, n);
    for (size_t i = 0, end; weight && i < geoms->n; i = end) {
        double footprint = 0;
        bool far = false;
        for (end = i; end < geoms->n && geoms->feature[end] == geoms->feature[i]; end++) {
            footprint += lc_geom_area(geoms, end);
            far = far || is_far(geoms, end);
        }
        if (far)
            g->places.outside++;
        else
            weight[geoms->feature[i]] = weight_of(g, from, geoms->feature[i], footprint);
    }
    return weight;
}

/* Without those that have no weight; valid, as projecting may have bent a repaired outline over itself once more. */
static lc_status keep_weighted(gathering *g, const lc_geoms *geoms, const double *weight, lc_geoms *kept) {
    size_t repaired, lost;
    for (size_t i = 0; i < geoms->n; i++)
        if (weight[geoms->feature[i]] > 0 && !lc_geoms_copy(kept, geoms, i, geoms->feature[i]))
            return lc_fail_memory(g->ctx);
    return lc_geoms_make_valid(g->ctx, kept, &repaired, &lost);
}

/* Lay the weight of a layer's polygons over them, or over residential land. */
static lc_status spread_features(gathering *g, const carriers *from, const lc_geoms *geoms, size_t n, bool homes) {
    const lc_city *city = g->in->city;
    lc_geoms kept = {0};
    double *weight = weights_of(g, from, geoms, n);
    lc_spreading job = {.polygons = &kept,
                        .weight = weight,
                        .residential = homes ? city->residential : NULL,
                        .communities = &city->communities,
                        .n_communities = city->n_communities};
    lc_status status = weight ? keep_weighted(g, geoms, weight, &kept) : lc_fail_memory(g->ctx);
    if (status == LC_OK) status = lc_spread_new(g->ctx, &job, &g->spread);
    if (status == LC_OK) {
        g->places.outside += g->spread->elsewhere;
        lc_warn_count(g->ctx, "spread_no_homes",
                      "polygons of the demand without residential land inside, over all of which their weight is laid",
                      g->spread->homes_none);
    }
    free(weight);
    lc_geoms_free(&kept);
    return status;
}

static lc_status check_spread(gathering *g, const lc_source *source) {
    bool homes = strcmp(source->spread, "residential") == 0;
    if (!homes && strcmp(source->spread, "area") != 0)
        return lc_fail(g->ctx, LC_ERR_INPUT,
                       "demand: '%s': spread=%s is not known; write spread=area or spread=residential", source->text,
                       source->spread);
    if (homes && g->in->shared)
        return lc_fail(
            g->ctx, LC_ERR_INPUT,
            "demand: '%s': spread=residential needs all residential land in a polygon, and a plane of several "
            "has that around its own communities; write spread=area, or give --planes one",
            source->text);
    if (homes && !g->in->city->residential)
        return lc_fail(g->ctx, LC_ERR_INPUT,
                       "demand: '%s': spread=residential lays people over residential land; give it with --residential "
                       "or --osm",
                       source->text);
    return LC_OK;
}

static lc_status spread_layer(gathering *g, const lc_source *source, const carriers *from, lc_layer *layer) {
    lc_geoms *geoms = &layer->geoms;
    lc_status status = lc_work_crs_project_many(g->ctx, g->in->city->crs, geoms->xy, geoms->n_xy);
    if (status == LC_OK)
        status = spread_features(g, from, geoms, layer->n_features, strcmp(source->spread, "residential") == 0);
    return status == LC_OK ? tell_cover(g, geoms) : status;
}

/* ---------------------------------------------------------------------------------------------------------- sources */

static lc_status read_layer(gathering *g, const lc_source *source) {
    const char *weight = g->ask.weight_field, *floors = g->ask.floors_field;
    lc_layer layer = {0};
    const char *fields[] = {weight, weight ? NULL : floors};
    int want = source->spread ? LC_WANT_POLYGONS : LC_WANT_POINTS | LC_WANT_POLYGONS;
    lc_status status = source->spread ? check_spread(g, source) : LC_OK;
    if (status == LC_OK) status = lc_inputs_layer(g->ctx, g->in, source->text, "demand", want, fields, 2, &layer);
    if (status != LC_OK) return status;
    carriers from = {.file = layer.file, .layer = &layer, .weighted = weight, .floored = floors};
    if (source->spread) {
        status = spread_layer(g, source, &from, &layer);
    } else {
        status = add_features(g, &from, &layer.geoms);
        if (status == LC_OK && g->coarse) status = tell_cover(g, &layer.geoms);
    }
    lc_layer_free(&layer);
    return status;
}

static lc_status read_buildings(gathering *g) {
    lc_inputs *in = g->in;
    lc_osm_features features = {0};
    lc_status status = lc_osm_select(g->ctx, in->osm, &in->land->building, &features);
    if (status == LC_OK) status = lc_osm_source_note(g->ctx, in, "demand", "building", features.n);
    carriers from = {.file = in->osm->name, .features = &features, .floors_tag = in->land->floors};
    if (status == LC_OK) status = add_features(g, &from, &features.geoms);
    lc_osm_features_free(&features);
    return status;
}

/* The communities' box, a little wider, since straight lines of the work CRS bend in lon/lat; beyond 180 where the
   communities cross the antimeridian. */
static lc_box lonlat_box(const lc_geoms *shapes) {
    lc_box box = lc_box_empty(), turned = lc_box_empty();
    for (size_t i = 0; i < shapes->n_xy; i++) {
        lc_xy p = shapes->xy[i];
        lc_box_add(&box, p.x, p.y);
        lc_box_add(&turned, p.x < 0 ? p.x + 360 : p.x, p.y);
    }
    if (turned.x1 - turned.x0 < box.x1 - box.x0) box = turned;
    double dx = 0.001 + 0.01 * (box.x1 - box.x0), dy = 0.001 + 0.01 * (box.y1 - box.y0);
    return (lc_box){box.x0 - dx, box.y0 - dy, box.x1 + dx, box.y1 + dy};
}

static lc_status read_cells(gathering *g, const lc_source *source) {
    lc_inputs *in = g->in;
    lc_cells cells = {0};
    lc_box box = lonlat_box(&in->city->shapes);
    lc_status status = lc_cells_read(g->ctx, source, "demand", &box, &cells);
    if (status == LC_OK)
        status = lc_inputs_note(g->ctx, in, "demand", cells.file, NULL, cells.crs, NULL, cells.n, cells.sha256);
    if (status == LC_OK) in->city->info[in->city->n_info - 1].by_plane = in->shared;
    if (status == LC_OK) status = lc_work_crs_project_many(g->ctx, in->city->crs, cells.centre, cells.n);
    lc_cell_check check = {0};
    if (status == LC_OK) lc_cell_check_begin(g->ctx, in, source, &cells, &check);
    for (size_t i = 0; i < cells.n && status == LC_OK; i++) {
        size_t inside = g->places.places.n;
        if (!isnan(cells.centre[i].x)) status = add_place(g, cells.centre[i], cells.value[i]);
        if (status == LC_OK && g->places.places.n > inside) status = lc_cell_check_one(&check, i);
        if (status == LC_OK && lc_cancelled_at(g->ctx, i)) status = lc_fail_cancelled(g->ctx);
    }
    if (status == LC_OK) status = lc_cell_check_end(&check, in);
    lc_warn_count(g->ctx, "raster_negative", "cells of the population raster below 0 were left out", cells.negative);
    g->places.outside = 0; /* a raster always holds more than the city */
    lc_cells_free(&cells);
    return status;
}

/* What is known as a layer from another plane is not asked again. */
static bool is_raster(const gathering *g, const lc_source *source) {
    return !(g->in->shared && lc_shared_has(g->in->shared, source->text)) && lc_source_is_raster(source);
}

/* |weight_field= in the source says the same as the option. */
static lc_status settle_weight(gathering *g, const lc_source *source) {
    lc_demand_ask *w = &g->ask;
    if (w->weight_field && source->weight_field && !w->another)
        return lc_fail(g->ctx, LC_ERR_INPUT, "demand: '%s': the field of the weight is given twice; leave one out",
                       source->text);
    if (source->weight_field && !w->weight_field) w->weight_field = source->weight_field;
    if ((w->weight_field || w->floors_field) && is_raster(g, source))
        return lc_fail(g->ctx, LC_ERR_INPUT,
                       "demand: '%s' is a raster, which has no fields; leave out --weight-field and --floors-field",
                       source->text);
    return LC_OK;
}

static lc_status read_source(gathering *g) {
    lc_source source = {0};
    lc_status status = lc_source_parse(g->ctx, g->ask.source, &source);
    if (status != LC_OK) return status;
    status = settle_weight(g, &source);
    if (status == LC_OK) status = (is_raster(g, &source) ? read_cells : read_layer)(g, &source);
    if (status == LC_OK && (g->spread ? g->spread->n : g->places.places.n) == 0 && !g->in->shared)
        lc_warn(g->ctx, "demand_elsewhere",
                "no place of the demand lies in a community, or none that does has a weight above 0; check its CRS, "
                "extent and weights",
                "%s", lc_source_basename(&source));
    lc_source_free(&source);
    return status;
}

lc_status lc_demand_read(lc_context *ctx, lc_inputs *in, const lc_demand_ask *ask, lc_places **places,
                         lc_spread **spread) {
    gathering g = {.ctx = ctx, .in = in, .ask = *ask, .least_m = lc_demand_least_distance(in)};
    lc_status status = lc_gathering_begin(ctx, &in->city->communities, in->city->n_communities, &g.places);
    if (status == LC_OK) status = ask->source ? read_source(&g) : read_buildings(&g);
    if (status == LC_OK && !g.spread) status = lc_gathering_take(ctx, &g.places, places);
    *spread = g.spread;
    if (status == LC_OK && !in->shared) /* those of one plane may lie in a community of the next */
        lc_warn_count(ctx, "place_outside", "places of the demand that lie in no community", g.places.outside);
    lc_gathering_end(&g.places);
    return status;
}
