/* What the cells of a workbook look like. */
#ifndef LC_OUTPUT_WORKBOOK_STYLE_H
#define LC_OUTPUT_WORKBOOK_STYLE_H

#include <stdbool.h>
#include <xlsxwriter.h>

/* What a cell looks like. */
typedef enum lc_style {
    LC_STYLE_TEXT = 0,
    LC_STYLE_WRAP, /* a long text, on several lines */
    LC_STYLE_TITLE,
    LC_STYLE_SECTION,
    LC_STYLE_NOTE,
    LC_STYLE_HEAD,
    LC_STYLE_HEAD_NUMBER, /* of a column of numbers */
    LC_STYLE_PERCENT,
    LC_STYLE_PERCENT_MET,
    LC_STYLE_PERCENT_MISSED,
    LC_STYLE_MET,
    LC_STYLE_MISSED,
    LC_STYLE_NO_DATA,
    LC_STYLE_WHOLE,
    LC_STYLE_TENTH,
    LC_STYLE_HUNDREDTH,
    LC_STYLE_TIMES,
    LC_STYLE_DEGREES,
    LC_STYLE_METRES,
    LC_STYLES
} lc_style;

/* The formats of a book; false when memory is out. */
bool lc_workbook_formats(lxw_workbook *book, lxw_format *format[LC_STYLES]);
/* How high a line is, as a multiple of a plain one. */
double lc_workbook_height(lc_style style);

#endif
