#include "city/unite.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/duplicates.h"

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

/* The columns of both; on success the texts belong to them, and the old columns are gone. */
static bool join_columns(lc_facilities *to, lc_facilities *from) {
    size_t m = to->n, n = from->n;
    bool zh = to->name_zh || from->name_zh, levels = to->level || from->level;
    char **id = join(to->id, m, from->id, n, sizeof *id), **name = join(to->name, m, from->name, n, sizeof *name);
    char **name_zh = zh ? join(to->name_zh, m, from->name_zh, n, sizeof *name_zh) : NULL;
    double *area = join(to->area_m2, m, from->area_m2, n, sizeof *area);
    unsigned char *level = levels ? join(to->level, m, from->level, n, 1) : NULL;
    bool ok = id && name && (name_zh || !zh) && area && (level || !levels);
    lc_facilities *old[] = {to, from};
    for (size_t k = 0; k < 2 && ok; k++) {
        free(old[k]->id);
        free(old[k]->name);
        free(old[k]->name_zh);
        free(old[k]->area_m2);
        free(old[k]->level);
        old[k]->id = old[k]->name = old[k]->name_zh = NULL;
        old[k]->area_m2 = NULL;
        old[k]->level = NULL;
    }
    if (!ok) {
        free(id);
        free(name);
        free(name_zh);
        free(area);
        free(level);
        return false;
    }
    to->id = id;
    to->name = name;
    to->name_zh = name_zh;
    to->area_m2 = area;
    to->level = level;
    to->n = m + n;
    return true;
}

/* Those of a source that says no level, where another one does. */
static void warn_of_levels(lc_context *ctx, const lc_facilities *f, size_t first, size_t end) {
    for (size_t i = first; i < end; i++)
        lc_warn(ctx, "level_unknown", "facilities whose level is not known count only where no level is asked for",
                "%s %s: %s", f->category, f->id[i], "(nothing)");
}

/* The first source of a category, as it is. */
static void take_over(lc_facilities *to, lc_facilities *from) {
    char *category = to->category;
    lc_entrances entrances = to->entrances;
    free(from->category);
    lc_entrances_free(&from->entrances);
    *to = *from;
    to->category = category;
    to->entrances = entrances;
    *from = (lc_facilities){0};
}

lc_status lc_facilities_append(lc_context *ctx, lc_facilities *to, lc_facilities *from) {
    if (!to->known) {
        take_over(to, from);
        return LC_OK;
    }
    size_t m = to->n, n = from->n;
    bool some = to->level || from->level, first_tells = to->level, second_tells = from->level;
    lc_status status = LC_OK;
    if (m + n >= UINT32_MAX)
        status = lc_fail(ctx, LC_ERR_INPUT, "facilities of %s: more than can be counted; take a part with '|subset='",
                         to->category);
    else if (!append_geoms(to, from) || !lc_supplies_append(&to->supplies, m, &from->supplies, n) ||
             !join_columns(to, from))
        status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        if (some && !first_tells) warn_of_levels(ctx, to, 0, m);
        if (some && !second_tells) warn_of_levels(ctx, to, m, m + n);
        status = lc_duplicates_warn_between(ctx, to, m);
    }
    lc_facilities_free(from);
    return status;
}
