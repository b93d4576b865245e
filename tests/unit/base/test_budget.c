/* What a run may take: the machine's memory and the limits around a process, and what is refused then. */
#include "base/budget.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/context.h"
#include "base/memory.h"
#include "unit.h"

static void put(const char *root, const char *path, const char *text) {
    char *whole = lc_sprintf("%s%s", root, path);
    for (char *slash = whole + strlen(root) + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
    FILE *file = fopen(whole, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    free(whole);
}

static char *new_root(void) {
    char name[] = "/tmp/lifecircle-budget-XXXXXX";
    assert_non_null(mkdtemp(name));
    return lc_strdup(name);
}

static void end_root(char *root) {
    char *command = lc_sprintf("rm -r '%s'", root);
    assert_int_equal(system(command), 0);
    free(command);
    free(root);
}

static void test_machine(void **state) {
    (void)state;
    char *root = new_root(); /* nothing in it: no groups */
    uint64_t pages = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
    assert_true(lc_memory_default(root) <= pages / 4 * 3);
    assert_true(lc_memory_default(root) > 0);
    end_root(root);
}

static void test_groups(void **state) {
    (void)state;
    static const struct {
        const char *group, *path[2], *text[2];
        uint64_t limit;
    } cases[] = {
        /* version 2: the group's own limit, the one around it, none, and a container that does not see its path */
        {"0::/a/b\n", {"/sys/fs/cgroup/a/b/memory.max"}, {"1000000\n"}, 750000},
        {"0::/a/b\n", {"/sys/fs/cgroup/a/b/memory.max", "/sys/fs/cgroup/a/memory.max"}, {"max\n", "400000\n"}, 300000},
        {"0::/a/b\n", {"/sys/fs/cgroup/a/b/memory.max", "/sys/fs/cgroup/a/memory.max"}, {"80000\n", "400000\n"}, 60000},
        {"0::/../x\n", {"/sys/fs/cgroup/memory.max"}, {"40000\n"}, 30000},
        /* version 1, among other controllers */
        {"5:cpu:/a\n4:memory:/a\n0::/\n", {"/sys/fs/cgroup/memory/a/memory.limit_in_bytes"}, {"2000000\n"}, 1500000},
        {"4:memory:/a\n", {"/sys/fs/cgroup/memory/memory.limit_in_bytes"}, {"20000\n"}, 15000},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char *root = new_root();
        put(root, "/proc/self/cgroup", cases[k].group);
        for (int i = 0; i < 2 && cases[k].path[i]; i++) put(root, cases[k].path[i], cases[k].text[i]);
        assert_int_equal(lc_memory_default(root), cases[k].limit);
        end_root(root);
    }
}

static void test_held(void **state) {
    (void)state;
    enum { BYTES = 64 << 20 };
    uint64_t before = lc_memory_held();
    assert_true(before > 0);
    volatile char *bytes = malloc(BYTES);
    for (size_t i = 0; i < BYTES; i += 1024) bytes[i] = 1;
    assert_true(lc_memory_held() >= before + BYTES / 2);
    free((void *)(uintptr_t)bytes);
}

static void test_ask(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    uint64_t limit = lc_memory_held() + (uint64_t)(512 << 20);
    lc_context_set_max_memory(ctx, limit);
    assert_int_equal(lc_memory_allowed(ctx), limit);
    assert_true(lc_memory_left(ctx) <= limit);
    assert_int_equal(lc_memory_ask(ctx, "a.pbf", 1 << 20), LC_OK);
    assert_int_equal(lc_memory_ask(ctx, "a.pbf", (uint64_t)1 << 40), LC_ERR_INPUT);
    assert_string_equal(lc_error(ctx).file, "a.pbf");
    const lc_where where = {LC_WHERE(LC_ERROR_SOURCE), .file = "b.pbf"};
    assert_int_equal(lc_fail_at(ctx, LC_ERR_INPUT, &where), LC_ERR_INPUT);
    assert_int_equal(lc_error(ctx).error_class, LC_ERROR_SOURCE);
    assert_string_equal(lc_error(ctx).file, "a.pbf");
    assert_non_null(strstr(lc_error_message(ctx), "a.pbf: reading it takes about 1.0 TiB"));
    assert_int_equal(lc_memory_ask(ctx, "a.pbf", UINT64_MAX), LC_ERR_INPUT);
    assert_int_equal(lc_memory_check(ctx), LC_OK);
    lc_context *beside = lc_context_beside(ctx);
    assert_int_equal(lc_memory_allowed(beside), limit);
    lc_context_free(beside);
    lc_context_set_max_memory(ctx, 1);
    assert_int_equal(lc_memory_left(ctx), 0);
    assert_int_equal(lc_memory_check(ctx), LC_ERR_MEMORY);
    assert_int_equal(lc_progress(ctx, 0), LC_ERR_MEMORY);
    lc_context_free(ctx);
}

static void test_grow(void **state) {
    (void)state;
    lc_context *ctx = lc_context_new();
    int64_t *array = NULL;
    size_t capacity = 0;
    lc_context_set_max_memory(ctx, 1); /* small arrays are not asked for */
    assert_int_equal(LC_ROOM_ASKED(ctx, "a.pbf", array, capacity, 1000), LC_OK);
    assert_true(capacity >= 1000);
    size_t before = capacity;
    assert_int_equal(LC_ROOM_ASKED(ctx, "a.pbf", array, capacity, (size_t)1 << 30), LC_ERR_INPUT);
    assert_int_equal(capacity, before);
    assert_int_equal(LC_ROOM_ASKED(ctx, "a.pbf", array, capacity, SIZE_MAX / 2), LC_ERR_MEMORY);
    free(array);
    lc_context_free(ctx);
}

static void test_size_text(void **state) {
    (void)state;
    static const struct {
        uint64_t bytes;
        const char *text;
    } cases[] = {{0, "0 bytes"},        {1023, "1023 bytes"},           {1536, "1.5 KiB"},
                 {20u << 20, "20 MiB"}, {(uint64_t)3 << 29, "1.5 GiB"}, {UINT64_MAX, "16 EiB"}};
    char text[LC_SIZE_TEXT];
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_string_equal(lc_size_text(cases[k].bytes, text), cases[k].text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_machine), cmocka_unit_test(test_groups),
                                       cmocka_unit_test(test_held),    cmocka_unit_test(test_ask),
                                       cmocka_unit_test(test_grow),    cmocka_unit_test(test_size_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
