/* Is a workbook that was written whole? */
#ifndef LC_OUTPUT_WORKBOOK_CHECK_H
#define LC_OUTPUT_WORKBOOK_CHECK_H

#include "base/context.h"

/*
 * libxlsxwriter makes every part of a workbook in a temporary file, and does not look whether all of it got there: on a
 * full disk a part is cut. Each part is read back from `file`, and must end with the end of its root element. LC_ERR_IO
 * names `path`.
 */
lc_status lc_workbook_check(lc_context *ctx, const char *file, const char *path);

#endif
