/* lc_prepare(): read paths once, for many checks. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/options.h"
#include "city/line_network.h"
#include "city/osm_source.h"
#include "city/prepared.h"
#include "city/read_inputs.h"
#include "inspect/inspection.h"
#include "network/build.h"
#include "store/prepared.h"

/* All that is made on the way. */
typedef struct job {
    lc_city_options options; /* osm, network, min_component_m, data_dir */
    lc_inputs in;
    lc_city city; /* the work CRS, the network, and what was read */
    lc_prepared prepared;
} job_t;

static lc_status check_options(lc_context *ctx, job_t *job) {
    lc_city_options *o = &job->options;
    if (isnan(o->min_component_m)) o->min_component_m = 500;
    if (!o->n_osm && !o->network)
        return lc_fail(ctx, LC_ERR_INPUT, "prepare what? Give the paths with --osm or --network");
    if (o->n_osm && o->network)
        return lc_fail(ctx, LC_ERR_INPUT, "a network is prepared from one source: give --osm or --network, not both");
    if (!(o->min_component_m >= 0 && isfinite(o->min_component_m)))
        return lc_fail(ctx, LC_ERR_INPUT, "min component %g m: give a length of 0 or more", o->min_component_m);
    return lc_walk_rules_load(ctx, o->data_dir, &job->in.walk);
}

static lc_status freeze_osm(lc_context *ctx, job_t *job, const char *const *path, size_t n) {
    lc_inputs *in = &job->in;
    lc_status status = lc_inspect_osm_read(ctx, path, n, in);
    size_t objects = 0;
    for (size_t i = 0; status == LC_OK && i < in->osm->n_files; i++) objects += in->osm->file[i].n_objects;
    if (status == LC_OK) status = lc_osm_source_note(ctx, in, "osm", NULL, objects);
    if (status == LC_OK) status = lc_walk_rules_hash(ctx, job->options.data_dir, job->prepared.rules_sha256);
    if (status == LC_OK) status = lc_freeze_osm(ctx, in->osm, in->walk, &job->prepared.frozen);
    return status == LC_OK && job->prepared.frozen.n_vertex <= job->prepared.frozen.n
               ? lc_osm_source_without_paths(ctx, in->osm, true)
               : status;
}

static lc_status freeze_lines(lc_context *ctx, job_t *job) {
    lc_inputs *in = &job->in;
    lc_walkable_lines walkable = {0};
    lc_status status = lc_inputs_network(ctx, &job->options, in);
    if (status == LC_OK && in->prepared)
        status = lc_fail(ctx, LC_ERR_INPUT, "%s is a prepared network already; give what it was prepared from",
                         job->options.network);
    if (status == LC_OK) status = lc_line_network_lines(ctx, in, &walkable);
    if (status == LC_OK && walkable.classed)
        status = lc_walk_rules_hash(ctx, job->options.data_dir, job->prepared.rules_sha256);
    const lc_noding how = lc_walkable_lines_noding(&walkable, &in->noding);
    if (status == LC_OK) status = lc_freeze_lines(ctx, &walkable.lines, &how, &job->prepared.frozen);
    lc_walkable_lines_free(&walkable);
    return status;
}

/* An OpenStreetMap file is one, whichever option names it. */
static lc_status freeze(lc_context *ctx, job_t *job) {
    const lc_city_options *o = &job->options;
    if (o->n_osm) return freeze_osm(ctx, job, o->osm, o->n_osm);
    lc_source source = {0};
    lc_status status = lc_source_parse(ctx, o->network, &source);
    const char *path = source.path;
    if (status == LC_OK)
        status = lc_osm_is_source(&source) && strcmp(path, o->network) == 0 ? freeze_osm(ctx, job, &path, 1)
                                                                            : freeze_lines(ctx, job);
    lc_source_free(&source);
    return status;
}

static lc_status read_source(lc_context *ctx, job_t *job) {
    lc_inputs *in = &job->in;
    lc_status status = lc_phase_begin(ctx, "read network");
    if (status == LC_OK) status = freeze(ctx, job);
    if (status != LC_OK) return status;
    if (!lc_input_info_copy(&in->city->info[0], &job->prepared.source)) return lc_fail_memory(ctx);
    job->prepared.min_component_m = job->options.min_component_m;
    status = lc_warnings_take(ctx, &job->prepared.warnings);
    if (status != LC_OK || job->prepared.frozen.n) return status;
    return lc_fail(ctx, LC_ERR_INPUT, "%s: there is no path to walk on in it; check the file and the walk rules",
                   job->prepared.source.file);
}

/* The tables' network, in a work CRS around all of it. */
static lc_status build_network(lc_context *ctx, job_t *job) {
    const lc_frozen *frozen = &job->prepared.frozen;
    const lc_geoms all = {.xy = frozen->lonlat, .n_xy = frozen->n_lonlat};
    lc_xy centre = lc_work_crs_centre(&all);
    lc_paths paths = {0};
    lc_status status = lc_phase_begin(ctx, "build network");
    if (status == LC_OK) status = lc_work_crs_new(ctx, centre.x, centre.y, &job->city.crs);
    if (status == LC_OK) status = lc_thaw(ctx, frozen, job->city.crs, &paths, NULL);
    for (size_t i = 0; status == LC_OK && i < paths.n_xy; i++)
        if (isnan(paths.xy[i].x))
            status = lc_fail(ctx, LC_ERR_INPUT, "%s: the paths lie too far apart for one plane; cut an extract",
                             job->prepared.source.file);
    const lc_network_rules rules = {.min_component_m = job->options.min_component_m,
                                    .island_gap_m = job->in.walk->island_gap_m};
    if (status == LC_OK) status = lc_network_build(ctx, &paths, &rules, &job->city.network);
    lc_paths_free(&paths);
    return status;
}

static lc_status prepare(lc_context *ctx, job_t *job, const char *path) {
    lc_status status = check_options(ctx, job);
    if (status == LC_OK) status = lc_output_check(ctx, path);
    if (status == LC_OK) status = read_source(ctx, job);
    if (status == LC_OK) status = build_network(ctx, job);
    if (status == LC_OK) status = lc_phase_begin(ctx, "write network");
    if (status == LC_OK) status = lc_prepared_write(ctx, path, &job->prepared, job->city.network, job->city.crs);
    return status;
}

lc_status lc_prepare(lc_context *ctx, const lc_prepare_options *options, const char *path, lc_prepare_result *out) {
    lc_prepare_options o = LC_PREPARE_OPTIONS_INIT;
    job_t job = {.options = LC_CITY_OPTIONS_INIT};
    job.in.city = &job.city;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_prepare_options", &o, sizeof o, options);
    job.options.osm = o.osm;
    job.options.n_osm = o.n_osm;
    job.options.network = o.network;
    job.options.min_component_m = o.min_component_m;
    job.options.data_dir = o.data_dir;
    if (status == LC_OK) status = prepare(ctx, &job, path);
    lc_phase_begin(ctx, NULL);
    if (status == LC_OK && out)
        *out = (lc_prepare_result){.nodes = job.city.network->n_nodes,
                                   .edges = job.city.network->n_edges,
                                   .components = job.city.network->components,
                                   .length_m = job.city.network->total_m};
    lc_prepared_free(&job.prepared);
    lc_inputs_free(&job.in);
    lc_city_clear(&job.city);
    return status;
}
