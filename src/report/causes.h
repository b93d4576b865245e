/* Why two reports differ. */
#ifndef LC_REPORT_CAUSES_H
#define LC_REPORT_CAUSES_H

#include "report/diff_data.h"

/* Find what may be behind the changes. */
lc_status lc_diff_find_causes(lc_context *ctx, lc_diff *diff);

#endif
