/* The texts of a facility of a report, which are the report's but for the level. */
#ifndef LC_REPORT_FACILITY_TEXTS_H
#define LC_REPORT_FACILITY_TEXTS_H

#include "base/context.h"

/* A copy with texts of its own. false when memory is out; what is there by then is to be freed all the same. */
bool lc_facility_copy(const lc_facility *from, lc_facility *to);
void lc_facility_free_texts(lc_facility *facility);

#endif
