/* What two reports were made from, compared: the likely causes of what changed. */
#include "report/causes.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/match_inputs.h"

static bool add(lc_diff *diff, const lc_cause *cause) {
    if (!LC_ROOM(diff->causes, diff->cap_causes, diff->n_causes + 1)) return false;
    diff->causes[diff->n_causes++] = *cause;
    return true;
}

/* Are two texts the same, NULL included? */
static bool same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool add_texts(lc_diff *diff, lc_cause_kind kind, const char *subject, const char *member, const char *before,
                      const char *after) {
    lc_cause cause = {.kind = kind,
                      .subject = subject,
                      .member = member,
                      .before = before,
                      .after = after,
                      .features_before = NAN,
                      .features_after = NAN};
    return same(before, after) || add(diff, &cause);
}

/* ----------------------------------------------------------------- inputs */

static lc_cause input_cause(lc_cause_kind kind, const lc_figure_input *before, const lc_figure_input *after) {
    return (lc_cause){.kind = kind,
                      .subject = before ? before->role : after->role,
                      .before = before ? before->file : NULL,
                      .after = after ? after->file : NULL,
                      .sha_before = before ? before->sha256 : NULL,
                      .sha_after = after ? after->sha256 : NULL,
                      .features_before = before ? before->features : NAN,
                      .features_after = after ? after->features : NAN};
}

static lc_input_name name_of(const lc_figure_input *in) {
    return (lc_input_name){in->role, in->file, in->layer, in->sha256};
}

static bool compare_input(lc_diff *diff, const lc_figure_input *before, const lc_figure_input *after) {
    const lc_input_name old = name_of(before), new = name_of(after);
    bool hashes = before->sha256 && after->sha256;
    bool features = before->features < after->features || before->features > after->features;
    lc_cause changed = input_cause(LC_CAUSE_INPUT, before, after);
    if (features || (hashes ? !same(before->sha256, after->sha256) : !same(before->file, after->file)))
        return add(diff, &changed);
    if ((!lc_input_is_copy(&old, &new) &&
         !add_texts(diff, LC_CAUSE_INPUT, before->role, "layer", before->layer, after->layer)) ||
        !add_texts(diff, LC_CAUSE_INPUT, before->role, "crs", before->crs, after->crs) ||
        !add_texts(diff, LC_CAUSE_INPUT, before->role, "encoding", before->encoding, after->encoding))
        return false;
    lc_cause unknown = input_cause(LC_CAUSE_INPUT_UNKNOWN, before, after);
    return hashes || add(diff, &unknown);
}

static lc_input_name *names_of(const lc_figures *figures) {
    lc_input_name *names = LC_NEW(lc_input_name, figures->n_inputs);
    for (size_t i = 0; names && i < figures->n_inputs; i++) names[i] = name_of(&figures->inputs[i]);
    return names;
}

static bool compare_inputs(lc_diff *diff) {
    const lc_figures *before = diff->before, *after = diff->after;
    lc_input_name *old = names_of(before), *new = names_of(after);
    lc_match match = {0};
    bool good = old && new &&lc_match_inputs(old, before->n_inputs, new, after->n_inputs, &match);
    for (size_t i = 0; good && i < after->n_inputs; i++) {
        lc_cause added = input_cause(LC_CAUSE_INPUT_NEW, NULL, &after->inputs[i]);
        size_t k = match.before[i];
        good = k == SIZE_MAX ? add(diff, &added) : compare_input(diff, &before->inputs[k], &after->inputs[i]);
    }
    for (size_t i = 0; good && i < before->n_inputs; i++) {
        lc_cause gone = input_cause(LC_CAUSE_INPUT_GONE, &before->inputs[i], NULL);
        if (match.after[i] == SIZE_MAX) good = add(diff, &gone);
    }
    lc_match_free(&match);
    free(new);
    free(old);
    return good;
}

/* ----------------------------------------------------------- definitions */

/* The value of a parameter, NULL when the report does not have it. */
static const char *parameter(const lc_figures *figures, const char *name) {
    for (size_t i = 0; i < figures->n_parameters; i++)
        if (strcmp(figures->parameters[i].name, name) == 0) return figures->parameters[i].value;
    return NULL;
}

/* A parameter that only one of them knows is one of another version of the program, which is told anyway. */
static bool compare_parameters(lc_diff *diff) {
    for (size_t i = 0; i < diff->after->n_parameters; i++) {
        const lc_setting *after = &diff->after->parameters[i];
        const char *before = parameter(diff->before, after->name);
        if (before && !add_texts(diff, LC_CAUSE_PARAMETER, after->name, NULL, before, after->value)) return false;
    }
    return true;
}

static bool compare_definition(lc_diff *diff, const lc_figure_indicator *before, const lc_figure_indicator *after) {
    for (size_t k = 0; k < LC_DEFINITION_MEMBERS; k++)
        if (lc_definition_differs(before, after, k) &&
            !add_texts(diff, LC_CAUSE_DEFINITION, after->id, lc_definition_member[k], before->definition[k],
                       after->definition[k]))
            return false;
    return true;
}

static bool compare_targets(lc_diff *diff, const lc_figure_indicator *before, const lc_figure_indicator *after) {
    return add_texts(diff, LC_CAUSE_TARGET, after->id, "target", before->target_text, after->target_text) &&
           add_texts(diff, LC_CAUSE_TARGET, after->id, "community_target", before->community_target_text,
                     after->community_target_text);
}

lc_status lc_diff_find_causes(lc_context *ctx, lc_diff *diff) {
    const lc_figures *before = diff->before, *after = diff->after;
    bool good = compare_inputs(diff) && add_texts(diff, LC_CAUSE_EDITS, "edits", NULL, before->edits, after->edits);
    for (size_t i = 0; good && i < after->n_indicators; i++) {
        size_t k = diff->indicators.before[i];
        if (k == SIZE_MAX) continue;
        good = compare_definition(diff, &before->indicators[k], &after->indicators[i]) &&
               compare_targets(diff, &before->indicators[k], &after->indicators[i]);
    }
    good = good && compare_parameters(diff) &&
           add_texts(diff, LC_CAUSE_PROFILE, "profile", NULL, before->profile, after->profile) &&
           add_texts(diff, LC_CAUSE_PROGRAM, "lifecircle", NULL, before->version, after->version);
    return good ? LC_OK : lc_fail_memory(ctx);
}
