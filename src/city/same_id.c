#include "city/same_id.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef struct {
    const char *id;
    size_t at;
} entry_t;

static int by_id(const void *a, const void *b) {
    const entry_t *p = a, *q = b;
    int order = strcmp(p->id, q->id);
    return order ? order : (p->at > q->at) - (p->at < q->at);
}

bool lc_first_of_id(const char *const *id, size_t n, size_t *first) {
    entry_t *entry = LC_NEW(entry_t, n);
    size_t known = 0;
    if (!entry) return false;
    for (size_t i = 0; i < n; i++) {
        first[i] = i;
        if (id[i]) entry[known++] = (entry_t){id[i], i};
    }
    qsort(entry, known, sizeof *entry, by_id);
    for (size_t k = 1; k < known; k++)
        if (strcmp(entry[k].id, entry[k - 1].id) == 0) first[entry[k].at] = first[entry[k - 1].at];
    free(entry);
    return true;
}
