/* Classes of paths: stairs, spans and the like. */
#include <malloc.h>

#include "network/adjacency.h"
#include "network/raw_paths.h"
#include "profile/path_class.h"
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

/* Of ways that draw the same piece, from what people like best to what they like least; in either order. */
static void the_easiest_way_counts(void **state) {
    (void)state;
    const uint8_t rank[] = {LC_PATH_PLAIN, LC_PATH_SPAN, 1 << 2, 2 << 2, LC_PATH_WAITS_MAX << 2, LC_PATH_STAIRS};
    enum { N = sizeof rank };
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < N; k++) {
            lc_paths paths = {.n_xy = 2, .xy = calloc(2, sizeof(lc_xy))};
            lc_adjacency adjacency;
            assert_non_null(paths.xy);
            paths.xy[1].x = 9;
            assert_true(lc_paths_begin_class(&paths, rank[i]) && lc_paths_add(&paths, 0) && lc_paths_add(&paths, 1));
            assert_true(lc_paths_begin_class(&paths, rank[k]) && lc_paths_add(&paths, 1) && lc_paths_add(&paths, 0));
            assert_true(lc_adjacency_of(&paths, &adjacency));
            uint32_t *piece = lc_adjacency_pieces(&adjacency, &paths);
            assert_non_null(piece);
            for (int half = 0; half < 2; half++) assert_int_equal(piece[half], k < i ? 2 : 0);
            free(piece);
            lc_adjacency_free(&adjacency);
            lc_paths_free(&paths);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(paths_without_a_class_are_plain),
                                       cmocka_unit_test(the_easiest_way_counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
