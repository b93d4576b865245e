#include "coverage/node_bounds.h"

#include "coverage/distinct.h"

enum { BOUND_SEGMENTS = 48 }; /* with more, bounds would say little */

bool lc_node_bounds_few(const lc_node_bounds *bounds, const lc_candidate_segments *candidates, size_t most) {
    return candidates->n <= most ||
           (bounds->stuck && lc_candidate_segments_distinct(candidates, &bounds->view, most) <= most);
}

/* Do the bounds leave a limit of the group open that matters here, or where its search range ends? *in_range tells
   whether any may be kept. */
static bool undecided(const lc_group *g, bool residential, double low, double high, bool *in_range) {
    *in_range = low <= g->range_m && (residential || g->stats_everywhere);
    bool open = *in_range && high > g->range_m;
    for (size_t k = 0; k < g->n_limits; k++) {
        if (low > g->limit_m[k] || !(residential || g->everywhere[k])) continue;
        *in_range = true;
        open = open || high > g->limit_m[k];
    }
    return open;
}

/* What the bounds leave undecided of the live groups. */
static lc_undecided undecided_of(const lc_pass *pass, const lc_node_bounds *bounds, bool residential, lc_layers live) {
    lc_undecided at = {live, live};
    if (!bounds->bounded) return at;
    lc_layers left = live;
    LC_EACH_GROUP(g, left) {
        lc_layers bit = (lc_layers)1 << g;
        bool in_range, open = undecided(&pass->group[g], residential, bounds->low[g], bounds->high[g], &in_range);
        if (!in_range) at.live &= ~bit;
        if (!open) at.open &= ~bit;
    }
    return at;
}

bool lc_node_bounds_at(const lc_pass *pass, const lc_candidate_segments *from, const lc_box *box, bool residential,
                       lc_candidate_segments *to, lc_stats *work, lc_node_bounds *out) {
    bool network = pass->sites.coincident != NULL;
    work->boxes++;
    work->candidates += from->n;
    if (!lc_candidate_segments_prune(pass, from, box, to, &out->view)) return false;
    lc_layers live[2];
    live[1] = out->view.off || !residential ? 0 : out->view.live & pass->all_groups;
    live[0] = out->view.off ? 0 : out->view.live & pass->everywhere_groups;
    out->stuck = 4 * to->n > 3 * from->n;
    out->bounded = (live[0] | live[1]) && (!network || out->view.on) && lc_node_bounds_few(out, to, BOUND_SEGMENTS);
    if (out->bounded) lc_candidate_segments_bounds(pass, to, &out->view, live[0] | live[1], out->low, out->high);
    for (int kind = 0; kind < 2; kind++) out->at[kind] = undecided_of(pass, out, kind, live[kind]);
    return true;
}
