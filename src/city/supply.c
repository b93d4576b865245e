#include "city/supply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

static bool is_listed(const lc_supply_wish *wish, const char *field) {
    for (size_t i = 0; i < wish->n; i++)
        if (strcmp(wish->field[i], field) == 0) return true;
    return false;
}

bool lc_supply_wish_find(const lc_profile *const *profile, size_t n_profiles, const char *category,
                         lc_supply_wish *out) {
    size_t capacity = 0;
    *out = (lc_supply_wish){0};
    for (size_t k = 0; k < n_profiles; k++)
        for (size_t i = 0; i < profile[k]->n_indicators; i++) {
            const lc_indicator_def *def = &profile[k]->indicators[i];
            if (!def->supply || strcmp(def->rules[0].category, category) != 0 || is_listed(out, def->supply)) continue;
            if (!LC_ROOM(out->field, capacity, out->n + 1)) return false;
            out->field[out->n++] = def->supply;
        }
    return true;
}

void lc_supply_wish_free(lc_supply_wish *wish) {
    free(wish->field);
    *wish = (lc_supply_wish){0};
}

void lc_supplies_free(lc_supplies *s) {
    for (size_t i = 0; i < s->n; i++) {
        free(s->item[i].field);
        free(s->item[i].value);
    }
    free(s->item);
    *s = (lc_supplies){0};
}

/* One more field, of n facilities that have none as yet; NULL when memory is out. */
static lc_supply *add_field(lc_supplies *s, const char *field, size_t n) {
    if (!LC_ROOM(s->item, s->capacity, s->n + 1)) return NULL;
    lc_supply *one = &s->item[s->n++];
    *one = (lc_supply){.field = lc_strdup(field), .value = LC_NEW(double, n), .n = n};
    if (!one->field || !one->value) return NULL;
    for (size_t f = 0; f < n; f++) one->value[f] = NAN;
    return one;
}

bool lc_supplies_from_layer(lc_context *ctx, const lc_layer *layer, const lc_supply_wish *wish, size_t first,
                            const uint32_t *to, size_t n, lc_supplies *out) {
    for (size_t k = 0; k < wish->n; k++) {
        lc_supply *one = add_field(out, wish->field[k], n);
        if (!one) return false;
        for (size_t i = 0; i < layer->n_features; i++)
            if (to[i] != UINT32_MAX) one->value[to[i]] = lc_layer_quantity(ctx, layer, first + k, i, wish->field[k]);
    }
    return true;
}

bool lc_supplies_from_tags(lc_context *ctx, const lc_osm_features *features, const lc_supply_wish *wish,
                           lc_supplies *out) {
    for (size_t k = 0; k < wish->n; k++) {
        lc_supply *one = add_field(out, wish->field[k], features->n);
        if (!one) return false;
        for (size_t i = 0; i < features->n; i++) {
            const char *text = lc_osm_tag(&features->object[i], wish->field[k]);
            double value;
            if (!text || lc_number_is_blank(text)) continue;
            if (lc_number_read(text, &value) && value >= 0)
                one->value[i] = value;
            else
                lc_warn(ctx, "supply_not_a_number", "supplies that are no number of 0 or more, which count as unknown",
                        "%s: %s=%s", features->id[i], wish->field[k], text);
        }
    }
    return true;
}

static lc_supply *find_field(const lc_supplies *s, const char *field) {
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->item[i].field, field) == 0) return &s->item[i];
    return NULL;
}

bool lc_supplies_append(lc_supplies *to, size_t m, lc_supplies *from, size_t n) {
    bool ok = true;
    for (size_t k = 0; ok && k < from->n; k++)
        if (!find_field(to, from->item[k].field)) ok = add_field(to, from->item[k].field, m);
    for (size_t k = 0; ok && k < to->n; k++) {
        lc_supply *one = &to->item[k];
        double *value = LC_NEW(double, m + n);
        if (!value) return false;
        for (size_t f = 0; f < m + n; f++)
            value[f] = f < m ? lc_supplies_at(to, one->field, f) : lc_supplies_at(from, one->field, f - m);
        free(one->value);
        one->value = value;
        one->n = m + n;
    }
    lc_supplies_free(from);
    return ok;
}

double lc_supplies_at(const lc_supplies *s, const char *field, size_t f) {
    const lc_supply *one = find_field(s, field);
    return one && f < one->n ? one->value[f] : NAN;
}
