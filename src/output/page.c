#include "output/page.h"

#include <string.h>

void lc_page_up_to(FILE *file, lc_page *page, const char *mark) {
    size_t n = strlen(mark), end = page->at;
    while (end + n <= page->size && memcmp(page->text + end, mark, n) != 0) end++;
    if (end + n > page->size) {
        lc_page_rest(file, page);
        return;
    }
    fwrite(page->text + page->at, 1, end - page->at, file);
    page->at = end + n;
}

void lc_page_rest(FILE *file, lc_page *page) {
    fwrite(page->text + page->at, 1, page->size - page->at, file);
    page->at = page->size;
}
