/* What the file beside the report of a part holds (report/shard_file.h): one description to write it and to read it. */
#ifndef LC_REPORT_SHARD_ROWS_H
#define LC_REPORT_SHARD_ROWS_H

#include "report/report.h"
#include "report/shard.h"
#include "store/exchange.h"

/* Which of the shapes are read; what else there is always is. */
typedef struct lc_shard_wish {
    bool areas, gaps, facilities, paths;
} lc_shard_wish;

/*
 * The report of a part, with all digits: what is the same in all parts (profile, indicators, categories, inputs), its
 * communities; of the results what the report's own member `shard` does not carry. When it is read,
 * `report` is empty but for its shard, with index and results as read from the report.
 */
void lc_shard_rows_exchange(lc_exchange *x, lc_report *report);
/* report->shard->layers, which says what there is, and the report's paths. */
void lc_shard_layers_exchange(lc_exchange *x, lc_report *report, const lc_shard_wish *wish);

#endif
