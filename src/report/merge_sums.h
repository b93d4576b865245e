/* The totals of all parts, of what their reports carry. */
#ifndef LC_REPORT_MERGE_SUMS_H
#define LC_REPORT_MERGE_SUMS_H

#include "report/shard_read.h"

/* Members of an indicator in a report's summary that are totals, of its `combines`, and of a category; each list ends
   with NULL. */
extern const char *const LC_INDICATOR_TOTALS[], *const LC_COMBINES_TOTALS[], *const LC_CATEGORY_TOTALS[];

/* LC_ERR_INPUT unless the n files are the parts 1 .. n of one check, in which every edit did something; they are
   brought into that order. */
lc_status lc_shards_check(lc_context *ctx, lc_shard_file *shard, size_t n);

/* For each of all communities the number, from 0, of the part that has it; malloc'ed, NULL when memory is out. */
size_t *lc_shards_owners(const lc_shard_file *shard, size_t n);
/* The values of the groups' field, one a community of all, borrowed; NULL without groups. false when memory is out. */
bool lc_shards_groups(const lc_shard_file *shard, size_t n, char ***out);
/* LC_ERR_INPUT where errors leave a total's verdict open: a part refines for its own totals. */
lc_status lc_shards_settled(lc_context *ctx, const lc_report *all);

/*
 * A report with the numbers of all parts, for what is summed or counted: network, inputs' features, totals of
 * indicators, scorecard, groups, categories and warnings. What is the same in all parts is not in it.
 * @param shard in order
 * @param[out] out to be freed with lc_report_free(); its texts are its own but for reasons, which are the parts'
 */
lc_status lc_shards_sum(lc_context *ctx, lc_shard_file *shard, size_t n, lc_report **out);

#endif
