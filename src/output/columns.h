/* The columns of the report. */
#ifndef LC_OUTPUT_COLUMNS_H
#define LC_OUTPUT_COLUMNS_H

#include "output/table.h"

/* One row a community: the columns of the report (docs/report.md), rounded as it shows them. */
bool lc_table_communities(const lc_report *report, lc_table *out);

#endif
