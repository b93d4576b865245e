#include "report/figures.h"

#include <stdlib.h>
#include <string.h>

const char *const lc_definition_member[LC_DEFINITION_MEMBERS] = {"metric",   "denominator", "rules",
                                                                 "category", "distance_m",  "combines"};

bool lc_definition_differs(const lc_figure_indicator *before, const lc_figure_indicator *after, size_t k) {
    bool rules = before->definition[LC_DEFINITION_RULES] && after->definition[LC_DEFINITION_RULES];
    if (k > LC_DEFINITION_RULES && rules) return false;
    const char *one = before->definition[k], *other = after->definition[k];
    return one && other && strcmp(one, other) != 0;
}

static void free_indicator(lc_figure_indicator *indicator) {
    free(indicator->id);
    free(indicator->title_en);
    free(indicator->title_zh);
    free(indicator->target_text);
    free(indicator->community_target_text);
    for (size_t k = 0; k < LC_DEFINITION_MEMBERS; k++) free(indicator->definition[k]);
    free(indicator->city.reason);
}

static void free_input(lc_figure_input *input) {
    free(input->role);
    free(input->file);
    free(input->layer);
    free(input->crs);
    free(input->encoding);
    free(input->sha256);
}

void lc_figures_free(lc_figures *figures) {
    if (!figures) return;
    size_t n_values = figures->values ? figures->n_communities * figures->n_indicators : 0;
    for (size_t k = 0; k < n_values; k++) free(figures->values[k].reason);
    free(figures->values);
    free(figures->counts);
    for (size_t c = 0; c < figures->n_communities; c++) {
        free(figures->communities[c].id);
        free(figures->communities[c].name);
    }
    free(figures->communities);
    for (size_t k = 0; k < figures->n_categories; k++) free(figures->categories[k]);
    free(figures->categories);
    for (size_t i = 0; i < figures->n_indicators; i++) free_indicator(&figures->indicators[i]);
    free(figures->indicators);
    for (size_t i = 0; i < figures->n_inputs; i++) free_input(&figures->inputs[i]);
    free(figures->inputs);
    for (size_t i = 0; i < figures->n_parameters; i++) {
        free(figures->parameters[i].name);
        free(figures->parameters[i].value);
    }
    free(figures->parameters);
    free(figures->edits);
    free(figures->profile);
    free(figures->version);
    free(figures->file);
    free(figures);
}
