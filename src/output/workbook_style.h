/* What the cells of a workbook look like. */
#ifndef LC_OUTPUT_WORKBOOK_STYLE_H
#define LC_OUTPUT_WORKBOOK_STYLE_H

#include <xlsxwriter.h>

#include "output/workbook.h"

/* The formats of a book; false when memory is out. */
bool lc_workbook_formats(lxw_workbook *book, lxw_format *format[LC_STYLES]);
/* How high a line is, as a multiple of a plain one. */
double lc_workbook_height(lc_style style);

#endif
