/* lc_inspect(): survey, role, verdict. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/options.h"
#include "city/osm_source.h"
#include "inspect/inspection.h"
#include "network/access.h"
#include "source/layer.h"
#include "source/raster.h"
#include "source/survey_layers.h"

static const char *const ROLES[] = {LC_TEXT("network"), LC_TEXT("communities"), LC_TEXT("facilities"),
                                    LC_TEXT("demand"), LC_TEXT("heights")};
enum { NETWORK, COMMUNITIES, FACILITIES, N_LAYER_ROLES, DEMAND = N_LAYER_ROLES, HEIGHTS, N_ROLES };

static lc_status check_options(lc_context *ctx, lc_inspect_options *o) {
    lc_status status = lc_link_limit_settle(ctx, &o->link_limit_m);
    if (status != LC_OK) return status;
    if (!o->role) return LC_OK;
    for (size_t i = 0; i < N_ROLES; i++)
        if (strcmp(o->role, ROLES[i]) == 0) return LC_OK;
    return lc_fail(
        ctx, LC_ERR_INPUT,
        "role '%s' is not known; it is one of network, communities, facilities, and of rasters demand, heights",
        o->role);
}

static void choose_role(lc_inspection *out, const char *wanted) {
    const lc_survey *s = &out->survey;
    size_t most = s->points + s->mixed > s->lines ? s->points + s->mixed : s->lines;
    size_t guess = s->polygons > most ? COMMUNITIES : s->lines == most && most ? NETWORK : FACILITIES;
    for (size_t i = 0; wanted && i < N_LAYER_ROLES; i++)
        if (strcmp(wanted, ROLES[i]) == 0) guess = i;
    out->role = ROLES[guess];
    const char *role = lc_tr(out->ctx, out->role);
    if (wanted)
        lc_found(out, "role", "looked at as", "%s", role);
    else
        lc_found(out, "role", "looked at as", "%s, by its geometry", role);
}

static bool has_errors(const lc_inspection *out) {
    for (size_t i = 0; i < out->n_problems; i++)
        if (out->problem[i].severity == LC_ERROR) return true;
    return false;
}

/* Coordinates that the reader has put right, and told, are no problem any more. */
static bool was_put_right(const lc_warnings *warnings) {
    for (size_t i = 0; i < warnings->n; i++)
        if (strcmp(warnings->entry[i].code, "axes_swapped") == 0 ||
            strcmp(warnings->entry[i].code, "crs_zone_prefix") == 0)
            return true;
    return false;
}

/* false: that is for the reader to tell, which knows better. */
static bool judge_place(lc_inspection *out) {
    const lc_survey_count *outside = &out->survey.outside;
    if (!outside->n || was_put_right(&out->ctx->warnings)) return false;
    lc_found_problem *problem = lc_found_problem_of(
        out, LC_WARNING, "outside_crs", "features with coordinates beyond the region that the CRS is made for",
        "look at them on a map; if all of them are, the CRS is wrong: say what it is with '|crs='", outside->n);
    for (size_t i = 0; i < outside->n_examples; i++) lc_found_example(out, problem, "feature %s", outside->example[i]);
    return true;
}

static int wanted_kinds(const char *role) {
    if (role && strcmp(role, ROLES[NETWORK]) == 0) return LC_WANT_LINES;
    return role && strcmp(role, ROLES[COMMUNITIES]) == 0 ? LC_WANT_POLYGONS : LC_WANT_ALL;
}

/* It could not be read since it has several layers: they are told. */
static bool must_choose(lc_inspection *out, const lc_source *source) {
    lc_context *ctx = out->ctx;
    if (source->layername || source->layerid) return false;
    lc_error_state error = ctx->error; /* stays, whatever the look at the layers comes to */
    ctx->error = (lc_error_state){0};
    lc_status status = lc_survey_layers(ctx, source, &out->layer, &out->n_layers);
    lc_error_clear(&ctx->error);
    ctx->error = error;
    if (status != LC_OK || out->n_layers < 2) return false;
    lc_inspect_layers(out, source);
    out->reason = lc_strdup(lc_error_message(ctx));
    lc_error_clear(&ctx->error);
    return true;
}

static lc_status inspect_layer(lc_inspection *out, const lc_inspect_options *o, const lc_source *source,
                               bool *against) {
    /* What the survey tells by itself, with examples. */
    const char *told[] = {"no_geometry",
                          "invalid_repaired",
                          "curves_straightened",
                          "heights_ignored",
                          "vertex_repeated",
                          "network_empty",
                          NULL,
                          NULL};
    lc_context *ctx = out->ctx;
    lc_status status = lc_survey_layer(ctx, source, o->role ? o->role : "source", wanted_kinds(o->role), &out->survey);
    if (status == LC_ERR_INPUT && must_choose(out, source)) return LC_OK;
    if (status != LC_OK) return status;
    lc_warnings surveyed = ctx->warnings; /* the role's reading tells the same again */
    ctx->warnings = (lc_warnings){0};
    out->surveyed = true;
    out->extent = out->survey.has_lonlat ? out->survey.lonlat : lc_box_empty();
    choose_role(out, o->role);
    lc_inspect_survey(out);
    if (!has_errors(out)) status = lc_inspect_role(out, o, source, against);
    if (!lc_warnings_join(&ctx->warnings, &surveyed)) out->memory = true;
    if (judge_place(out)) told[6] = "outside_crs";
    lc_found_warnings(out, told);
    if (status == LC_OK && !has_errors(out)) lc_found_extent(out);
    if (status == LC_OK && !has_errors(out))
        lc_found(out, "fit", "can be used", "%zu of %zu features", out->fit, out->survey.n_features);
    return status;
}

