/* Eastings as Chinese surveyors write them, with the number of the zone in front. */
#ifndef LC_SOURCE_GAUSS_H
#define LC_SOURCE_GAUSS_H

#include "source/crs.h"

/* The zone number before an easting: 13 to 23 are six degrees wide, 25 to 45 three. 0 for an easting without one. */
int lc_gauss_zone_of(double easting);
/* Can it be an easting, with or without a number? A northing of China? */
bool lc_gauss_is_easting(double x);
bool lc_gauss_is_northing(double y);
/* Is `zone`, not 0, another zone than the system's? */
bool lc_gauss_contradicts(const lc_gauss *gauss, int zone);
/* The central meridian of a zone, degrees. */
int lc_gauss_meridian_of(int zone);

#endif
