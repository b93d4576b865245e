/* Writers of a comparison, for its own files and as a part of a report's. Write errors stay in the file (ferror). */
#ifndef LC_OUTPUT_DIFF_WRITE_H
#define LC_OUTPUT_DIFF_WRITE_H

#include <stdio.h>

#include "report/diff.h"

void lc_diff_print_json(FILE *file, const lc_diff *diff);
/* Headings are of `level` and below. */
void lc_diff_print_markdown(FILE *file, const lc_context *ctx, const lc_diff *diff, int level);

#endif
