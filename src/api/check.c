/* lc_check(): read, plan, measure, report. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/checks.h"
#include "city/compounds.h"
#include "city/early_network.h"
#include "city/inputs.h"
#include "city/line_network.h"
#include "measure/overlap.h"
#include "measure/results.h"
#include "report/extras.h"
#include "report/fill.h"
#include "report/shapes.h"

/* All that a check makes on its way to the report. */
typedef struct check {
    lc_check_options options;
    lc_inputs in;
    lc_compounds compounds;
    lc_places places;
    bool places_known;
    lc_zones residential;
    lc_early_network *early;
    lc_network *network;
    lc_plan *plan;
    lc_demand demand;
    lc_results results;
    lc_report *report;
} check_t;

static lc_status read_inputs(lc_context *ctx, check_t *c) {
    lc_status status = lc_inputs_defaults(ctx, &c->options);
    if (status == LC_OK) status = lc_inputs_read_paths(ctx, &c->options, &c->in);
    if (status == LC_OK) status = lc_early_network_begin(ctx, &c->in, c->options.min_component_m, &c->early);
    if (status == LC_OK) status = lc_inputs_read_places(ctx, &c->options, &c->in);
    if (status == LC_OK) status = lc_check_overlaps(ctx, &c->in);
    if (status == LC_OK) status = lc_compounds_read(ctx, &c->options, &c->in, &c->compounds);
    if (status == LC_OK) status = lc_places_read(ctx, &c->options, &c->in, &c->places, &c->places_known);
    return status;
}

static lc_status network_of_paths(lc_context *ctx, check_t *c) {
    lc_paths paths = {0};
    lc_line_finds finds = {0};
    lc_status status = lc_inputs_paths(ctx, &c->in, &paths, &finds);
    if (status == LC_OK) status = lc_line_network_warn(ctx, &c->in, &paths, &finds);
    if (status == LC_OK) status = lc_network_build(ctx, &paths, c->options.min_component_m, &c->network);
    lc_paths_free(&paths);
    lc_line_finds_free(&finds);
    return status;
}

static lc_status await_network(lc_context *ctx, check_t *c) {
    lc_early_network *early = c->early;
    c->early = NULL;
    lc_inputs_drop_paths(&c->in);
    return lc_early_network_end(ctx, early, &c->network);
}

static lc_status build_network(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "build network");
    if (status != LC_OK || !c->in.has_network) return status;
    status = c->early ? await_network(ctx, c) : network_of_paths(ctx, c);
    if (status == LC_OK) status = lc_check_edges(ctx, &c->in, c->network);
    if (status != LC_OK) return status;
    ctx->stats.nodes = c->network->n_nodes;
    ctx->stats.edges = c->network->n_edges;
    ctx->stats.segments = c->network->n_segs;
    return status;
}

static lc_status link_facilities(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "link facilities");
    for (size_t i = 0; status == LC_OK && c->network && i < c->in.n_facilities; i++)
        if (c->in.facilities[i].known)
            status = lc_facilities_link(ctx, &c->in.facilities[i], c->network, c->options.link_limit_m);
    return status;
}

/* Residential land as zones of its layer. */
static lc_status lay_residential(lc_context *ctx, check_t *c) {
    if (!c->in.residential_known) return LC_OK;
    c->residential.geoms = c->in.residential;
    c->in.residential = (lc_geoms){0};
    c->residential.layers = LC_NEW(lc_layers, c->residential.geoms.n);
    if (!c->residential.layers) return lc_fail_memory(ctx);
    for (size_t g = 0; g < c->residential.geoms.n; g++) c->residential.layers[g] = LC_LAYER_RESIDENTIAL;
    return lc_zones_index(ctx, &c->residential);
}

static lc_status make_plan(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "search network");
    if (status == LC_OK)
        status = lc_plan_new(ctx, c->in.profile, c->in.facilities, c->in.n_facilities, c->network, &c->compounds,
                             c->options.link_limit_m, &c->plan);
    if (status == LC_OK) status = lay_residential(ctx, c);
    if (status != LC_OK) return status;
    for (size_t i = 0; i < c->in.profile->n_indicators; i++) {
        lc_denominator denominator = c->in.profile->indicators[i].denominator;
        const char **reason = &c->plan->indicator[i].reason;
        if (!*reason && denominator == LC_RESIDENTIAL && !c->in.residential_known) *reason = "no_residential";
        if (!*reason && denominator == LC_POPULATION && !c->places_known) *reason = "no_population";
    }
    c->demand = (lc_demand){.communities = &c->in.communities,
                            .n_communities = c->in.n_communities,
                            .residential = c->in.residential_known ? &c->residential : NULL,
                            .places = c->places_known ? &c->places : NULL};
    return LC_OK;
}

