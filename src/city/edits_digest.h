/* Which edits: of lists with the same digest all edits say the same, in the same order. */
#ifndef LC_CITY_EDITS_DIGEST_H
#define LC_CITY_EDITS_DIGEST_H

#include "city/edits.h"

/* Of all, or of those of facilities, with their places in the list. false when memory is out. */
bool lc_edits_digest(const lc_edits *edits, bool facilities_only, char out[65]);

#endif
