#include "report/shard_edits.h"

#include <math.h>

#include "base/memory.h"
#include "city/edit_outcomes.h"
#include "city/edits_digest.h"

/* Which vertices of an edit lie far; NULL: none does. false when memory is out. */
static bool take_far(const lc_plane_edits *edits, size_t i, char **out) {
    size_t first, end, n_far = 0;
    lc_edit_vertices(&edits->all->geoms, &edits->all->edit[i], &first, &end);
    for (size_t k = first; edits->far && k < end; k++) n_far += edits->far[k];
    if (!n_far) return true;
    *out = LC_NEW0(char, end - first + 1);
    for (size_t k = first; *out && k < end; k++) (*out)[k - first] = edits->far[k] ? '1' : '0';
    return *out;
}

static bool take_outcome(const lc_edit_outcome *from, lc_edit_outcome *to) {
    static const lc_xy nowhere = {NAN, NAN};
    *to = (lc_edit_outcome){.done = from->done, .from = from->moved ? from->from : nowhere};
    if (from->done || !from->why) return true;
    to->why = lc_strdup(from->why);
    return to->why;
}

bool lc_shard_edits_take(const lc_plane_edits *edits, double margin_m, lc_shard_edits *out) {
    size_t n = edits->all->n;
    if (n == 0) return true;
    out->margin_m = margin_m;
    out->first = LC_NEW0(size_t, n + 1);
    out->far = LC_NEW0(char *, n);
    out->outcome = out->first ? LC_NEW0(lc_edit_outcome, edits->n_outcomes) : NULL;
    if (!out->outcome || !out->far || !lc_edits_digest(edits->all, false, out->digest)) return false;
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        size_t k = out->first[i], end = k + lc_edit_outcomes(&edits->all->edit[i]);
        out->first[++out->n] = end;
        ok = take_far(edits, i, &out->far[i]);
        for (; ok && k < end; k++) ok = take_outcome(&edits->outcome[k], &out->outcome[k]);
    }
    return ok;
}
