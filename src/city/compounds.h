/* Gated compounds and their gates. */
#ifndef LC_CITY_COMPOUNDS_H
#define LC_CITY_COMPOUNDS_H

#include "geo/zones.h"

/* Gated compounds that have gates, as zones of LC_LAYER_GATED, each with its gates. */
typedef struct lc_compounds {
    lc_zones zones;
    size_t *gate_of; /* zones.geoms.n + 1 */
    uint32_t *gate;
    lc_xy *gate_xy; /* n_gates */
    size_t n_gates;
    lc_geoms polygons; /* all compounds that were given, those without a gate too */
} lc_compounds;

#define LC_GATE_M 20.0 /* a gate this near to a compound's boundary is one of its gates */

/*
 * Match polygons and gates (points), both in the work CRS: a gate belongs to the compounds whose boundary is within
 * 20 m. Compounds without a gate are left out and counted (they follow the general rule), as are gates of no compound.
 */
lc_status lc_compounds_new(lc_context *ctx, const lc_geoms *polygons, const lc_geoms *gates, lc_compounds **out);
void lc_compounds_free(lc_compounds *compounds);

#endif
