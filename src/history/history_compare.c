/* What changed from a run to the next one of the same profile. */

#include <string.h>

#include "base/memory.h"
#include "history/history.h"
#include "report/match_inputs.h"

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* An input that is gone is listed after those of the run. */
static bool add_removed(lc_history_run_data *data, const lc_run_input *old) {
    if (!LC_ROOM(data->input, data->cap_input, data->run.inputs + 1)) return false;
    lc_run_input *in = &data->input[data->run.inputs++];
    *in = (lc_run_input){.role = lc_strdup(old->role),
                         .file = lc_strdup(old->file),
                         .layer = lc_strdup(old->layer),
                         .sha256 = lc_strdup(old->sha256),
                         .change = LC_REMOVED};
    return in->role && in->file && (in->layer || !old->layer) && (in->sha256 || !old->sha256);
}

/* The inputs of a run itself, without those that are listed as gone. malloc'ed. */
static lc_input_name *names_of(const lc_history_run_data *data, size_t *n) {
    lc_input_name *names = LC_NEW(lc_input_name, data->run.inputs);
    *n = 0;
    for (size_t k = 0; names && k < data->run.inputs; k++) {
        const lc_run_input *in = &data->input[k];
        if (in->change != LC_REMOVED) names[(*n)++] = (lc_input_name){in->role, in->file, in->layer, in->sha256};
    }
    return names;
}

/* A file without a hash, of a database or a service, is told by its name. */
static lc_input_change change_of(const lc_input_name *before, const lc_input_name *after) {
    bool hashes = before->sha256 && after->sha256;
    bool unchanged = hashes ? lc_input_is_copy(before, after)
                            : same(before->file, after->file) && same(before->layer, after->layer) &&
                                  same(before->sha256, after->sha256);
    return unchanged ? LC_UNCHANGED : LC_CHANGED;
}

/* Those that are gone stand behind the others, so that indices of names are indices of inputs. */
static bool compare_inputs(lc_history_run_data *data, const lc_history_run_data *before) {
    size_t n_old = 0, n_new = 0;
    lc_input_name *old = names_of(before, &n_old), *new = names_of(data, &n_new);
    lc_match match = {0};
    bool ok = old && new &&lc_match_inputs(old, n_old, new, n_new, &match);
    for (size_t k = 0; ok && k < n_new; k++)
        data->input[k].change = match.before[k] == SIZE_MAX ? LC_ADDED : change_of(&old[match.before[k]], &new[k]);
    for (size_t k = 0; ok && k < n_old; k++)
        if (match.after[k] == SIZE_MAX) ok = add_removed(data, &before->input[k]);
    lc_match_free(&match);
    free(old);
    free(new);
    return ok;
}

bool lc_history_compare(lc_history *h) {
    for (size_t i = 1; i < h->n; i++) {
        lc_history_run_data *data = &h->run[i];
        for (size_t k = i; k > 0 && data->previous == SIZE_MAX; k--)
            if (same(h->run[k - 1].run.profile, data->run.profile)) data->previous = k - 1;
        if (data->previous == SIZE_MAX) continue;
        const lc_history_run_data *before = &h->run[data->previous];
        data->run.parameters_changed = !same(data->parameters, before->parameters);
        data->run.version_changed = !same(data->run.version, before->run.version);
        if (!compare_inputs(data, before)) return false;
    }
    return true;
}
