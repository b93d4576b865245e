/* Noding: lines that cross, and lines drawn twice. */
#ifndef LC_NETWORK_LINE_CROSSINGS_H
#define LC_NETWORK_LINE_CROSSINGS_H

#include "network/noding.h"

/* Lines drawn twice. */
bool lc_noder_find_repeats(lc_noder *l);

/* Places where lines cross, touch or lie on one another, joined or counted. */
bool lc_noder_find_crossings(lc_noder *l);

#endif
