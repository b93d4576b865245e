/* Simplifying arcs. */
#ifndef LC_GEO_ARCS_SIMPLIFY_H
#define LC_GEO_ARCS_SIMPLIFY_H

#include "geo/arcs.h"

/* Simplify the arcs so that no point moves farther than `tolerance`; ends stay, arcs do not come to cross each other
   unless they did before. Distances are taken with x multiplied by `stretch`. Without polygons arcs are lines, and may
   cross. */
lc_status lc_arcs_simplify(lc_context *ctx, lc_arcs *arcs, double tolerance, double stretch);

#endif
