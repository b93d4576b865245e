#include "measure/tallies.h"

#include <stdlib.h>

#include "base/memory.h"

lc_tally_level *lc_tallies_level(lc_tallies *t, size_t pass, double tolerance, bool of_people, size_t size) {
    for (size_t i = 0; i < t->n; i++) {
        lc_tally_level *l = &t->level[i];
        if (l->pass == pass && l->tolerance == tolerance && l->of_people == of_people) return l;
    }
    if (!LC_ROOM(t->level, t->capacity, t->n + 1)) return NULL;
    lc_tally_level l = {.pass = pass,
                        .size = size,
                        .tolerance = tolerance,
                        .of_people = of_people,
                        .tally = LC_NEW(double, t->n_communities *size),
                        .known = LC_NEW0(bool, t->n_communities)};
    if (!l.tally || !l.known) {
        free(l.tally);
        free(l.known);
        return NULL;
    }
    t->level[t->n] = l;
    return &t->level[t->n++];
}

void lc_tallies_forget(lc_tallies *t, const bool *stale) {
    if (!stale) {
        size_t n = t->n_communities, measured = t->measured;
        lc_tallies_free(t);
        t->n_communities = n;
        t->measured = measured;
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        for (size_t c = 0; c < t->n_communities; c++)
            if (stale[c]) t->level[i].known[c] = false;
}

void lc_tallies_free(lc_tallies *t) {
    for (size_t i = 0; i < t->n; i++) {
        free(t->level[i].tally);
        free(t->level[i].known);
    }
    free(t->level);
    *t = (lc_tallies){0};
}
