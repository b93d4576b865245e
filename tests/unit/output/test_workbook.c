/* A workbook whose work is cancelled takes no further cells, is not put together, and leaves nothing behind. */
#include "output/workbook.h"

#include "files.h"

static void cancelled_between_cells(void **state) {
    files *f = *state;
    const char *path = path_of(f, "book.xlsx");
    lc_workbook *book = NULL;
    assert_works(f, lc_workbook_open(f->ctx, path, "title", &book));
    lc_workbook_sheet(book, "sheet", "title", 0);
    lc_workbook_text(book, 1, 0, "before", LC_STYLE_TEXT);
    lc_cancel(f->ctx);
    lc_workbook_text(book, 2, 0, "after", LC_STYLE_TEXT);
    lc_cancel_clear(f->ctx); /* what was seen between two cells counts */
    assert_fails(f, lc_workbook_close(book), LC_ERR_CANCELLED, "cancelled");
    assert_int_equal(access(path, F_OK), -1);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(cancelled_between_cells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
