#include "city/unite.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A column of n values behind one of m; a column that is not there holds zeros. NULL when memory is out. */
static void *join(const void *first, size_t m, const void *second, size_t n, size_t size) {
    char *both = lc_calloc_array(m + n, size);
    if (!both) return NULL;
    if (first && m) memcpy(both, first, m * size);
    if (second && n) memcpy(both + m * size, second, n * size);
    return both;
}

static bool append_geoms(lc_facilities *to, const lc_facilities *from) {
    for (size_t g = 0; g < from->geoms.n; g++)
        if (!lc_geoms_copy(&to->geoms, &from->geoms, g, from->geoms.feature[g] + (uint32_t)to->n)) return false;
    return true;
}

static void free_columns(lc_facilities *f) {
    free(f->id);
    free(f->name);
    free(f->name_zh);
    free(f->area_m2);
    free(f->level);
    free(f->level_text);
    free(f->numbered);
    f->id = f->name = f->name_zh = f->level_text = NULL;
    f->area_m2 = NULL;
    f->level = NULL;
    f->numbered = NULL;
}

/* The columns of both; on success the texts belong to them, and the old columns are gone. */
static bool join_columns(lc_facilities *to, lc_facilities *from) {
    size_t m = to->n, n = from->n;
    bool zh = to->name_zh || from->name_zh, levels = to->level || from->level;
    bool texts = to->level_text || from->level_text, numbers = to->numbered || from->numbered;
    lc_facilities both = {.id = join(to->id, m, from->id, n, sizeof *to->id),
                          .name = join(to->name, m, from->name, n, sizeof *to->name),
                          .name_zh = zh ? join(to->name_zh, m, from->name_zh, n, sizeof *to->name_zh) : NULL,
                          .area_m2 = join(to->area_m2, m, from->area_m2, n, sizeof *to->area_m2),
                          .level = levels ? join(to->level, m, from->level, n, sizeof *to->level) : NULL,
                          .level_text =
                              texts ? join(to->level_text, m, from->level_text, n, sizeof *to->level_text) : NULL,
                          .numbered = numbers ? join(to->numbered, m, from->numbered, n, sizeof *to->numbered) : NULL};
    bool ok = both.id && both.name && (both.name_zh || !zh) && both.area_m2 && (both.level || !levels) &&
              (both.level_text || !texts) && (both.numbered || !numbers);
    if (!ok) {
        free_columns(&both);
        return false;
    }
    free_columns(to);
    free_columns(from);
    to->id = both.id;
    to->name = both.name;
    to->name_zh = both.name_zh;
    to->area_m2 = both.area_m2;
    to->level = both.level;
    to->level_text = both.level_text;
    to->numbered = both.numbered;
    to->n = m + n;
    return true;
}

/* Where the sources of `from` begin, behind those of `to`. */
static bool join_sources(lc_facilities *to, const lc_facilities *from) {
    size_t a = to->n_sources ? to->n_sources : 1, b = from->n_sources ? from->n_sources : 1;
    size_t *first = realloc(to->source_first, (a + b) * sizeof *first);
    if (!first) return false;
    if (!to->n_sources) first[0] = 0;
    for (size_t k = 0; k < b; k++) first[a + k] = to->n + (from->n_sources ? from->source_first[k] : 0);
    to->source_first = first;
    to->n_sources = a + b;
    return true;
}

/* The first source of a category, as it is. */
static void take_over(lc_facilities *to, lc_facilities *from) {
    char *category = to->category;
    lc_entrances entrances = to->entrances;
    free(from->category);
    lc_entrances_free(&from->entrances);
    to->category = NULL;
    to->entrances = (lc_entrances){0};
    lc_facilities_free(to);
    *to = *from;
    to->category = category;
    to->entrances = entrances;
    *from = (lc_facilities){0};
}

lc_status lc_facilities_append(lc_context *ctx, lc_facilities *to, lc_facilities *from) {
    from->elsewhere = to->elsewhere = to->elsewhere || from->elsewhere;
    from->elsewhere_area = to->elsewhere_area = to->elsewhere_area || from->elsewhere_area;
    from->elsewhere_kinds = to->elsewhere_kinds |= from->elsewhere_kinds;
    if (!to->known) {
        take_over(to, from);
        return LC_OK;
    }
    lc_status status = LC_OK;
    if (to->n + from->n >= UINT32_MAX)
        status = lc_fail(ctx, LC_ERR_INPUT, "facilities of %s: more than can be counted; take a part with '|subset='",
                         to->category);
    else if (!append_geoms(to, from) || !join_sources(to, from) ||
             !lc_supplies_append(&to->supplies, to->n, &from->supplies, from->n) || !join_columns(to, from))
        status = lc_fail_memory(ctx);
    lc_facilities_free(from);
    return status;
}