/* The worst first; of equals, the first found. */
static void sort_problems(lc_inspection *out) {
    for (size_t i = 1; i < out->n_problems; i++) {
        lc_found_problem moved = out->problem[i];
        size_t k = i;
        for (; k > 0 && out->problem[k - 1].severity < moved.severity; k--) out->problem[k] = out->problem[k - 1];
        out->problem[k] = moved;
    }
}

static bool conclude(lc_inspection *out) {
    sort_problems(out);
    lc_severity worst = out->n_problems ? out->problem[0].severity : LC_NOTE;
    out->fitness = worst == LC_ERROR ? LC_UNUSABLE : worst == LC_WARNING ? LC_USABLE : LC_FIT;
    if (out->fitness == LC_UNUSABLE && !out->reason) {
        const lc_found_problem *p = &out->problem[0];
        const char *example = p->n_examples ? p->example[0] : NULL;
        const char *const english[] = {": ", " (", ")", "; "}, *const chinese[] = {"：", "（", "）", "；"};
        const char *const *mark = lc_is_chinese(out->ctx) ? chinese : english;
        out->reason =
            lc_sprintf("%s%s%s%s%s%s%s%s", out->file, mark[0], p->message ? p->message : "", example ? mark[1] : "",
                       example ? example : "", example ? mark[2] : "", p->fix ? mark[3] : "", p->fix ? p->fix : "");
        if (!out->reason) return false;
    }
    return !out->memory && lc_inspection_write_json(out);
}

/* What failed is the source's own doing: a finding. */
static bool is_finding(lc_status status) {
    return status == LC_ERR_INPUT || status == LC_ERR_IO;
}

/* A raster is demand, unless it is said to be of heights. */
static lc_status inspect_raster(lc_inspection *out, const lc_inspect_options *o, const lc_source *source,
                                bool *against) {
    if (!o->role || strcmp(o->role, ROLES[DEMAND]) == 0) return lc_inspect_raster(out, source);
    if (strcmp(o->role, ROLES[HEIGHTS]) == 0) return lc_inspect_heights(out, o, source, against);
    return lc_fail(out->ctx, LC_ERR_INPUT, "'%s' is a raster, which is of use as demand or heights, not as %s",
                   source->text, lc_tr(out->ctx, o->role));
}

static lc_status inspect(lc_inspection *out, const lc_inspect_options *o, const char *text) {
    lc_source source = {0};
    bool against = false;
    lc_status status = lc_source_parse(out->ctx, text, &source);
    out->file = status == LC_OK ? lc_strdup(lc_source_basename(&source)) : lc_source_shown(text);
    if (!out->file) status = lc_fail_memory(out->ctx);
    if (status == LC_OK && lc_osm_is_source(&source)) {
        status = lc_inspect_osm(out, o, source.path);
        if (status == LC_OK) lc_found_warnings(out, NULL);
    } else if (status == LC_OK) {
        status = lc_source_is_raster(&source) ? inspect_raster(out, o, &source, &against)
                                              : inspect_layer(out, o, &source, &against);
    }
    lc_source_free(&source);
    if (!is_finding(status) || against) return status;
    out->reason = lc_strdup(lc_error_message(out->ctx));
    lc_found_example(out, lc_found_problem_of(out, LC_ERROR, "unreadable", "it cannot be used", NULL, 1), "%s",
                     lc_error_message(out->ctx));
    lc_error_clear(&out->ctx->error);
    return out->reason ? LC_OK : lc_fail_memory(out->ctx);
}

lc_status lc_inspect(lc_context *ctx, const char *source, const lc_inspect_options *options, lc_inspection **out) {
    lc_inspect_options o = LC_INSPECT_OPTIONS_INIT;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_inspect_options", &o, sizeof o, options);
    if (status == LC_OK) status = check_options(ctx, &o);
    if (status == LC_OK) status = lc_phase_begin(ctx, "inspect");
    if (status != LC_OK) return status;
    lc_inspection *inspection = LC_NEW0(lc_inspection, 1);
    if (!inspection) return lc_fail_memory(ctx);
    inspection->ctx = ctx;
    inspection->extent = lc_box_empty();
    status = inspect(inspection, &o, source);
    if (status == LC_OK && (!conclude(inspection) || ctx->warnings.lost)) status = lc_fail_memory(ctx);
    lc_phase_begin(ctx, NULL);
    inspection->ctx = NULL;
    if (status != LC_OK) {
        lc_inspection_free(inspection);
        return status;
    }
    *out = inspection;
    return LC_OK;
}
