/* The tables of all parts as one. */
#ifndef LC_OUTPUT_MERGE_CSV_H
#define LC_OUTPUT_MERGE_CSV_H

#include "report/shard_read.h"

/*
 * Write the rows of the parts' tables, each beside its report under the same name with the ending .csv, in the order of
 * all communities; one row at a time is in memory.
 * @param shard as lc_shards_check() left them
 * Errors: LC_ERR_INPUT for a table that is not there, or has other columns or another number of rows than it should.
 */
lc_status lc_shards_write_csv(lc_context *ctx, const lc_shard_file *shard, size_t n, const char *path);

#endif
