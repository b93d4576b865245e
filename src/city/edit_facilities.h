/* Edits of facilities: add, remove, move. */
#ifndef LC_CITY_EDIT_FACILITIES_H
#define LC_CITY_EDIT_FACILITIES_H

#include "city/city.h"
#include "city/edits.h"
#include "profile/profile.h"

/* The facilities of a city with edits; what they do not touch is the other city's. */
typedef struct lc_edited_facilities {
    lc_facilities *category; /* n, as in a city; entrances are the other city's */
    bool *own;               /* n: it is not the other city's */
    size_t n;
} lc_edited_facilities;

/*
 * Carry out the edits one after the other.
 * @param profile a category that it names may be added to, as those that the rules know
 * @param geoms of the edits, in the work CRS
 * Errors: LC_ERR_INPUT for an edit that does nothing.
 */
lc_status lc_edit_facilities(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_edits *edits,
                             const lc_geoms *geoms, lc_edited_facilities *out);
void lc_edited_facilities_free(lc_edited_facilities *facilities);

#endif
