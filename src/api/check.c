/* lc_check(): read, plan, measure, report. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/compounds.h"
#include "api/fill.h"
#include "api/inputs.h"
#include "api/results.h"
#include "api/shapes.h"
#include "base/memory.h"

static lc_status build_network(lc_context *ctx, lc_inputs *in, double min_component_m, lc_network **out) {
    lc_status status = lc_phase_begin(ctx, "build network");
    if (status != LC_OK) return status;
    lc_paths paths = {0};
    status = lc_inputs_paths(ctx, in, &paths);
    if (status == LC_OK) status = lc_network_build(ctx, &paths, min_component_m, out);
    lc_paths_free(&paths);
    return status;
}

static lc_status link_facilities(lc_context *ctx, lc_inputs *in, const lc_network *network, double link_limit_m) {
    lc_status status = lc_phase_begin(ctx, "link facilities");
    for (size_t i = 0; status == LC_OK && network && i < in->n_facilities; i++)
        if (in->facilities[i].known) status = lc_facilities_link(ctx, &in->facilities[i], network, link_limit_m);
    return status;
}

static lc_status measure(lc_context *ctx, const lc_check_options *o, lc_inputs *in, lc_plan *plan,
                         lc_results *results) {
    lc_demand demand = {.communities = &in->communities, .n_communities = in->n_communities};
    return lc_results_measure(ctx, in->profile, plan, &demand, o->max_error, results);
}

static lc_status draw_shapes(lc_context *ctx, const lc_check_options *o, const lc_inputs *in, const lc_plan *plan,
                             const lc_results *results, lc_report *report) {
    if (!o->areas && !o->gaps && !o->n_fields) return LC_OK;
    lc_demand demand = {.communities = &in->communities, .n_communities = in->n_communities};
    lc_shapes_job job = {
        .options = o, .profile = in->profile, .plan = plan, .demand = &demand, .results = results, .crs = in->crs};
    lc_status status = lc_phase_begin(ctx, "draw areas");
    return status == LC_OK ? lc_shapes_make(ctx, &job, report) : status;
}

lc_status lc_check(lc_context *ctx, const lc_check_options *given, lc_report **out) {
    lc_check_options options = *given;
    lc_inputs in = {0};
    lc_network *network = NULL;
    lc_plan *plan = NULL;
    lc_results results = {0};
    lc_compounds compounds = {0};
    lc_report *report = NULL;
    lc_warnings_clear(&ctx->warnings);
    ctx->n_phases = 0;
    ctx->message[0] = 0;
    lc_status status = lc_inputs_defaults(ctx, &options);
    if (status == LC_OK) status = lc_inputs_read(ctx, &options, &in);
    if (status == LC_OK) status = lc_compounds_read(ctx, &options, &in, &compounds);
    if (status == LC_OK && in.has_network) status = build_network(ctx, &in, options.min_component_m, &network);
    if (status == LC_OK) status = link_facilities(ctx, &in, network, options.link_limit_m);
    if (status == LC_OK) status = lc_phase_begin(ctx, "search network");
    if (status == LC_OK)
        status = lc_plan_new(ctx, in.profile, in.facilities, in.n_facilities, network, &compounds, options.link_limit_m,
                             &plan);
    if (status == LC_OK) status = lc_phase_begin(ctx, "measure coverage");
    if (status == LC_OK) status = measure(ctx, &options, &in, plan, &results);
    if (status == LC_OK) status = lc_phase_begin(ctx, "make report");
    if (status == LC_OK) status = lc_report_fill(ctx, &options, &in, network, plan, &results, &report);
    if (status == LC_OK) status = draw_shapes(ctx, &options, &in, plan, &results, report);
    if (status == LC_OK) {
        *out = report;
        report = NULL;
    }
    lc_phase_begin(ctx, NULL);
    lc_report_free(report);
    lc_results_free(&results);
    lc_plan_free(plan);
    lc_compounds_free(&compounds);
    lc_network_free(network);
    lc_inputs_free(&in);
    return status;
}
