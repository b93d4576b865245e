/* The report of the whole, of those of its parts and the files beside them: for every output that one run has. */
#ifndef LC_REPORT_JOIN_PARTS_H
#define LC_REPORT_JOIN_PARTS_H

#include "report/shard_file.h"

/*
 * Put the parts together, one at a time.
 * @param part as lc_shards_check() left them; what they hold goes over to the report
 * @param[out] out to be freed with lc_report_free()
 * Errors: LC_ERR_INPUT for a file that is not there, is damaged, or does not go with its report.
 */
lc_status lc_shards_join(lc_context *ctx, lc_shard_file *part, size_t n, const lc_shard_wish *wish, lc_report **out);

#endif
