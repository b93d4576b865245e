#include "geo/pair_geoms.h"

#include <stdlib.h>

#include "base/memory.h"

enum { AHEAD = 32 }; /* how many may be missing in a row */

/* How many of `before` are to be skipped, or of `after`, until both are the same again; false when that is too far. */
static bool find_next(const lc_geoms *before, size_t i, const lc_geoms *after, size_t k, size_t *skip_before,
                      size_t *skip_after) {
    for (size_t d = 0; d <= AHEAD; d++) {
        *skip_before = d;
        *skip_after = 0;
        if (i + d < before->n && lc_geoms_same(before, i + d, after, k)) return true;
        *skip_before = 0;
        *skip_after = d;
        if (k + d < after->n && lc_geoms_same(before, i, after, k + d)) return true;
    }
    *skip_before = *skip_after = 1;
    return false;
}

void lc_geoms_pair(const lc_geoms *before, const lc_geoms *after, uint32_t *pair) {
    size_t i = 0, k = 0, skip_before, skip_after;
    bool shared = before->xy == after->xy && before->n == after->n; /* the very arrays: nothing to be looked for */
    for (size_t g = 0; g < after->n; g++) pair[g] = shared ? (uint32_t)g : LC_NO_GEOM;
    if (shared) return;
    while (i < before->n && k < after->n) {
        bool same = find_next(before, i, after, k, &skip_before, &skip_after);
        i += skip_before;
        k += skip_after;
        if (same) pair[k++] = (uint32_t)i++;
    }
}

bool lc_geoms_unmark_same(const lc_geoms *before, bool *was, const lc_geoms *after, bool *is) {
    uint32_t *pair = LC_NEW(uint32_t, after->n);
    if (!pair) return false;
    lc_geoms_pair(before, after, pair);
    for (size_t g = 0; g < after->n; g++)
        if (is[g] && pair[g] != LC_NO_GEOM && was[pair[g]]) is[g] = was[pair[g]] = false;
    free(pair);
    return true;
}
