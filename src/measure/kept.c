#include "measure/kept.h"

#include <stdlib.h>

#include "base/memory.h"

lc_kept_level *lc_kept_find(lc_kept *t, size_t pass, double tolerance, const void *people, size_t size) {
    for (size_t i = 0; i < t->n; i++) {
        lc_kept_level *l = &t->level[i];
        if (l->pass == pass && l->tolerance == tolerance && l->people == people) return l;
    }
    if (!LC_ROOM(t->level, t->capacity, t->n + 1)) return NULL;
    lc_kept_level l = {.pass = pass,
                       .size = size,
                       .tolerance = tolerance,
                       .people = people,
                       .record = LC_NEW(double, t->n_communities *size),
                       .known = LC_NEW0(bool, t->n_communities)};
    if (!l.record || !l.known) {
        free(l.record);
        free(l.known);
        return NULL;
    }
    t->level[t->n] = l;
    return &t->level[t->n++];
}

static bool is_stale(const lc_kept *t, const lc_kept_level *l, const bool *stale, size_t n_passes, size_t c) {
    bool any = false;
    if (l->pass < n_passes) return stale[l->pass * t->n_communities + c];
    for (size_t p = 0; !any && p < n_passes; p++) any = stale[p * t->n_communities + c];
    return any;
}

void lc_kept_forget(lc_kept *t, const bool *stale, size_t n_passes, bool paths) {
    if (!stale) {
        size_t n = t->n_communities, measured = t->measured;
        lc_kept_free(t);
        t->n_communities = n;
        t->measured = measured;
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        for (size_t c = 0; c < t->n_communities && (paths || t->level[i].pass < n_passes); c++)
            if (is_stale(t, &t->level[i], stale, n_passes, c)) t->level[i].known[c] = false;
}

void lc_kept_free(lc_kept *t) {
    for (size_t i = 0; i < t->n; i++) {
        free(t->level[i].record);
        free(t->level[i].known);
    }
    free(t->level);
    *t = (lc_kept){0};
}
