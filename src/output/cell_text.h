/* Texts as the cells of a workbook hold them. */
#ifndef LC_OUTPUT_CELL_TEXT_H
#define LC_OUTPUT_CELL_TEXT_H

#include <stddef.h>

/* The most a cell holds, in UTF-16 units. */
enum { LC_CELL_MAX = 32767 };

/*
 * A copy that says the same in a cell: bytes that are not UTF-8 and characters that XML cannot hold are U+FFFD, counted
 * in *replaced; line ends are \n; "_x0041_", which programs would read as a character's code, is kept a text ("_x005F_"
 * stands for "_"). malloc'ed; NULL when memory is out.
 */
char *lc_cell_text(const char *text, size_t *replaced);
/* Length in UTF-16 units. */
size_t lc_cell_length(const char *text);
/* Columns that the widest line of UTF-8 text takes; CJK characters take two. */
double lc_cell_width(const char *text);
/* Lines that it takes in a column of this width. */
size_t lc_cell_lines(const char *text, double width);

#endif
