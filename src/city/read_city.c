#include "city/read_city.h"

#include <math.h>

#include "base/memory.h"
#include "city/checks.h"
#include "city/islands.h"
#include "city/network_task.h"
#include "city/place_sources.h"
#include "city/prepared.h"
#include "city/raw_network.h"
#include "city/read_inputs.h"
#include "city/shard.h"
#include "city/shared.h"
#include "geo/lonlat.h"
#include "store/prepared.h"

static lc_status network_of_paths(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_city *city = in->city;
    lc_raw_network *raw = LC_NEW0(lc_raw_network, 1);
    if (!raw) return lc_fail_memory(ctx);
    city->raw = raw;
    lc_status status = lc_raw_network_read(ctx, in, raw);
    if (status == LC_OK) status = lc_raw_network_ground(ctx, o, in, raw);
    if (status == LC_OK) status = lc_told_take(ctx, &city->told, LC_TOLD_SOURCES, 0);
    lc_networks made = {0};
    if (status == LC_OK) status = lc_raw_network_build(ctx, city, raw, NULL, &made);
    city->network = made.network;
    city->step_free = made.step_free;
    city->without_stairs = raw->leaves_out_stairs;
    if (!o->keep_paths) lc_city_drop_raw(city);
    return status;
}

/* The network, of which `task` is NULL or has begun. Frees `task`. */
static lc_status build_network(lc_context *ctx, const lc_city_options *o, lc_inputs *in, lc_network_task *task) {
    lc_status status = lc_phase_begin(ctx, "build network");
    if (status != LC_OK || !in->has_network) {
        lc_network_task_drop(task);
        return status;
    }
    if (task) {
        lc_prepared_warn_of_paths(ctx, in);
        lc_inputs_drop_paths(in);
        status = lc_told_take(ctx, &in->city->told, LC_TOLD_SOURCES, 0);
        if (status != LC_OK) {
            lc_network_task_drop(task);
            return status;
        }
        status = lc_network_task_end(ctx, task, &in->city->network);
    } else {
        status = network_of_paths(ctx, o, in);
    }
    if (status == LC_OK) lc_islands_warn(ctx, in->city);
    if (status == LC_OK) status = lc_told_take(ctx, &in->city->told, LC_TOLD_NETWORK, 0);
    return status;
}

static lc_status read_all(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_network_task *task = NULL;
    lc_status status = lc_inputs_read_paths(ctx, o, in);
    if (status != LC_OK || in->planes.n) return status;
    if (!o->keep_paths) status = lc_network_task_begin(ctx, in, &task);
    if (status == LC_OK) status = lc_inputs_read_places(ctx, o, in);
    if (status == LC_OK) status = lc_check_overlaps(ctx, in->city);
    if (status == LC_OK) status = lc_told_take(ctx, &in->city->told, LC_TOLD_SOURCES, 0);
    if (status == LC_OK) status = lc_inputs_compounds(ctx, o, in);
    if (status == LC_OK) status = lc_told_take(ctx, &in->city->told, LC_TOLD_COMPOUNDS, 0);
    if (status == LC_OK) status = lc_places_read(ctx, o, in);
    if (status == LC_OK) status = lc_told_take(ctx, &in->city->told, LC_TOLD_SOURCES, 0);
    if (status == LC_OK) return build_network(ctx, o, in, task);
    lc_network_task_drop(task);
    return status;
}

/* Put the defaults where nothing was given, and refuse what makes no sense. */
static lc_status settle(lc_context *ctx, lc_city_options *o) {
    if (isnan(o->min_component_m)) o->min_component_m = 500;
    if (!o->communities)
        return lc_fail(ctx, LC_ERR_INPUT, "no communities given: name a polygon layer with --communities");
    if (o->weight_field && !o->demand)
        return lc_fail(ctx, LC_ERR_INPUT, "weight field \"%s\": name the layer that has it with --demand",
                       o->weight_field);
    if (o->floors_field && !o->demand)
        return lc_fail(ctx, LC_ERR_INPUT, "floors field \"%s\": name the layer that has it with --demand",
                       o->floors_field);
    if (!isnan(o->island_gap_m) && !(o->island_gap_m >= 0 && o->island_gap_m <= LC_ISLAND_GAP_MOST_M))
        return lc_fail(ctx, LC_ERR_INPUT, "island gap %g m: give a length from 0 to %g m", o->island_gap_m,
                       LC_ISLAND_GAP_MOST_M);
    if (!(o->min_component_m >= 0))
        return lc_fail(ctx, LC_ERR_INPUT, "min component %g m: give a length of 0 or more", o->min_component_m);
    return LC_OK;
}