static lc_status measure(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "measure coverage");
    if (status == LC_OK)
        status = lc_results_measure(ctx, c->in.profile, c->plan, &c->demand, c->options.max_error, &c->results);
    return status;
}

static lc_status make_report(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "make report");
    if (status == LC_OK)
        status = lc_report_fill(ctx, &c->options, &c->in, c->network, c->plan, &c->results, &c->report);
    return status;
}

/* Overlap over the communities, and what each facility serves: one count for both. */
static lc_status count_reach(lc_context *ctx, check_t *c) {
    const lc_check_options *o = &c->options;
    if (!o->overlap && !o->want_facilities) return LC_OK;
    const lc_overlap_job job = {.profile = c->in.profile,
                                .plan = c->plan,
                                .demand = &c->demand,
                                .results = &c->results,
                                .facilities = c->in.facilities,
                                .n_facilities = c->in.n_facilities,
                                .network = c->network,
                                .compounds = &c->compounds,
                                .link_limit_m = o->link_limit_m};
    size_t n = c->in.n_communities * c->in.profile->n_indicators, rows = 0;
    for (size_t k = 0; k < c->in.n_facilities; k++) rows += c->in.facilities[k].n;
    double *overlap = LC_NEW(double, n), *served = LC_NEW(double, rows * c->in.profile->n_indicators);
    lc_status status = overlap && served ? lc_phase_begin(ctx, "count overlap") : lc_fail_memory(ctx);
    if (status == LC_OK)
        status = lc_overlap_measure(ctx, &job, o->overlap ? overlap : NULL, o->want_facilities ? served : NULL);
    for (size_t k = 0; status == LC_OK && o->overlap && k < n; k++) c->report->statistics[k].overlap = overlap[k];
    if (status == LC_OK && o->want_facilities) status = lc_extras_facilities(ctx, &c->in, served, c->report);
    c->report->has_overlap = status == LC_OK && o->overlap;
    free(overlap);
    free(served);
    return status;
}

static lc_status list_paths(lc_context *ctx, check_t *c) {
    if (!c->options.want_network) return LC_OK;
    return lc_extras_paths(ctx, c->network, c->in.crs, c->report);
}

static lc_status draw_shapes(lc_context *ctx, check_t *c) {
    const lc_check_options *o = &c->options;
    if (!o->want_areas && !o->want_gaps && !o->n_fields) return LC_OK;
    lc_shapes_job job = {.options = o,
                         .profile = c->in.profile,
                         .plan = c->plan,
                         .demand = &c->demand,
                         .residential = c->in.residential_known ? &c->residential.geoms : NULL,
                         .results = &c->results,
                         .crs = c->in.crs};
    lc_status status = lc_phase_begin(ctx, "draw areas");
    return status == LC_OK ? lc_shapes_make(ctx, &job, c->report) : status;
}

lc_status lc_check(lc_context *ctx, const lc_check_options *options, lc_report **out) {
    typedef lc_status (*step_fn)(lc_context *, check_t *);
    static const step_fn steps[] = {read_inputs, build_network, link_facilities, make_plan,  measure,
                                    make_report, count_reach,   list_paths,      draw_shapes};
    check_t c = {.options = *options};
    lc_status status = LC_OK;
    lc_warnings_clear(&ctx->warnings);
    ctx->n_phases = 0;
    ctx->stats = (lc_stats){0};
    ctx->message[0] = 0;
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](ctx, &c);
    lc_phase_begin(ctx, NULL);
    if (status == LC_OK) {
        *out = c.report;
        c.report = NULL;
    }
    lc_report_free(c.report);
    lc_results_free(&c.results);
    lc_plan_free(c.plan);
    lc_early_network_drop(c.early);
    lc_network_free(c.network);
    lc_zones_free(&c.residential);
    lc_places_free(&c.places);
    lc_compounds_free(&c.compounds);
    lc_inputs_free(&c.in);
    return status;
}
