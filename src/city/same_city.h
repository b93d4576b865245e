/* Two states of one city: is all that is measured the same? */
#ifndef LC_CITY_SAME_CITY_H
#define LC_CITY_SAME_CITY_H

#include "city/city.h"

/* Have two states of a city the same paths (by their place in memory, which edits share), the same gates, and the same
   facilities, whatever edits led there? What is told of them is the same then. */
bool lc_same_city(const lc_city *a, const lc_city *b);

#endif
