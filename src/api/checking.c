#include "api/checking.h"

#include <math.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/options.h"
#include "city/inputs.h"
#include "city/walk_ground.h"
#include "measure/edge_effect.h"
#include "measure/network_reach.h"
#include "measure/overlap.h"
#include "measure/stale.h"
#include "network/access.h"
#include "network/walk_length.h"
#include "report/extra_facilities.h"
#include "report/extra_paths.h"
#include "report/fill.h"
#include "report/shapes.h"

static lc_status link_facilities(lc_context *ctx, lc_checking *c) {
    lc_status status = LC_OK; /* one of several planes may have no paths */
    if (!c->city->is_plane) status = lc_network_reach(ctx, c->profile, c->city, c->options->link_limit_m);
    if (status == LC_OK) status = lc_edge_effect(ctx, c->profile, c->city, &c->edge_effect);
    if (status == LC_OK) status = lc_phase_begin(ctx, "link facilities");
    return status == LC_OK ? lc_city_links_find(ctx, c->city, c->options->link_limit_m,
                                                c->before ? &c->before->links : NULL, &c->links)
                           : status;
}

static lc_status search(lc_context *ctx, lc_checking *c) {
    lc_status status = lc_phase_begin(ctx, "search network");
    if (status == LC_OK) status = lc_plan_new(ctx, c->profile, c->city, &c->plan);
    return status == LC_OK ? lc_fields_new(ctx, c->plan, &c->links, c->before ? c->before->fields : NULL, &c->fields)
                           : status;
}

/* What is kept of the state before, and may be another now, is forgotten. */
static lc_status forget_stale(lc_context *ctx, lc_checking *c) {
    size_t n_passes = c->plan->n_passes;
    bool all, *stale = LC_NEW0(bool, c->city->n_communities *n_passes);
    bool ok = stale && lc_stale_communities(c->before->fields, c->fields, stale, &all);
    bool paths = c->before->city->network != c->city->network;
    if (ok) lc_kept_forget(c->kept, all ? NULL : stale, n_passes, paths);
    free(stale);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

static lc_status measure(lc_context *ctx, lc_checking *c) {
    lc_status status = lc_phase_begin(ctx, "measure coverage");
    if (status == LC_OK && c->before) status = forget_stale(ctx, c);
    const lc_asked asked = {c->options->max_error, c->options->max_distance_error_m};
    return status == LC_OK ? lc_results_measure_again(ctx, c->fields, asked, c->kept, &c->results) : status;
}

static lc_status make_report(lc_context *ctx, lc_checking *c) {
    lc_status status = lc_phase_begin(ctx, "make report");
    lc_report_before before;
    if (c->before) before = (lc_report_before){c->before->report, c->before->plan, &c->before->results};
    if (status == LC_OK)
        status = lc_report_fill(ctx, c->options, c->plan, c->edge_effect, &c->results, c->before ? &before : NULL,
                                &c->report);
    return status;
}

/* Overlap over the communities, and what each facility serves: one count for both. */
static lc_status count_reach(lc_context *ctx, lc_checking *c) {
    const lc_check_options *o = c->options;
    bool want_served = o->want_facilities && !o->skip_served;
    if (!o->overlap && !o->want_facilities) return LC_OK;
    size_t n = c->city->n_communities * c->profile->n_indicators, rows = 0;
    for (size_t k = 0; k < c->city->n_facilities; k++) rows += c->city->facilities[k].n;
    double *overlap = LC_NEW(double, n), *err = LC_NEW(double, n),
           *served = LC_NEW(double, rows * c->profile->n_indicators);
    lc_status status = overlap && err && served ? lc_phase_begin(ctx, "count overlap") : lc_fail_memory(ctx);
    if (status == LC_OK && (o->overlap || want_served))
        status = lc_overlap_measure(ctx, c->fields, &c->results, o->max_error, o->overlap ? overlap : NULL,
                                    o->overlap ? err : NULL, want_served ? served : NULL);
    for (size_t k = 0; status == LC_OK && !want_served && k < rows * c->profile->n_indicators; k++) served[k] = NAN;
    for (size_t k = 0; status == LC_OK && o->overlap && k < n; k++) {
        c->report->statistics[k].overlap = overlap[k];
        c->report->statistics[k].overlap_err = err[k];
    }
    if (status == LC_OK && o->want_facilities) status = lc_extras_facilities(ctx, c->fields, served, c->report);
    c->report->has_overlap = status == LC_OK && o->overlap;
    free(overlap);
    free(err);
    free(served);
    return status;
}

static lc_status list_paths(lc_context *ctx, lc_checking *c) {
    if (!c->options->want_network) return LC_OK;
    const lc_walk_cost *cost = lc_base_walk_cost(c->profile, &c->city->cost);
    const lc_network *network = lc_city_network(c->city, cost);
    lc_network *view = NULL;
    if (network && lc_walk_counts(network, cost)) {
        view = lc_network_view(network, cost, c->profile->walk_speed_m_per_min / 60);
        if (!view) return lc_fail_memory(ctx);
    }
    lc_status status = lc_extras_paths(ctx, network, view ? view : network, c->city->crs, c->report);
    lc_network_view_free(view);
    return status;
}

static lc_status draw_shapes(lc_context *ctx, lc_checking *c) {
    const lc_check_options *o = c->options;
    if (!o->want_areas && !o->want_gaps && !o->n_categories) return LC_OK;
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
    ctx->stats.nodes += network->n_nodes;
    ctx->stats.edges += network->n_edges;
    ctx->stats.segments += network->n_segs;
}

lc_status lc_checking_run(lc_context *ctx, lc_checking *c) {
    typedef lc_status (*step_fn)(lc_context *, lc_checking *);
    static const step_fn steps[] = {link_facilities, search,     measure,    make_report,
                                    count_reach,     list_paths, draw_shapes};
    lc_status status = lc_told_tell(ctx, &c->city->told);
    count_network(ctx, c->city->network);
    if (c->city->demand_unasked && !c->options->want_gaps) lc_inputs_unused(ctx, "demand");
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](ctx, c);
    lc_phase_begin(ctx, NULL);
    if (status != LC_OK) return status;
    return lc_warnings_take(ctx, &c->report->warnings);
}

