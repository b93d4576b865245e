/* Where the facilities of each category, and their entrances, come from. */
#ifndef LC_CITY_FACILITY_SOURCES_H
#define LC_CITY_FACILITY_SOURCES_H

#include "city/inputs.h"

/*
 * Find the sources of the categories in in->facilities, refuse what is wrong about them, and load the rules that they
 * need. Before the OpenStreetMap file is read: with in->entrance_rules, its tags must be kept.
 */
lc_status lc_facility_sources_plan(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
/* Read the facilities of all categories, with their entrances. */
lc_status lc_facility_sources_read(lc_context *ctx, const lc_city_options *options, lc_inputs *in);

#endif
