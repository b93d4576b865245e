/* Reports of parts put together: the bytes that one check of all would have written. */
#ifndef LC_OUTPUT_MERGE_H
#define LC_OUTPUT_MERGE_H

#include "report/merge_sums.h"

/* Write the parts, in order, as one report with the totals of `sums`. Features are copied as they stand, one at a time.
 */
lc_status lc_shards_write(lc_context *ctx, const lc_shard_file *shard, size_t n, const lc_report *sums,
                          const char *path);

#endif