void lc_checking_free(lc_checking *c) {
    lc_report_free(c->report);
    lc_results_free(&c->results);
    lc_fields_free(c->fields);
    lc_plan_free(c->plan);
    lc_city_links_free(&c->links);
    free(c->edge_effect);
    *c = (lc_checking){0};
}

/* Put the defaults where nothing was given, and refuse what makes no sense. */
lc_status lc_check_settle(lc_context *ctx, const lc_check_options *options, lc_check_options *o) {
    *o = LC_CHECK_OPTIONS_INIT;
    lc_status status = lc_options_read(ctx, "lc_check_options", o, sizeof *o, options);
    if (status != LC_OK) return status;
    if (isnan(o->max_error)) o->max_error = 0.005;
    if (isnan(o->max_distance_error_m)) o->max_distance_error_m = INFINITY;
    status = lc_link_limit_settle(ctx, &o->link_limit_m);
    if (status != LC_OK) return status;
    if (!(o->max_error >= 1e-6 && o->max_error <= 0.5))
        return lc_fail(ctx, LC_ERR_INPUT, "max error %g: give a share from 0.000001 to 0.5", o->max_error);
    if (!(o->max_distance_error_m >= 0.01))
        return lc_fail(ctx, LC_ERR_INPUT, "max distance error %g m: give a length of 0.01 m or more",
                       o->max_distance_error_m);
    return LC_OK;
}

lc_status lc_check_city(lc_context *ctx, const lc_city *city, const lc_profile *profile) {
    if (!city->network && !city->shared && lc_profile_walks(profile))
        return lc_fail(ctx, LC_ERR_INPUT, "profile %s measures walking distance, and the city has no network",
                       profile->name);
    return lc_walk_ground_check(ctx, city, profile);
}
