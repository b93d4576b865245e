/* Distances of single points to the nearest facility of a category, and which one it is. */
#ifndef LC_MEASURE_NEAREST_H
#define LC_MEASURE_NEAREST_H

#include "measure/fields.h"
#include "measure/nearest_labels.h"

/* What it takes to answer for any point of a city. Immutable once made. */
struct lc_nearest {
    const lc_city *city; /* borrowed */
    const lc_facilities *facilities;
    lc_metric metric;
    double range_m;
    lc_index *index;   /* straight: over the geometries of those that pass */
    uint32_t *geom_of; /* straight: the geometry of each item */
    /* network */
    lc_profile profile; /* of one indicator, whose strings are borrowed */
    lc_indicator_def indicator;
    lc_rule rule;
    lc_city_links links;
    lc_plan *plan;
    lc_fields *fields;
    lc_nearest_labels labels;
    uint32_t *gate; /* the facility nearest to each gate of the city's compounds */
};

#endif
