/* Service areas and gaps of the parts of a check: kept beside the report of each, and put together as those of one. */
#ifndef LC_OUTPUT_SHARD_LAYERS_H
#define LC_OUTPUT_SHARD_LAYERS_H

#include "report/shard_read.h"

/* Write what report->shard has of them to the file beside the report at `path`, NAME_layers.sqlite; nothing when it has
   none. A report on standard output has no file beside it. */
lc_status lc_shard_layers_write(lc_context *ctx, const lc_report *report, const char *path);

/*
 * Put those of all parts into `sums` (lc_shards_sum()), with the texts of its indicators: service areas, or gaps with
 * the ids and names of their communities.
 * @param shard as lc_shards_check() left them
 * Errors: LC_ERR_INPUT for a file that is not there, is damaged, or does not go with its report.
 */
lc_status lc_shard_layers_join(lc_context *ctx, const lc_shard_file *shard, size_t n, bool gaps, lc_report *sums);

#endif
