/* What changed from a run to the next one of the same profile. */
#include <string.h>

#include "base/memory.h"
#include "store/history.h"

static bool same(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The input of `before` that `in` continues: with `strict`, the same file and layer in the same role; else the first of
   that role that is not taken yet. SIZE_MAX without. */
static size_t find(const lc_history_run_data *before, const bool *taken, const lc_run_input *in, bool strict) {
    for (size_t k = 0; k < before->run.inputs; k++) {
        const lc_run_input *old = &before->input[k];
        if (taken[k] || old->change == LC_REMOVED || !same(old->role, in->role)) continue;
        if (!strict || (same(old->file, in->file) && same(old->layer, in->layer))) return k;
    }
    return SIZE_MAX;
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

static bool compare_inputs(lc_history_run_data *data, const lc_history_run_data *before) {
    bool *taken = LC_NEW0(bool, before->run.inputs), ok = taken != NULL;
    size_t n = data->run.inputs;
    for (size_t k = 0; ok && k < n; k++) data->input[k].change = LC_ADDED;
    for (int strict = 1; ok && strict >= 0; strict--)
        for (size_t k = 0; k < n; k++) {
            lc_run_input *in = &data->input[k];
            size_t old = in->change == LC_ADDED ? find(before, taken, in, strict) : SIZE_MAX;
            if (old == SIZE_MAX) continue;
            taken[old] = true;
            in->change = strict && same(in->sha256, before->input[old].sha256) ? LC_UNCHANGED : LC_CHANGED;
        }
    for (size_t k = 0; ok && k < before->run.inputs; k++)
        if (!taken[k] && before->input[k].change != LC_REMOVED) ok = add_removed(data, &before->input[k]);
    free(taken);
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