/* Leave the sources to the planes. */
static lc_status leave_to_planes(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_city *city = in->city;
    if (o->network && lc_prepared_is(o->network))
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s: a prepared network is of one plane, and the communities take several; give the file that "
                       "it was prepared from",
                       o->network);
    lc_status status = lc_shared_new(ctx, o, &city->shared);
    if (status != LC_OK) return status;
    city->shared->near = lc_lonlat_box(city->shapes.xy, city->shapes.n_xy);
    city->shared->planes = in->planes;
    in->planes = (lc_planes){0};
    city->shared->index = in->number;
    in->number = NULL;
    return o->shard ? lc_shard_take(ctx, city) : LC_OK;
}

/* Read what `in` is set for. */
static lc_status read_into(lc_context *ctx, lc_city_options *o, lc_inputs *in, lc_city *city) {
    lc_status status = settle(ctx, o);
    city->data_dir = lc_strdup(o->data_dir);
    if (status == LC_OK && o->data_dir && !city->data_dir) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_cost_wish_read(ctx, o, &city->cost);
    if (status == LC_OK) status = read_all(ctx, o, in);
    if (status == LC_OK && in->planes.n) status = leave_to_planes(ctx, o, in);
    if (status == LC_OK && o->shard && !in->shared && !city->shared)
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "shard %s: the communities lie in one plane, which has no parts; leave it out, or give "
                         "--planes cells",
                         o->shard);
    lc_inputs_free(in);
    if (status == LC_OK) status = lc_told_take(ctx, &city->told, LC_TOLD_SOURCES, 0);
    if (status != LC_OK) lc_city_clear(city);
    return status;
}

lc_status lc_city_read(lc_context *ctx, const lc_city_options *options, lc_city *out) {
    lc_city_options o = *options;
    lc_city city = {0};
    lc_inputs in = {.profile = o.profiles, .n_profiles = o.n_profiles, .city = &city};
    lc_status status = read_into(ctx, &o, &in, &city);
    if (status == LC_OK) *out = city;
    return status;
}

lc_status lc_city_read_planes(lc_context *ctx, const lc_city_options *options, lc_city *out,
                              lc_cut_layer *communities) {
    lc_city_options o = *options;
    lc_city city = {0};
    lc_inputs in = {.city = &city, .kept = communities};
    lc_status status = settle(ctx, &o);
    if (status == LC_OK) status = lc_inputs_communities(ctx, &o, &in);
    if (status == LC_OK && in.planes.n) status = leave_to_planes(ctx, &o, &in);
    lc_inputs_free(&in);
    if (status == LC_OK)
        *out = city;
    else
        lc_city_clear(&city);
    return status;
}

static void plane_inputs(const lc_plane_wish *wish, const lc_plane *plane, lc_city *city, lc_inputs *in) {
    *in = (lc_inputs){.profile = wish->profiles,
                      .n_profiles = wish->n_profiles,
                      .city = city,
                      .shared = wish->shared,
                      .all = wish->all,
                      .plane = plane};
    in->box = lc_lonlat_grown(&in->plane->box, wish->margin_m);
}

lc_status lc_city_read_layers(lc_context *ctx, const lc_plane_wish *wish) {
    lc_city_options o = wish->shared->options;
    lc_city city = {.is_plane = true};
    lc_inputs in;
    plane_inputs(wish, &wish->all->shared->planes.plane[0], &city, &in);
    lc_status status = settle(ctx, &o);
    if (status == LC_OK) status = lc_inputs_read_paths(ctx, &o, &in);
    if (status == LC_OK) status = lc_inputs_read_places(ctx, &o, &in);
    if (status == LC_OK) status = lc_inputs_compounds(ctx, &o, &in);
    if (status == LC_OK) status = lc_places_read(ctx, &o, &in);
    lc_inputs_free(&in);
    lc_city_clear(&city);
    return status;
}

lc_status lc_city_read_facilities(lc_context *ctx, const lc_plane_wish *wish, const lc_plane *plane, lc_city *out) {
    lc_city_options o = wish->shared->options;
    lc_city city = {.is_plane = true};
    lc_inputs in;
    plane_inputs(wish, plane, &city, &in);
    lc_status status = settle(ctx, &o);
    city.data_dir = lc_strdup(o.data_dir);
    if (status == LC_OK && o.data_dir && !city.data_dir) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_inputs_read_facilities(ctx, &o, &in);
    lc_inputs_free(&in);
    if (status == LC_OK)
        *out = city;
    else
        lc_city_clear(&city);
    return status;
}

lc_status lc_city_read_plane(lc_context *ctx, const lc_plane_wish *wish, size_t k, lc_city *out) {
    lc_city_options o = wish->shared->options;
    lc_city city = {.is_plane = true};
    lc_inputs in;
    plane_inputs(wish, &wish->all->shared->planes.plane[k], &city, &in);
    lc_status status = read_into(ctx, &o, &in, &city);
    if (status == LC_OK) *out = city;
    return status;
}

lc_status lc_city_take_held(lc_context *ctx, const lc_plane_wish *wish, size_t k, lc_city *own, const lc_city **out) {
    *out = wish->held ? wish->held[k] : own;
    return wish->held ? LC_OK : lc_city_read_plane(ctx, wish, k, own);
}
