/* lc_check(): read a city, plan, search, measure, report. Each stage makes one result that it owns, and only reads
   those before it. */
#include <stdlib.h>

#include "base/memory.h"
#include "city/inputs.h"
#include "city/read_city.h"
#include "measure/edge_effect.h"
#include "measure/network_reach.h"
#include "measure/overlap.h"
#include "report/extras.h"
#include "report/fill.h"
#include "report/shapes.h"

/* What is made of a city and a profile on the way to the report. */
typedef struct check {
    const lc_check_options *options;
    const lc_profile *profile;
    const lc_city *city;
    bool *edge_effect;
    lc_city_links links;
    lc_plan *plan;
    lc_fields *fields;
    lc_results results;
    lc_report *report;
} check_t;

static lc_status link_facilities(lc_context *ctx, check_t *c) {
    lc_status status = lc_network_reach(ctx, c->profile, c->city, c->options->link_limit_m);
    if (status == LC_OK) status = lc_edge_effect(ctx, c->profile, c->city, &c->edge_effect);
    if (status == LC_OK) status = lc_phase_begin(ctx, "link facilities");
    return status == LC_OK ? lc_city_links_find(ctx, c->city, c->options->link_limit_m, &c->links) : status;
}

static lc_status search(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "search network");
    if (status == LC_OK) status = lc_plan_new(ctx, c->profile, c->city, &c->plan);
    return status == LC_OK ? lc_fields_new(ctx, c->plan, &c->links, &c->fields) : status;
}

static lc_status measure(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "measure coverage");
    return status == LC_OK ? lc_results_measure(ctx, c->fields, c->options->max_error, &c->results) : status;
}

static lc_status make_report(lc_context *ctx, check_t *c) {
    lc_status status = lc_phase_begin(ctx, "make report");
    if (status == LC_OK) status = lc_report_fill(ctx, c->options, c->plan, c->edge_effect, &c->results, &c->report);
    return status;
}

/* Overlap over the communities, and what each facility serves: one count for both. */
static lc_status count_reach(lc_context *ctx, check_t *c) {
    const lc_check_options *o = c->options;
    if (!o->overlap && !o->want_facilities) return LC_OK;
    size_t n = c->city->n_communities * c->profile->n_indicators, rows = 0;
    for (size_t k = 0; k < c->city->n_facilities; k++) rows += c->city->facilities[k].n;
    double *overlap = LC_NEW(double, n), *served = LC_NEW(double, rows * c->profile->n_indicators);
    lc_status status = overlap && served ? lc_phase_begin(ctx, "count overlap") : lc_fail_memory(ctx);
    if (status == LC_OK)
        status = lc_overlap_measure(ctx, c->fields, &c->results, o->overlap ? overlap : NULL,
                                    o->want_facilities ? served : NULL);
    for (size_t k = 0; status == LC_OK && o->overlap && k < n; k++) c->report->statistics[k].overlap = overlap[k];
    if (status == LC_OK && o->want_facilities) status = lc_extras_facilities(ctx, c->fields, served, c->report);
    c->report->has_overlap = status == LC_OK && o->overlap;
    free(overlap);
    free(served);
    return status;
}

static lc_status list_paths(lc_context *ctx, check_t *c) {
    if (!c->options->want_network) return LC_OK;
    return lc_extras_paths(ctx, c->city->network, c->city->crs, c->report);
}

static lc_status draw_shapes(lc_context *ctx, check_t *c) {
    const lc_check_options *o = c->options;
    if (!o->want_areas && !o->want_gaps && !o->n_fields) return LC_OK;
    lc_shapes_job job = {.options = o,
                         .profile = c->profile,
                         .plan = c->plan,
                         .city = c->city,
                         .fields = c->fields,
                         .results = &c->results};
    lc_status status = lc_phase_begin(ctx, "draw areas");
    return status == LC_OK ? lc_shapes_make(ctx, &job, c->report) : status;
}

static void count_network(lc_context *ctx, const lc_network *network) {
    if (!network) return;
    ctx->stats.nodes = network->n_nodes;
    ctx->stats.edges = network->n_edges;
    ctx->stats.segments = network->n_segs;
}

static lc_status check_city(lc_context *ctx, const lc_check_options *options, const lc_profile *profile,
                            const lc_city *city, lc_report **out) {
    typedef lc_status (*step_fn)(lc_context *, check_t *);
    static const step_fn steps[] = {link_facilities, search,     measure,    make_report,
                                    count_reach,     list_paths, draw_shapes};
    check_t c = {.options = options, .profile = profile, .city = city};
    lc_warnings_clear(&ctx->warnings);
    lc_status status = lc_warnings_copy(&ctx->warnings, &city->warnings) ? LC_OK : lc_fail_memory(ctx);
    count_network(ctx, city->network);
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](ctx, &c);
    if (status == LC_OK) {
        c.report->warnings = ctx->warnings;
        ctx->warnings = (lc_warnings){0};
        *out = c.report;
        c.report = NULL;
    }
    lc_report_free(c.report);
    lc_results_free(&c.results);
    lc_fields_free(c.fields);
    lc_plan_free(c.plan);
    lc_city_links_free(&c.links);
    free(c.edge_effect);
    return status;
}

lc_status lc_check(lc_context *ctx, const lc_check_options *options, lc_report **out) {
    lc_check_options o = *options;
    lc_profile *profile = NULL;
    lc_city city = {0};
    ctx->n_phases = 0;
    ctx->stats = (lc_stats){0};
    ctx->message[0] = 0;
    lc_warnings_clear(&ctx->warnings);
    lc_status status = lc_inputs_defaults(ctx, &o);
    if (status == LC_OK) status = lc_phase_begin(ctx, "read profile");
    if (status == LC_OK) status = lc_profile_load(ctx, o.data_dir, o.profile, &profile);
    if (status == LC_OK) status = lc_city_read(ctx, &o, profile, &city);
    if (status == LC_OK) status = check_city(ctx, &o, profile, &city, out);
    lc_phase_begin(ctx, NULL);
    lc_city_clear(&city);
    lc_profile_free(profile);
    return status;
}
