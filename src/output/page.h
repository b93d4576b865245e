/* Pages that are built in: text with marks at which something is written. */
#ifndef LC_OUTPUT_PAGE_H
#define LC_OUTPUT_PAGE_H

#include <stddef.h>
#include <stdio.h>

/* How far a page has been written; starts with at = 0. */
typedef struct lc_page {
    const unsigned char *text;
    size_t size, at;
} lc_page;

/* Write the page from where it stands up to `mark`, or to its end when that does not come, and step over it. */
void lc_page_up_to(FILE *file, lc_page *page, const char *mark);
void lc_page_rest(FILE *file, lc_page *page);

#endif
