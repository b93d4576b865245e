/* The communities of a city, and the work CRS around them. */
#ifndef LC_CITY_COMMUNITIES_H
#define LC_CITY_COMMUNITIES_H

#include "city/city.h"
#include "city/planes.h"

/* Fields of a layer of communities, in this order; each may be missing. */
enum { LC_COMMUNITY_ID, LC_COMMUNITY_NAME, LC_COMMUNITY_POPULATION, LC_COMMUNITY_GROUP, LC_COMMUNITY_FIELDS };

/* What there is to know of such a layer. */
typedef struct lc_community_source {
    const char *name;       /* what messages call it */
    const char *population; /* what they call the field with the population */
    const char *group;      /* and that by whose values totals are grouped; NULL without */
    bool ids;               /* there is a field with ids: one without is told */
    bool plane;             /* coordinates are metres in a plane, to be used as they are */
    lc_planes_wish planes;  /* else how many they lie in */
} lc_community_source;

/* Take the communities from a layer with those fields, and lay the work CRS around them, or planes, if there are to be
   several. */
lc_status lc_city_take_communities(lc_context *ctx, const lc_layer *layer, const lc_community_source *source,
                                   lc_city *city, lc_planes *planes);
/* Those of one plane, out of all. */
lc_status lc_city_take_plane(lc_context *ctx, const lc_city *all, const lc_plane *plane, lc_city *city);

#endif
