#include "inspect/inspection.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "source/survey_layers.h"

enum { TEXT_MAX = 1024 };

/* A copy without passwords; masks may be longer than what they stand for. */
static char *keep(lc_inspection *out, const char *text) {
    char safe[TEXT_MAX];
    if (!text) return NULL;
    snprintf(safe, sizeof safe, "%s", text);
    lc_secrets_hide(&out->ctx->secrets, safe, sizeof safe);
    char *copy = lc_strdup(safe);
    if (!copy) out->memory = true;
    return copy;
}

static void add_fact(lc_inspection *out, const char *key, const char *label, const char *format, va_list args) {
    char text[TEXT_MAX];
    vsnprintf(text, sizeof text, lc_tr(out->ctx, format), args);
    if (!LC_ROOM(out->fact, out->cap_facts, out->n_facts + 1)) {
        out->memory = true;
        return;
    }
    out->fact[out->n_facts++] = (lc_found_fact){key, keep(out, label), keep(out, text)};
}

void lc_found(lc_inspection *out, const char *key, const char *label, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_fact(out, key, lc_tr(out->ctx, label), format, args);
    va_end(args);
}

void lc_found_named(lc_inspection *out, const char *key, const char *name, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_fact(out, key, name, format, args);
    va_end(args);
}

void lc_found_extent(lc_inspection *out) {
    static const double KM_A_DEGREE = 111.2; /* to a tenth, which is all that is shown */
    const lc_box *b = &out->extent;
    if (b->x0 > b->x1) return;
    double middle = (b->y0 + b->y1) / 2 * 3.14159265358979 / 180;
    lc_found(out, "extent", "extent", "lon %.5f to %.5f, lat %.5f to %.5f (%.1f x %.1f km)", b->x0, b->x1, b->y0, b->y1,
             (b->x1 - b->x0) * KM_A_DEGREE * cos(middle), (b->y1 - b->y0) * KM_A_DEGREE);
    /* Told before, and known better now that the axes are put right. */
    for (size_t i = 0; i + 1 < out->n_facts; i++) {
        if (strcmp(out->fact[i].key, "extent") != 0) continue;
        free(out->fact[i].label);
        free(out->fact[i].text);
        out->fact[i] = out->fact[--out->n_facts];
    }
}

void lc_found_number(lc_inspection *out, const char *section, const char *key, double value, int decimals) {
    if (!LC_ROOM(out->finding, out->cap_findings, out->n_findings + 1)) {
        out->memory = true;
        return;
    }
    out->finding[out->n_findings++] = (lc_finding){section, keep(out, key), value, decimals};
}

lc_found_problem *lc_found_problem_of(lc_inspection *out, lc_severity severity, const char *code, const char *message,
                                      const char *fix, size_t count) {
    if (!LC_ROOM(out->problem, out->cap_problems, out->n_problems + 1)) {
        out->memory = true;
        return NULL;
    }
    lc_found_problem *problem = &out->problem[out->n_problems++];
    *problem = (lc_found_problem){.code = code,
                                  .severity = severity,
                                  .message = keep(out, lc_tr(out->ctx, message)),
                                  .fix = keep(out, lc_tr(out->ctx, fix)),
                                  .count = count};
    return problem;
}

static void add_example(lc_inspection *out, lc_found_problem *problem, const char *format, va_list args) {
    char text[TEXT_MAX];
    if (!problem || problem->n_examples == LC_EXAMPLES_MAX) return;
    vsnprintf(text, sizeof text, lc_tr(out->ctx, format), args);
    char *copy = keep(out, text);
    if (copy) problem->example[problem->n_examples++] = copy;
}

void lc_found_example(lc_inspection *out, lc_found_problem *problem, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_example(out, problem, format, args);
    va_end(args);
}

void lc_found_fix(lc_inspection *out, lc_found_problem *problem, const char *format, ...) {
    char text[TEXT_MAX];
    va_list args;
    if (!problem) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, lc_tr(out->ctx, format), args);
    va_end(args);
    free(problem->fix);
    problem->fix = keep(out, text);
}

void lc_found_place(lc_inspection *out, lc_found_problem *problem, lc_xy lonlat, const char *format, ...) {
    va_list args;
    va_start(args, format);
    add_example(out, problem, format, args);
    va_end(args);
    if (!problem || problem->n_at == LC_PLACES_MAX) return;
    if (LC_ROOM(problem->at, problem->cap_at, problem->n_at + 1))
        problem->at[problem->n_at++] = lonlat;
    else
        out->memory = true;
}

