/* Edits of parts that are merged. */
#ifndef LC_REPORT_MERGE_EDITS_H
#define LC_REPORT_MERGE_EDITS_H

#include "report/shard_read.h"

/* Were two parts checked with the same edits? */
bool lc_shards_same_edits(const lc_shard_edits *a, const lc_shard_edits *b);

/* LC_ERR_INPUT, in the words of one run, for an edit that did nothing in any of n parts, in their order and with the
   same edits; that lies far from the communities of all; or that moves what two parts have at two places. */
lc_status lc_shards_check_edits(lc_context *ctx, const lc_shard_file *shard, size_t n);

#endif
