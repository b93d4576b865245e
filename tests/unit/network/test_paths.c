/* Classes of paths: stairs, spans and the like. */
#include <malloc.h>

#include "network/raw_paths.h"
#include "unit.h"

enum { PATHS = 500, STAIRS = 0xff };

/* The straight ways across squares say no class; what lay in memory must not become stairs. */
static void paths_without_a_class_are_plain(void **state) {
    (void)state;
    mallopt(M_PERTURB, 0x5a);
    lc_paths paths = {0};
    for (int i = 0; i < PATHS; i++)
        assert_true(i % 3 == 1 ? lc_paths_begin_class(&paths, STAIRS) : lc_paths_begin(&paths));
    for (int i = 0; i < PATHS; i++) assert_int_equal(paths.path_class[i], i % 3 == 1 ? STAIRS : 0);
    assert_int_equal(lc_paths_leave_out(&paths, 1), (PATHS + 1) / 3);
    lc_paths_free(&paths);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(paths_without_a_class_are_plain)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
