/* Rules for facilities as data: which nodes are entrances, and what levels are called. */
#include "yaml_fixture.h"

#include "profile/levels.h"
#include "profile/rules.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Tags as a list key, value, key, value, …, NULL. */
static const char *tag_of(const void *object, const char *key) {
    for (const char *const *t = object; *t; t += 2)
        if (strcmp(t[0], key) == 0) return t[1];
    return NULL;
}

#define TAGS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void shipped_entrances(void **state) {
    fixture *f = *state;
    lc_category_def *rules = NULL;
    if (lc_entrance_rules_load(f->ctx, LC_DATA_DIR, &rules)) fail_msg("%s", lc_error_message(f->ctx));
    assert_true(lc_category_matches(rules, tag_of, TAGS("entrance", "yes")));
    assert_true(lc_category_matches(rules, tag_of, TAGS("entrance", "main")));
    assert_true(lc_category_matches(rules, tag_of, TAGS("barrier", "gate")));
    assert_true(lc_category_matches(rules, tag_of, TAGS("barrier", "wall", "entrance", "yes")));
    assert_false(lc_category_matches(rules, tag_of, TAGS("entrance", "no")));
    assert_false(lc_category_matches(rules, tag_of, TAGS("entrance", "no", "barrier", "gate")));
    assert_false(lc_category_matches(rules, tag_of, TAGS("barrier", "bollard")));
    lc_entrance_rules_free(rules);
}

static void shipped_levels(void **state) {
    static const struct {
        const char *text;
        lc_level level;
    } cases[] = {
        {"街道", LC_LEVEL_STREET},
        {"街道级", LC_LEVEL_STREET},
        {"街道综合体", LC_LEVEL_STREET},
        {"党群服务综合体", LC_LEVEL_STREET},
        {"综合体", LC_LEVEL_STREET},
        {"乡镇", LC_LEVEL_STREET},
        {"镇级", LC_LEVEL_STREET},
        {"Street", LC_LEVEL_STREET},
        {"社区综合体", LC_LEVEL_STREET},
        {"社区", LC_LEVEL_COMMUNITY},
        {"社区级", LC_LEVEL_COMMUNITY},
        {"社区党群服务中心", LC_LEVEL_COMMUNITY},
        {"社区服务站", LC_LEVEL_COMMUNITY},
        {"COMMUNITY", LC_LEVEL_COMMUNITY},
        {"小区", LC_LEVEL_STATION},
        {"楼宇", LC_LEVEL_STATION},
        {"站", LC_LEVEL_STATION},
        {"服务站", LC_LEVEL_STATION},
        {"小区/楼宇", LC_LEVEL_STATION},
        {"小区党群服务站", LC_LEVEL_STATION},
        {"station", LC_LEVEL_STATION},
        {"", LC_LEVEL_ANY},
        {"市级", LC_LEVEL_ANY},
        {"3", LC_LEVEL_ANY},
    };
    fixture *f = *state;
    lc_level_rules *rules = NULL;
    if (lc_levels_load(f->ctx, LC_DATA_DIR, &rules)) fail_msg("%s", lc_error_message(f->ctx));
    for (size_t i = 0; i < COUNT(cases); i++)
        if (lc_level_of(rules, cases[i].text) != cases[i].level)
            fail_msg("%s is of level '%s'", cases[i].text, lc_level_name(lc_level_of(rules, cases[i].text)));
    assert_string_equal(lc_level_name(LC_LEVEL_COMMUNITY), "community");
    lc_levels_free(rules);
}

static void write_rules(fixture *f, const char *name, const char *text, char *path, size_t size) {
    snprintf(path, size, "%s/rules", f->dir);
    mkdir(path, 0700);
    snprintf(path, size, "%s/rules/%s", f->dir, name);
    write_text(path, text);
}

/* An entry in front decides, and a level may come again. */
static void a_city_changes_the_levels(void **state) {
    fixture *f = *state;
    char path[96];
    lc_level_rules *rules = NULL;
    write_rules(f, "levels.yaml",
                "- {level: community, words: [社区综合体]}\n- {level: street, words: [综合体]}\n"
                "- {level: community, words: [社区]}\n",
                path, sizeof path);
    if (lc_levels_load(f->ctx, f->dir, &rules)) fail_msg("%s", lc_error_message(f->ctx));
    assert_int_equal(lc_level_of(rules, "玉林社区综合体"), LC_LEVEL_COMMUNITY);
    assert_int_equal(lc_level_of(rules, "街道综合体"), LC_LEVEL_STREET);
    assert_int_equal(lc_level_of(rules, "小区"), LC_LEVEL_ANY);
    lc_levels_free(rules);
}

static void mistakes(void **state) {
    static const struct {
        const char *file, *text;
        int line;
        const char *words;
    } cases[] = {
        {"levels.yaml", "street: [街道]\n", 1, "the list of levels must be a list"},
        {"levels.yaml", "- level: city\n  words: [市]\n", 1, "'level' cannot be 'city'; write one of: street"},
        {"levels.yaml", "- level: street\n", 1, "'words' is missing in a level"},
        {"levels.yaml", "- level: street\n  words: 街道\n", 2, "'words' must be a list"},
        {"levels.yaml", "- level: street\n  words: [街道]\n  word: [x]\n", 3, "unknown key 'word' in a level"},
        {"entrances.yaml", "skip: {entrance: no}\n", 1, "'any' is missing in the entrance rules"},
        {"entrances.yaml", "any: {entrance: \"*\"}\nfloors: a\n", 2, "unknown key 'floors' in the entrance rules"},
    };
    fixture *f = *state;
    char path[96];
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_level_rules *levels = NULL;
        lc_category_def *entrances = NULL;
        write_rules(f, cases[i].file, cases[i].text, path, sizeof path);
        lc_status status = cases[i].file[0] == 'l' ? lc_levels_load(f->ctx, f->dir, &levels)
                                                   : lc_entrance_rules_load(f->ctx, f->dir, &entrances);
        assert_null(levels);
        assert_null(entrances);
        assert_error_at(f, status, path, cases[i].line, cases[i].words, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shipped_entrances, setup, teardown),
        cmocka_unit_test_setup_teardown(shipped_levels, setup, teardown),
        cmocka_unit_test_setup_teardown(a_city_changes_the_levels, setup, teardown),
        cmocka_unit_test_setup_teardown(mistakes, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
