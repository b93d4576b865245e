/* What came of edits in a part of the planes, for its report. */
#ifndef LC_REPORT_SHARD_EDITS_H
#define LC_REPORT_SHARD_EDITS_H

#include "city/plane_edits.h"
#include "report/shard.h"

/* Copy it; margin_m as in lc_plane_edits_end(). false when memory is out; what has been copied goes with the shard. */
bool lc_shard_edits_take(const lc_plane_edits *edits, double margin_m, lc_shard_edits *out);

#endif
