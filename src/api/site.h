/* Siting over planes that are in memory. */
#ifndef LC_API_SITE_H
#define LC_API_SITE_H

#include "city/read_city.h"

/* lc_site() over planes as they are held in memory (wish->held). */
lc_status lc_site_held(lc_context *ctx, const lc_plane_wish *wish, const lc_profile *profile,
                       const lc_site_options *options, lc_siting **out);

#endif
