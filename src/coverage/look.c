#include "coverage/look.h"

enum { BOUND_SEGMENTS = 48 }; /* with more, bounds would say little */

/* Do the bounds leave a limit of the group open that matters here? *in_range tells whether any may be kept. */
static bool undecided(const lc_group *g, bool residential, double low, double high, bool *in_range) {
    bool open = false;
    *in_range = low <= g->range_m && (residential || g->stats_everywhere);
    for (size_t k = 0; k < g->n_limits; k++) {
        if (low > g->limit_m[k] || !(residential || g->everywhere[k])) continue;
        *in_range = true;
        open = open || high > g->limit_m[k];
    }
    return open;
}

bool lc_look_at(const lc_pass *pass, const lc_near *from, const lc_box *box, bool residential, lc_near *to,
                lc_stats *work, lc_look *out) {
    bool network = pass->sites.twin != NULL;
    work->boxes++;
    work->candidates += from->n;
    if (!lc_near_prune(pass, from, box, to, &out->view)) return false;
    out->live = out->view.off ? 0 : out->view.live & (residential ? pass->all_groups : pass->everywhere_groups);
    out->open = out->cut = out->live;
    out->bounded = out->live && to->n <= BOUND_SEGMENTS && (!network || out->view.on);
    if (!out->bounded) return true;
    lc_near_bounds(pass, to, &out->view, out->live, out->low, out->high);
    lc_layers left = out->live;
    LC_EACH_GROUP(g, left) {
        bool in_range, open = undecided(&pass->group[g], residential, out->low[g], out->high[g], &in_range);
        if (!in_range) out->live &= ~((lc_layers)1 << g);
        if (!open) out->open &= ~((lc_layers)1 << g);
        if (!in_range || out->low[g] > pass->group[g].range_m || out->high[g] <= pass->group[g].range_m)
            out->cut &= ~((lc_layers)1 << g);
    }
    return true;
}
