#include "report/match.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef struct entry {
    const char *id;
    size_t index;
} entry;

static int by_id(const void *a, const void *b) {
    const entry *one = a, *other = b;
    int order = strcmp(one->id, other->id);
    return order ? order : (one->index > other->index) - (one->index < other->index);
}

static entry *sorted(const char *const *ids, size_t n) {
    entry *entries = LC_NEW(entry, n);
    if (!entries) return NULL;
    for (size_t i = 0; i < n; i++) entries[i] = (entry){ids[i], i};
    qsort(entries, n, sizeof *entries, by_id);
    return entries;
}

static size_t *nobody(size_t n) {
    size_t *list = LC_NEW(size_t, n);
    for (size_t i = 0; list && i < n; i++) list[i] = SIZE_MAX;
    return list;
}

bool lc_match_ids(const char *const *before, size_t n_before, const char *const *after, size_t n_after, lc_match *out) {
    entry *old = sorted(before, n_before), *new = sorted(after, n_after);
    *out = (lc_match){.after = nobody(n_before), .before = nobody(n_after)};
    bool good = old && new && out->after && out->before;
    for (size_t i = 0, k = 0; good && i < n_before && k < n_after;) {
        int order = strcmp(old[i].id, new[k].id);
        if (order == 0) {
            out->after[old[i].index] = new[k].index;
            out->before[new[k].index] = old[i].index;
            out->n++;
        }
        i += order <= 0;
        k += order >= 0;
    }
    free(new);
    free(old);
    return good;
}

void lc_match_free(lc_match *match) {
    free(match->after);
    free(match->before);
    *match = (lc_match){0};
}
