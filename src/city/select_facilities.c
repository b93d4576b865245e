#include "city/select_facilities.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Which ones are kept, ascending. */
typedef struct {
    const uint32_t *kept;
    size_t n;
} places_t;

static bool copy_texts(char *const *from, const places_t *p, char ***out) {
    if (!from) return true;
    char **texts = LC_NEW0(char *, p->n);
    *out = texts;
    if (!texts) return false;
    for (size_t k = 0; k < p->n; k++)
        if (from[p->kept[k]] && !(texts[k] = lc_strdup(from[p->kept[k]]))) return false;
    return true;
}

static bool copy_values(const lc_facilities *from, const places_t *p, lc_facilities *out) {
    out->area_m2 = LC_NEW(double, p->n);
    if (from->level) out->level = LC_NEW(unsigned char, p->n);
    if (from->numbered) out->numbered = LC_NEW(bool, p->n);
    if (!out->area_m2 || (from->level && !out->level) || (from->numbered && !out->numbered)) return false;
    for (size_t k = 0; k < p->n; k++) {
        out->area_m2[k] = from->area_m2[p->kept[k]];
        if (from->level) out->level[k] = from->level[p->kept[k]];
        if (from->numbered) out->numbered[k] = from->numbered[p->kept[k]];
    }
    return true;
}

static bool copy_supplies(const lc_facilities *from, const places_t *p, lc_facilities *out) {
    for (size_t i = 0; i < from->supplies.n; i++) {
        const lc_supply *s = &from->supplies.item[i];
        if (!LC_ROOM(out->supplies.item, out->supplies.capacity, i + 1)) return false;
        lc_supply *own = &out->supplies.item[out->supplies.n++];
        *own = (lc_supply){.field = lc_strdup(s->field), .value = LC_NEW(double, p->n), .n = p->n};
        if (!own->field || !own->value) return false;
        for (size_t k = 0; k < p->n; k++) own->value[k] = p->kept[k] < s->n ? s->value[p->kept[k]] : NAN;
    }
    return true;
}

/* Where the sources begin among those that are kept. */
static bool copy_sources(const lc_facilities *from, const places_t *p, lc_facilities *out) {
    if (!from->n_sources) return true;
    out->source_first = LC_NEW(size_t, from->n_sources);
    if (!out->source_first) return false;
    size_t before = 0;
    for (size_t s = 0; s < from->n_sources; s++) {
        while (before < p->n && p->kept[before] < from->source_first[s]) before++;
        out->source_first[s] = before;
    }
    out->n_sources = from->n_sources;
    return true;
}

static bool copy_geoms(const lc_facilities *from, const places_t *p, lc_facilities *out) {
    const lc_geoms *geoms = &from->geoms;
    for (size_t k = 0; k < p->n; k++)
        for (size_t g = lc_geoms_first_of(geoms, p->kept[k]); g < geoms->n && geoms->feature[g] == p->kept[k]; g++)
            if (!lc_geoms_copy(&out->geoms, geoms, g, (uint32_t)k)) return false;
    return true;
}

bool lc_facilities_take(const lc_facilities *from, const uint32_t *kept, size_t n, lc_facilities *out) {
    places_t p = {kept, n};
    *out = (lc_facilities){.category = lc_strdup(from->category),
                           .known = from->known,
                           .elsewhere = from->elsewhere,
                           .elsewhere_area = from->elsewhere_area,
                           .elsewhere_kinds = from->elsewhere_kinds,
                           .n = n};
    return out->category && copy_texts(from->id, &p, &out->id) && copy_texts(from->name, &p, &out->name) &&
           copy_texts(from->name_zh, &p, &out->name_zh) && copy_texts(from->level_text, &p, &out->level_text) &&
           copy_values(from, &p, out) && copy_supplies(from, &p, out) && copy_sources(from, &p, out) &&
           copy_geoms(from, &p, out);
}

bool lc_facilities_select(const lc_facilities *from, const bool *kept, lc_facilities *out) {
    uint32_t *list = LC_NEW(uint32_t, from->n);
    size_t n = 0;
    *out = (lc_facilities){0};
    for (size_t i = 0; list && i < from->n; i++)
        if (!kept || kept[i]) list[n++] = (uint32_t)i;
    bool ok = list && lc_facilities_take(from, list, n, out);
    free(list);
    return ok;
}
