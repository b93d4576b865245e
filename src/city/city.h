/* A city in memory: everything that coverage is measured from, whatever it was read or built from. */
#ifndef LC_CITY_CITY_H
#define LC_CITY_CITY_H

#include "city/compounds.h"
#include "city/facilities.h"
#include "city/places.h"
#include "city/spread.h"
#include "city/told.h"
#include "network/network.h"
#include "profile/profile_cost.h"
#include "profile/rules.h"
#include "source/input_info.h"

/* A group of people; one of places and spread. */
typedef struct lc_group_people {
    char *name;
    lc_places *places;
    lc_spread *spread;
} lc_group_people;

/*
 * All geometries are in the work CRS, in metres. Immutable once made: a check only reads it, so that one city serves
 * many profiles. What is NULL is not known.
 */
struct lc_city {
    lc_work_crs *crs;

    size_t n_communities;
    char **id, **name;    /* n_communities */
    double *population;   /* n_communities, NaN when not known */
    char **group;         /* n_communities, what totals are grouped by, NULL where it is not said; NULL without */
    char *group_field;    /* where that is from */
    lc_geoms communities; /* polygons; feature = community */
    bool valid;           /* they are, in the plane too */
    lc_geoms shapes;      /* the same, WGS 84 lon/lat */

    char *data_dir;            /* where rules come from, as it was given; may be NULL */
    lc_categories *categories; /* what the rules say of categories */
    lc_facilities *facilities; /* one a category: of the indicators in order of first use, then those only counted */
    size_t n_facilities, cap_facilities;

    lc_zones *residential;   /* residential land near the communities; may overlap */
    lc_places *places;       /* weighted places: the demand of the population denominator */
    lc_spread *spread;       /* the same laid over polygons, instead of places */
    lc_group_people *groups; /* n_groups further demands */
    size_t n_groups, cap_groups;
    bool demand_unasked;     /* the places were named, and no profile that the city was read for measures them */
    lc_compounds *compounds; /* gated compounds with their gates */
    lc_network *network;     /* to walk on */
    lc_network *step_free;   /* the same made without stairs, for costs that close them; NULL: none does, or all do */
    bool without_stairs;     /* `network` is, since all costs close them */
    struct lc_raw_network *raw; /* the paths as they were read (raw_network.h); NULL unless they were to be kept */
    lc_cost_wish cost;          /* what walking costs beyond length, as far as options say */
    lc_network_rules rules;     /* how it was made of its paths */

    bool is_plane;            /* one of several */
    struct lc_shared *shared; /* of several planes: they are read when they are checked, and all above but ids, names,
                                 population and shapes is empty; NULL for one plane */

    lc_input_info *info; /* for the report, in the order of reading */
    size_t n_info, cap_info;
    lc_told told; /* what reading it had to say */
};

/* Whom an indicator over population counts: in places, or laid over polygons; neither where nothing is known. */
typedef struct lc_people {
    const lc_places *places;
    const lc_spread *spread;
} lc_people;

/* Of a group; of everybody when its name is NULL. */
lc_people lc_city_people(const lc_city *city, const char *group);

void lc_group_people_free(lc_group_people *group);

/* Are the facilities of a category in two states of one city the very same? They are when they are at the same place in
   memory, while both states last: edits copy what they change. */
bool lc_city_same_facilities(const lc_city *a, const lc_city *b, size_t category);
/* The facilities of a category, by its name or a title of the rules; NULL when the city has no such category. */
const lc_facilities *lc_city_facilities_of(const lc_city *city, const char *category);
/* The network that a walking cost goes by. */
const lc_network *lc_city_network(const lc_city *city, const lc_walk_cost *cost);

/* Free the paths as they were read. */
void lc_city_drop_raw(lc_city *city);
/* Free all that is in it; the struct itself is the caller's. */
void lc_city_clear(lc_city *city);

#endif
