#include "report/merge_edits.h"

#include <math.h>
#include <string.h>

#include "city/edit_outcomes.h"
#include "report/shard_edits_read.h"

bool lc_shards_same_edits(const lc_shard_edits *a, const lc_shard_edits *b) {
    bool same = a->n == b->n && strcmp(a->digest, b->digest) == 0 && !(a->margin_m > b->margin_m) &&
                !(a->margin_m < b->margin_m);
    for (size_t i = 0; same && i < a->n; i++)
        same =
            a->first[i + 1] == b->first[i + 1] && (!a->far[i] || !b->far[i] || strlen(a->far[i]) == strlen(b->far[i]));
    return same;
}

static const lc_shard_edits *edits_of(const lc_shard_file *shard, size_t k) {
    return &shard[k].sums->shard->edits;
}

/* Does a vertex of edit i lie far from the communities of all parts? */
static bool is_far(const lc_shard_file *shard, size_t n, size_t i) {
    const char *first = edits_of(shard, 0)->far[i];
    for (size_t v = 0; first && first[v]; v++) {
        bool far = first[v] == '1';
        for (size_t k = 1; far && k < n; k++) far = edits_of(shard, k)->far[i] && edits_of(shard, k)->far[i][v] == '1';
        if (far) return true;
    }
    return false;
}

/* Outcome number `at` of all parts as one; its texts are theirs. false: what moves stands at two places. */
static bool join(const lc_shard_file *shard, size_t n, size_t at, lc_edit_outcome *out) {
    *out = (lc_edit_outcome){.from = {NAN, NAN}};
    for (size_t k = 0; k < n; k++) {
        const lc_edit_outcome *o = &edits_of(shard, k)->outcome[at];
        out->done = out->done || o->done;
        if (!out->why) out->why = o->why;
        if (!lc_edit_same_stand(o->from, out->from)) return false;
        if (isnan(out->from.x)) out->from = o->from;
    }
    return true;
}

typedef lc_status (*step_fn)(lc_context *ctx, const lc_shard_file *shard, size_t n, size_t i, const lc_edit *edit);

static lc_status check_distance(lc_context *ctx, const lc_shard_file *shard, size_t n, size_t i, const lc_edit *edit) {
    return is_far(shard, n, i) ? lc_edit_fail_far(ctx, edit) : LC_OK;
}

static lc_status check_stands(lc_context *ctx, const lc_shard_file *shard, size_t n, size_t i, const lc_edit *edit) {
    const lc_shard_edits *edits = edits_of(shard, 0);
    lc_edit_outcome outcome;
    for (size_t k = edits->first[i]; edit->op == LC_EDIT_MOVE && k < edits->first[i + 1]; k++)
        if (!join(shard, n, k, &outcome)) return lc_edit_fail_several(ctx, edit, 2);
    return LC_OK;
}

static lc_status check_done(lc_context *ctx, const lc_shard_file *shard, size_t n, size_t i, const lc_edit *edit) {
    const lc_shard_edits *edits = edits_of(shard, 0);
    lc_edit_outcome outcome;
    lc_status status = LC_OK;
    for (size_t k = edits->first[i]; status == LC_OK && k < edits->first[i + 1]; k++) {
        join(shard, n, k, &outcome);
        status = lc_edit_outcome_check(ctx, edit, &outcome, edits->margin_m);
    }
    return status;
}

/* As one run comes upon them: what lies far, then what stands twice, then what does nothing. */
lc_status lc_shards_check_edits(lc_context *ctx, const lc_shard_file *shard, size_t n) {
    static const step_fn steps[] = {check_distance, check_stands, check_done};
    const cJSON *list = lc_json_find(shard[0].about, "edits"), *item;
    lc_status status = LC_OK;
    lc_edit edit;
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        size_t i = 0;
        cJSON_ArrayForEach(item, list) {
            if (status == LC_OK && lc_shard_edit(item, &edit)) status = steps[s](ctx, shard, n, i, &edit);
            i++;
        }
    }
    return status;
}
