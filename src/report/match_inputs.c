#include "report/match_inputs.h"

#include <stdint.h>
#include <string.h>

#include "base/memory.h"

static bool same(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_named_after(const char *layer, const char *file) {
    size_t n = layer ? strlen(layer) : 0;
    return n && strncmp(layer, file, n) == 0 && (file[n] == '.' || !file[n]);
}

bool lc_input_is_copy(const lc_input_name *a, const lc_input_name *b) {
    if (!a->sha256 || !same(a->sha256, b->sha256)) return false;
    return same(a->layer, b->layer) || (is_named_after(a->layer, a->file) && is_named_after(b->layer, b->file));
}

static bool same_place(const lc_input_name *a, const lc_input_name *b) {
    return same(a->file, b->file) && same(a->layer, b->layer);
}

static bool any(const lc_input_name *a, const lc_input_name *b) {
    (void)a;
    (void)b;
    return true;
}

static size_t *nobody(size_t n) {
    size_t *list = LC_NEW(size_t, n);
    for (size_t i = 0; list && i < n; i++) list[i] = SIZE_MAX;
    return list;
}

bool lc_match_inputs(const lc_input_name *before, size_t n_before, const lc_input_name *after, size_t n_after,
                     lc_match *out) {
    static bool (*const fits[])(const lc_input_name *, const lc_input_name *) = {lc_input_is_copy, same_place, any};
    *out = (lc_match){.after = nobody(n_before), .before = nobody(n_after)};
    if (!out->after || !out->before) return false;
    for (size_t pass = 0; pass < sizeof fits / sizeof *fits; pass++)
        for (size_t i = 0; i < n_after; i++)
            for (size_t k = 0; k < n_before && out->before[i] == SIZE_MAX; k++) {
                if (out->after[k] != SIZE_MAX || !same(before[k].role, after[i].role)) continue;
                if (!fits[pass](&before[k], &after[i])) continue;
                out->before[i] = k;
                out->after[k] = i;
                out->n++;
            }
    return true;
}
