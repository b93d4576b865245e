#include "city/select_facilities.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Where every feature goes. */
typedef struct {
    uint32_t *to; /* n, UINT32_MAX: nowhere */
    size_t n, kept;
} places_t;

static bool copy_texts(char *const *from, const places_t *p, char ***out) {
    if (!from) return true;
    char **texts = LC_NEW0(char *, p->kept);
    *out = texts;
    if (!texts) return false;
    for (size_t i = 0; i < p->n; i++) {
        if (p->to[i] == UINT32_MAX || !from[i]) continue;
        if (!(texts[p->to[i]] = lc_strdup(from[i]))) return false;
    }
    return true;
}

static bool copy_values(const lc_facilities *from, const places_t *p, lc_facilities *out) {
    out->area_m2 = LC_NEW(double, p->kept);
    if (from->level) out->level = LC_NEW(unsigned char, p->kept);
    if (from->numbered) out->numbered = LC_NEW(bool, p->kept);
    if (!out->area_m2 || (from->level && !out->level) || (from->numbered && !out->numbered)) return false;
    for (size_t i = 0; i < p->n; i++) {
        if (p->to[i] == UINT32_MAX) continue;
        out->area_m2[p->to[i]] = from->area_m2[i];
        if (from->level) out->level[p->to[i]] = from->level[i];
        if (from->numbered) out->numbered[p->to[i]] = from->numbered[i];
    }
    return true;
}

static bool copy_supplies(const lc_facilities *from, const places_t *p, lc_facilities *out) {
    for (size_t k = 0; k < from->supplies.n; k++) {
        const lc_supply *s = &from->supplies.item[k];
        if (!LC_ROOM(out->supplies.item, out->supplies.capacity, k + 1)) return false;
        lc_supply *own = &out->supplies.item[out->supplies.n++];
        *own = (lc_supply){.field = lc_strdup(s->field), .value = LC_NEW(double, p->kept), .n = p->kept};
        if (!own->field || !own->value) return false;
        for (size_t i = 0; i < p->n; i++)
            if (p->to[i] != UINT32_MAX) own->value[p->to[i]] = i < s->n ? s->value[i] : NAN;
    }
    return true;
}

/* Where the sources begin among those that are kept. */
static bool copy_sources(const lc_facilities *from, const bool *kept, lc_facilities *out) {
    if (!from->n_sources) return true;
    out->source_first = LC_NEW(size_t, from->n_sources);
    if (!out->source_first) return false;
    size_t before = 0, i = 0;
    for (size_t s = 0; s < from->n_sources; s++) {
        for (; i < from->source_first[s]; i++) before += !kept || kept[i];
        out->source_first[s] = before;
    }
    out->n_sources = from->n_sources;
    return true;
}

static bool copy_geoms(const lc_facilities *from, const places_t *p, lc_facilities *out) {
    for (size_t g = 0; g < from->geoms.n; g++) {
        uint32_t to = p->to[from->geoms.feature[g]];
        if (to != UINT32_MAX && !lc_geoms_copy(&out->geoms, &from->geoms, g, to)) return false;
    }
    return true;
}

bool lc_facilities_select(const lc_facilities *from, const bool *kept, lc_facilities *out) {
    places_t p = {.to = LC_NEW(uint32_t, from->n), .n = from->n};
    *out = (lc_facilities){.category = lc_strdup(from->category),
                           .known = from->known,
                           .elsewhere = from->elsewhere,
                           .elsewhere_area = from->elsewhere_area};
    for (size_t i = 0; p.to && i < from->n; i++) p.to[i] = !kept || kept[i] ? (uint32_t)p.kept++ : UINT32_MAX;
    out->n = p.kept;
    bool ok = p.to && out->category && copy_texts(from->id, &p, &out->id) && copy_texts(from->name, &p, &out->name) &&
              copy_texts(from->name_zh, &p, &out->name_zh) && copy_texts(from->level_text, &p, &out->level_text) &&
              copy_values(from, &p, out) && copy_supplies(from, &p, out) && copy_sources(from, kept, out) &&
              copy_geoms(from, &p, out);
    free(p.to);
    return ok;
}
