/* The map (docs/map.md). */
#ifndef LC_OUTPUT_HTML_H
#define LC_OUTPUT_HTML_H

#include "report/report.h"

/* `options` may be NULL. */
lc_status lc_report_write_html(lc_context *ctx, const lc_report *report, const lc_write_options *options,
                               const char *path);
lc_status lc_output_check_html(lc_context *ctx, const lc_write_options *options, const char *path);
/* The options of a map with their defaults; `options` may be NULL. Errors: LC_ERR_INPUT for a wrong address of tiles.
 */
lc_status lc_map_options(lc_context *ctx, const lc_write_options *options, lc_write_options *out);

#endif
