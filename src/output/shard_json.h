/* What a part's report carries for its merging, as the member `shard` (docs/report.md). */
#ifndef LC_OUTPUT_SHARD_JSON_H
#define LC_OUTPUT_SHARD_JSON_H

#include "base/json.h"
#include "report/report.h"

/* Nothing for a report of all. Numbers that sums are made of are written as the 16 hexadecimal digits of their bits. */
void lc_json_shard(lc_json *json, const lc_report *report);

#endif
