#include "city/same_city.h"

#include <math.h>
#include <string.h>

static bool same_text(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Lists that may be NULL: then all of it is. */
static bool same_texts(char *const *a, char *const *b, size_t n) {
    if (a == b) return true;
    for (size_t i = 0; i < n; i++)
        if (!same_text(a ? a[i] : NULL, b ? b[i] : NULL)) return false;
    return true;
}

static bool same_number(double a, double b) {
    return !(a < b || a > b) && isnan(a) == isnan(b);
}

static bool same_numbers(const double *a, const double *b, size_t n) {
    for (size_t i = 0; a != b && i < n; i++)
        if (!same_number(a[i], b[i])) return false;
    return true;
}

static bool same_geoms(const lc_geoms *a, const lc_geoms *b) {
    if (a->n != b->n) return false;
    if (a->xy == b->xy) return true;
    for (size_t g = 0; g < a->n; g++)
        if (a->feature[g] != b->feature[g] || !lc_geoms_same(a, g, b, g)) return false;
    return true;
}

static bool same_supplies(const lc_supplies *a, const lc_supplies *b) {
    bool same = a->n == b->n;
    for (size_t k = 0; same && k < a->n; k++) {
        const lc_supply *p = &a->item[k], *q = &b->item[k];
        same = p->n == q->n && same_text(p->field, q->field) && same_numbers(p->value, q->value, p->n);
    }
    return same;
}

/* Levels, and whether ids are numbers: nothing but 0 where there is no list. Whether there is a list of levels shows in
   the report. */
static bool same_marks(const lc_facilities *a, const lc_facilities *b) {
    if (!a->level != !b->level) return false;
    for (size_t i = 0; i < a->n; i++) {
        if (a->level && a->level[i] != b->level[i]) return false;
        if ((a->numbered && a->numbered[i]) != (b->numbered && b->numbered[i])) return false;
    }
    return true;
}

/* Sources tell a facility that is drawn twice from one that two of them have. */
static bool same_sources(const lc_facilities *a, const lc_facilities *b) {
    bool same = a->n_sources == b->n_sources;
    for (size_t s = 0; same && s < a->n_sources; s++) same = a->source_first[s] == b->source_first[s];
    return same;
}

static bool same_facilities(const lc_facilities *a, const lc_facilities *b) {
    size_t n = a->n;
    return n == b->n && same_text(a->category, b->category) && a->known == b->known && a->elsewhere == b->elsewhere &&
           a->elsewhere_area == b->elsewhere_area && a->elsewhere_kinds == b->elsewhere_kinds &&
           same_geoms(&a->geoms, &b->geoms) && same_texts(a->id, b->id, n) && same_texts(a->name, b->name, n) &&
           same_texts(a->name_zh, b->name_zh, n) && same_texts(a->level_text, b->level_text, n) &&
           same_numbers(a->area_m2, b->area_m2, n) && same_marks(a, b) && same_supplies(&a->supplies, &b->supplies) &&
           same_sources(a, b);
}

static bool same_gates(const lc_compounds *a, const lc_compounds *b) {
    if (a == b) return true;
    if (!a || !b || a->n_gates != b->n_gates) return false;
    for (size_t k = 0; k < a->n_gates; k++)
        if (!same_number(a->gate_xy[k].x, b->gate_xy[k].x) || !same_number(a->gate_xy[k].y, b->gate_xy[k].y))
            return false;
    return true;
}

bool lc_same_city(const lc_city *a, const lc_city *b) {
    bool same = a->network == b->network && a->step_free == b->step_free && a->n_facilities == b->n_facilities &&
                same_gates(a->compounds, b->compounds);
    for (size_t k = 0; same && k < a->n_facilities; k++) same = same_facilities(&a->facilities[k], &b->facilities[k]);
    return same;
}
