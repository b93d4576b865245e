/* What edits gain and lose of a service area, as GeoJSON. */
#ifndef LC_OUTPUT_AREA_CHANGE_JSON_H
#define LC_OUTPUT_AREA_CHANGE_JSON_H

#include "report/area_change.h"

/* *text is malloc'ed. */
lc_status lc_area_change_text(lc_context *ctx, const lc_area_change *change, char **text);

#endif
