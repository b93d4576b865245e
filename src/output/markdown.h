/* Pieces of Markdown (CommonMark with GitHub's tables). Write errors stay in the file (ferror). */
#ifndef LC_OUTPUT_MARKDOWN_H
#define LC_OUTPUT_MARKDOWN_H

#include <stdio.h>

/* Text as it is: characters that mean something in Markdown are escaped, line ends and control characters become
   spaces; NULL writes nothing. */
void lc_md_text(FILE *file, const char *text);
/* "## title", with an empty line before (level 1 begins the file) and after. */
void lc_md_heading(FILE *file, int level, const char *title);
/* The head of a table: n titles, and the columns' alignment, a letter for each: 'l' or 'r'. */
void lc_md_table(FILE *file, const char *const *title, const char *align);
/* Cells of a row: lc_md_cell() for each, then lc_md_row_end(). */
void lc_md_cell(FILE *file, const char *text);
void lc_md_row_end(FILE *file);

#endif
