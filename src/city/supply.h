/* What facilities supply: fields of theirs that floating catchments share out (beds, pupils' places, square metres). */
#ifndef LC_CITY_SUPPLY_H
#define LC_CITY_SUPPLY_H

#include "profile/profile.h"
#include "source/layer.h"
#include "source/osm.h"

/* One field of a category's facilities. Facilities beyond n have none. */
typedef struct lc_supply {
    char *field;
    double *value; /* n, 0 or more; NaN where it is not known */
    size_t n;
} lc_supply;

typedef struct lc_supplies {
    lc_supply *item;
    size_t n, capacity;
} lc_supplies;

/* Fields that indicators of the profiles ask for of a category, each once; borrowed. `field` is malloc'ed. */
typedef struct lc_supply_wish {
    const char **field;
    size_t n;
} lc_supply_wish;

bool lc_supply_wish_find(const lc_profile *const *profile, size_t n_profiles, const char *category,
                         lc_supply_wish *out);
void lc_supply_wish_free(lc_supply_wish *wish);

/* Values of the wished fields, columns first, first + 1, … of a layer: feature i of the layer is facility to[i] of n.
 */
bool lc_supplies_from_layer(lc_context *ctx, const lc_layer *layer, const lc_supply_wish *wish, size_t first,
                            const uint32_t *to, size_t n, lc_supplies *out);
/* The same from tags. */
bool lc_supplies_from_tags(lc_context *ctx, const lc_osm_features *features, const lc_supply_wish *wish,
                           lc_supplies *out);
/* Those of n more facilities behind m of `to`; `from` is consumed. */
bool lc_supplies_append(lc_supplies *to, size_t m, lc_supplies *from, size_t n);
/* The field of facility f; NaN where it has none. */
double lc_supplies_at(const lc_supplies *supplies, const char *field, size_t f);
void lc_supplies_free(lc_supplies *supplies);

#endif