/* What to do about what the reading tells. */
static const char *fix_of(const char *code) {
    static const char *const fixes[][2] = {
        {"encoding_guessed", LC_TEXT("look at the samples above; '|encoding=GBK', say, settles it")},
        {"encoding_wrong", LC_TEXT("look at the samples above; '|encoding=GBK', say, settles it")},
        {"encoding_doubtful", LC_TEXT("look at the samples above; '|encoding=GBK', say, settles it")},
        {"text_cut", LC_TEXT("widen the field where the data come from, and export them anew")},
        {"text_lost", LC_TEXT("look at the samples above; another '|encoding=' may fit")},
        {"axes_swapped",
         LC_TEXT("nothing, if they now lie where they belong; else export them in the order east, north")},
        {"crs_zone_prefix", LC_TEXT("nothing, if they now lie where they belong; else say what they are with '|crs='")},
        {"crs_old_datum", LC_TEXT("have the data transformed to CGCS2000 by the surveying office")},
        {"outside_crs", LC_TEXT("look at them on a map; if all of them are, say what they are with '|crs='")},
        {"layer_elsewhere", LC_TEXT("say what the coordinates are with '|crs='")},
        {"geometry_kind", LC_TEXT("keep them in a layer of their own, and choose one with '|layername='")},
        {"degenerate_geometry", LC_TEXT("draw them anew or delete them")},
        {"invalid_lost", LC_TEXT("draw them anew or delete them")},
        {"community_id_repeated", LC_TEXT("give each its own, or name another field with --id-field")},
        {"community_overlap", LC_TEXT("correct the boundaries in a GIS")},
        {"community_duplicate", LC_TEXT("delete one of them")},
        {"facility_unlinked", LC_TEXT("check where they are, and their CRS; --link-limit allows longer legs")},
    };
    for (size_t i = 0; i < sizeof fixes / sizeof *fixes; i++)
        if (strcmp(fixes[i][0], code) == 0) return fixes[i][1];
    return NULL;
}

/* What every extract of a city has, and what was put right: worth a look, but no reason against the file. */
static lc_severity severity_of(const char *code) {
    static const char *const notes[] = {"area_twice", "osm_no_area", "osm_node_no_area"};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (strcmp(notes[i], code) == 0) return LC_NOTE;
    return LC_WARNING;
}

void lc_found_warnings(lc_inspection *out, const char *const *skip) {
    const lc_warnings *warnings = &out->ctx->warnings;
    for (size_t i = 0; i < warnings->n; i++) {
        const lc_warning_entry *entry = &warnings->entry[i];
        bool skipped = false;
        for (size_t k = 0; skip && skip[k]; k++) skipped = skipped || strcmp(skip[k], entry->code) == 0;
        if (skipped) continue;
        lc_found_problem *problem = lc_found_problem_of(out, severity_of(entry->code), entry->code, entry->local,
                                                        fix_of(entry->code), entry->count);
        if (!problem) return;
        problem->owned = keep(out, entry->code);
        problem->code = problem->owned ? problem->owned : "";
        for (size_t k = 0; k < entry->n_examples; k++) lc_found_example(out, problem, "%s", entry->local_examples[k]);
    }
}

void lc_inspection_free(lc_inspection *inspection) {
    if (!inspection) return;
    for (size_t i = 0; i < inspection->n_facts; i++) {
        free(inspection->fact[i].label);
        free(inspection->fact[i].text);
    }
    for (size_t i = 0; i < inspection->n_findings; i++) free(inspection->finding[i].key);
    for (size_t i = 0; i < inspection->n_problems; i++) {
        lc_found_problem *problem = &inspection->problem[i];
        for (size_t k = 0; k < problem->n_examples; k++) free(problem->example[k]);
        free(problem->owned);
        free(problem->message);
        free(problem->fix);
        free(problem->at);
    }
    lc_survey_free(&inspection->survey);
    lc_survey_layers_free(inspection->layer, inspection->n_layers);
    free(inspection->fact);
    free(inspection->finding);
    free(inspection->problem);
    free(inspection->file);
    free(inspection->reason);
    free(inspection->json);
    free(inspection);
}

lc_fitness lc_inspection_fitness(const lc_inspection *inspection) {
    return inspection->fitness;
}

const char *lc_inspection_reason(const lc_inspection *inspection) {
    return inspection->reason;
}

const char *lc_inspection_json(const lc_inspection *inspection) {
    return inspection->json;
}

size_t lc_inspection_fact_count(const lc_inspection *inspection) {
    return inspection->n_facts;
}

lc_fact lc_inspection_fact(const lc_inspection *inspection, size_t fact) {
    const lc_found_fact *found = &inspection->fact[fact];
    return (lc_fact){found->key, found->label, found->text};
}

size_t lc_inspection_problem_count(const lc_inspection *inspection) {
    return inspection->n_problems;
}

lc_problem lc_inspection_problem(const lc_inspection *inspection, size_t problem) {
    const lc_found_problem *found = &inspection->problem[problem];
    return (lc_problem){.code = found->code,
                        .severity = found->severity,
                        .message = found->message,
                        .fix = found->fix,
                        .count = found->count,
                        .examples = (const char *const *)found->example,
                        .n_examples = found->n_examples};
}
