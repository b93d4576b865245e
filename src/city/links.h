/* Where facilities meet the network. */
#ifndef LC_CITY_LINKS_H
#define LC_CITY_LINKS_H

#include "city/city.h"

/* Accesses of all geometries of a category; those of geometry g are access[of[g]] .. access[of[g + 1] - 1]. */
typedef struct lc_links {
    lc_access *access;
    size_t n;
    size_t *of;              /* geoms.n + 1; NULL before they were found */
    bool *linked, *fallback; /* geoms.n: within the link limit of a path; without an entrance where others have one */
} lc_links;

/* Link every geometry to the network, polygons at their entrances where there are any; those that link nowhere are
   warned of by id. */
lc_status lc_links_find(lc_context *ctx, const lc_facilities *facilities, const lc_network *network,
                        double link_limit_m, lc_links *out);
void lc_links_free(lc_links *links);

/* The links of all categories of a city. Immutable once made. */
typedef struct lc_city_links {
    const lc_city *city; /* borrowed */
    double link_limit_m; /* longest straight leg to the network */
    lc_links *category;  /* one a category of the city; nothing was looked for without a network */
    lc_links *step_free; /* the same onto the city's network without stairs; NULL without one */
} lc_city_links;

/* `before`, when it is not NULL, is of another state of the city: what has not changed is taken from there. */
lc_status lc_city_links_find(lc_context *ctx, const lc_city *city, double link_limit_m, const lc_city_links *before,
                             lc_city_links *out);
void lc_city_links_free(lc_city_links *links);
/* Of the city's category number k onto one of its networks. */
const lc_links *lc_city_links_of(const lc_city_links *links, size_t k, const lc_network *network);

#endif
