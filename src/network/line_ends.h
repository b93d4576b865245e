/* Noding: ends of lines. */
#ifndef LC_NETWORK_LINE_ENDS_H
#define LC_NETWORK_LINE_ENDS_H

#include "network/noding.h"

/* Ends join the inside of lines within LC_JOIN_M. */
bool lc_noder_join_ends(lc_noder *l);

/* And, last of all, loose ends join what is within the user's tolerance. */
bool lc_noder_join_loose_ends(lc_noder *l);

#endif
