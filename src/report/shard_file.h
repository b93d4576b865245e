/* The file beside the report of a part of the planes, NAME_layers.sqlite: all that outputs of the whole need of the
   part, with all digits. It is of one version of lifecircle and one kind of machine. */
#ifndef LC_REPORT_SHARD_FILE_H
#define LC_REPORT_SHARD_FILE_H

#include "report/shard_read.h"
#include "report/shard_rows.h"

/* Write it beside the report at `path`: communities, and the shapes that the check prepared. A report on standard
   output has no file beside it. */
lc_status lc_shard_file_write(lc_context *ctx, const lc_report *report, const char *path);

/*
 * Read it back as the report of the part, with the shapes that are wished for in its shard->layers, and its results.
 * @param part with what its report carries; its index, networks, warnings and results go over to the report
 * @param[out] out to be freed with lc_report_free()
 * Errors: LC_ERR_INPUT for a file that is not there, is damaged, of another report or version, or without those shapes.
 */
lc_status lc_shard_file_read(lc_context *ctx, lc_shard_file *part, const lc_shard_wish *wish, lc_report **out);

#endif
