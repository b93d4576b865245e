/* A history in memory: its runs with their inputs and the city's totals. Communities are read when they are asked for.
 */
#ifndef LC_HISTORY_HISTORY_H
#define LC_HISTORY_HISTORY_H

#include "store/database.h"

typedef struct lc_history_run_data {
    lc_run run;
    char *parameters; /* JSON */
    lc_run_input *input;
    lc_indicator *indicator;
    size_t n_indicators, cap_input, cap_indicator;
    size_t previous; /* SIZE_MAX without */
} lc_history_run_data;

struct lc_history {
    lc_database db;
    lc_history_run_data *run;
    size_t n, capacity;
};

/* LC_ERR_INPUT for what the layout forbids, and a damaged file has all the same: a text that is not there. */
lc_status lc_history_missing(lc_context *ctx, const lc_history *history);

/* A verdict by its name. */
lc_verdict lc_column_verdict(sqlite3_stmt *row, int column);

struct lc_series {
    char *community; /* its id; NULL for the city */
    lc_series_point *point;
    size_t n, capacity;
};

/* Could a report be stored in `path`? Errors: LC_ERR_INPUT, LC_ERR_IO. */
lc_status lc_output_check_store(lc_context *ctx, const char *path);

/* What lc_history_open() needs of the rest: which inputs changed. */
bool lc_history_compare(lc_history *history);

#endif
