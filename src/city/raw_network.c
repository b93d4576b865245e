#include "city/raw_network.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/osm_source.h"
#include "city/prepared.h"
#include "city/read_inputs.h"
#include "network/build.h"
#include "network/lines.h"
#include "network/osm_paths.h"
#include "store/prepared.h"

/* --------------------------------------------------------------------------------------------------------- reading */

static lc_status read_osm(lc_context *ctx, const lc_inputs *in, lc_paths *out) {
    const lc_osm *osm = in->network_osm ? in->network_osm : in->osm;
    lc_status status = lc_paths_from_osm(ctx, osm, in->walk, in->city->crs, out);
    if (in->shared) return status; /* another plane may have some */
    return status == LC_OK && !lc_paths_any(out) ? lc_osm_source_without_paths(ctx, osm, lc_inputs_need_paths(in))
                                                 : status;
}

static lc_status read_lines(lc_context *ctx, lc_inputs *in, lc_walkable_lines *out) {
    lc_status status = lc_line_network_lines(ctx, in, out);
    if (status == LC_OK) lc_layer_free(&in->lines);
    if (status == LC_OK) status = lc_work_crs_project_many(ctx, in->city->crs, out->lines.xy, out->lines.n_xy);
    return status;
}

/* Lines of a prepared network: as those that it was prepared from. */
static lc_status thaw_lines(lc_context *ctx, const lc_inputs *in, lc_walkable_lines *out) {
    const lc_frozen *frozen = &in->prepared->frozen;
    out->level = LC_NEW(int, frozen->n);
    out->path_class = LC_NEW(uint8_t, frozen->n);
    out->z = frozen->n_z ? LC_NEW(double, frozen->n_z) : NULL;
    if (!out->level || !out->path_class || (frozen->n_z && !out->z)) return lc_fail_memory(ctx);
    for (size_t i = 0; i < frozen->n; i++) {
        out->level[i] = frozen->level[i];
        out->path_class[i] = frozen->path_class[i];
    }
    if (frozen->n_z) memcpy(out->z, frozen->z, frozen->n_z * sizeof *out->z);
    return lc_thaw_lines(ctx, frozen, in->city->crs, &out->lines);
}

lc_status lc_raw_network_read(lc_context *ctx, lc_inputs *in, lc_raw_network *out) {
    lc_raw_network raw = {.lines = in->from_lines, .noding = in->noding};
    lc_status status;
    lc_prepared_warn_of_paths(ctx, in);
    if (in->prepared)
        status = raw.lines ? thaw_lines(ctx, in, &raw.drawn)
                           : lc_thaw_away(ctx, &in->prepared->frozen, in->city->crs, &raw.paths);
    else
        status = raw.lines ? read_lines(ctx, in, &raw.drawn) : read_osm(ctx, in, &raw.paths);
    lc_inputs_drop_paths(in);
    if (status == LC_OK)
        *out = raw;
    else
        lc_raw_network_free(&raw);
    return status;
}

lc_status lc_raw_network_ground(lc_context *ctx, const lc_city_options *o, lc_inputs *in, lc_raw_network *raw) {
    lc_walk_ground_of_stairs(in, &raw->leaves_out_stairs, &raw->closes_stairs);
    lc_status status = lc_walk_ground_open(ctx, o, in, raw->drawn.z, &raw->ground);
    raw->walk = in->walk;
    in->walk = NULL;
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- paths */

static lc_status join(lc_context *ctx, const lc_raw_network *raw, lc_paths *out, lc_line_finds *finds) {
    const lc_noding how = lc_walkable_lines_noding(&raw->drawn, &raw->noding);
    return lc_paths_from_lines(ctx, &raw->drawn.lines, &how, out, finds);
}

/* The paths that share vertices, of lines after they have been joined. `raw` has no paths then. */
static lc_status take_paths(lc_context *ctx, lc_raw_network *raw, lc_paths *out, lc_line_finds *finds) {
    lc_line_finds found = {0};
    lc_status status = LC_OK;
    if (raw->lines) {
        status = join(ctx, raw, out, &found);
        lc_walkable_lines_free(&raw->drawn);
    } else {
        *out = raw->paths;
        raw->paths = (lc_paths){0};
    }
    if (finds && status == LC_OK)
        *finds = found;
    else
        lc_line_finds_free(&found);
    return status;
}

lc_status lc_inputs_take_paths(lc_context *ctx, lc_inputs *in, lc_paths *out, lc_line_finds *finds) {
    lc_raw_network raw = {0};
    lc_status status = lc_raw_network_read(ctx, in, &raw);
    if (status == LC_OK) status = take_paths(ctx, &raw, out, finds);
    lc_raw_network_free(&raw);
    return status;
}

/* --------------------------------------------------------------------------------------------------------- network */

/* The paths to walk on, unless they are the raw network's own as they are (*own is false then). */
static lc_status settle_paths(lc_context *ctx, const lc_city *city, const lc_raw_network *raw, const lc_drawn *drawn,
                              lc_paths *out, bool *own) {
    lc_line_finds finds = {0};
    lc_status status = LC_OK;
    *own = raw->lines || drawn || raw->leaves_out_stairs || raw->closes_stairs;
    if (raw->lines) {
        status = drawn ? lc_drawn_join(ctx, drawn, &raw->noding, out, &finds) : join(ctx, raw, out, &finds);
        if (status == LC_OK) status = lc_line_network_warn(ctx, city->crs, &raw->noding, out, &finds);
    } else if (*own) {
        bool ok = drawn ? lc_drawn_to_paths(drawn, out) : lc_paths_copy(&raw->paths, out);
        if (!ok) status = lc_fail_memory(ctx);
    }
    if (status == LC_OK && raw->leaves_out_stairs) lc_walk_ground_close_paths(ctx, out);
    lc_line_finds_free(&finds);
    return status;
}

lc_status lc_raw_network_build(lc_context *ctx, const lc_city *city, const lc_raw_network *raw, const lc_drawn *drawn,
                               lc_networks *out) {
    lc_paths settled = {0};
    lc_networks made = {0};
    lc_network_rules rules = city->rules;
    bool own;
    rules.ground = lc_walk_ground_rules(&raw->ground);
    lc_status status = settle_paths(ctx, city, raw, drawn, &settled, &own);
    if (status == LC_OK) status = lc_network_build(ctx, own ? &settled : &raw->paths, &rules, &made.network);
    if (status == LC_OK && raw->closes_stairs && lc_paths_leave_out(&settled, LC_PATH_STAIRS))
        status = lc_network_build(ctx, &settled, &rules, &made.step_free);
    if (status == LC_OK) {
        lc_walk_ground_warn(ctx, made.network);
        *out = made;
    } else {
        lc_network_free(made.network);
    }
    lc_paths_free(&settled);
    return status;
}
