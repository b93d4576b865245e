/* Which rows of a POI table are a shop or a park: data/rules/poi.yaml, and what is wrong in a city's own. */
#include "yaml_fixture.h"

#include "profile/poi.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void codes_and_words_of_a_cell(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool is_code;
    } wanted[] = {{"060200", true}, {"060400", true},  {"060201", true},
                  {"购物", false},  {"便利店", false}, {"7-11", false}};
    const char *at = "060200| 060400 ;60201;购物;便利店|7-11;";
    lc_poi_type type;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_true(lc_poi_type_next(&at, &type));
        assert_string_equal(type.text, wanted[i].text);
        assert_int_equal(type.is_code, wanted[i].is_code);
    }
    assert_false(lc_poi_type_next(&at, &type));
    at = " ";
    assert_false(lc_poi_type_next(&at, &type));
}

/* All codes of a cell, parted by blanks; words are shown in brackets. */
static void assert_types(const char *cell, const char *wanted) {
    char found[400] = "";
    lc_poi_type type;
    for (const char *at = cell; lc_poi_type_next(&at, &type);) {
        size_t used = strlen(found);
        snprintf(found + used, sizeof found - used, type.is_code ? "%s%s" : "%s[%s]", used ? " " : "", type.text);
    }
    if (strcmp(found, wanted) != 0) fail_msg("'%s' is %s, not %s", cell, found, wanted);
}

static void codes_as_programs_write_them(void **state) {
    (void)state;
    assert_types("60200.0", "060200"); /* pandas, and a column of a spreadsheet that is of numbers */
    assert_types("060200.00", "060200");
    assert_types("6.02e4", "060200");
    assert_types("60,200", "[60] [200]"); /* a comma parts codes: what is left is told, see below */
    assert_types("060200 060400", "060200 060400");
    assert_types("060200/060400", "060200 060400");
    assert_types("060200，060400；60705、060706", "060200 060400 060705 060706");
    assert_types("０６０２００", "060200");
    assert_types("[\"060200\", \"060400\"]", "060200 060400");
    assert_types("(2:060200,60400)", "[2] 060200 060400"); /* GDAL's lists */
    assert_types("'060200", "060200");                     /* text, as a spreadsheet marks it */
    assert_types("060200 便利店", "060200 [便利店]");
    assert_types("Fast Food;7-11 便利店", "[Fast Food] [7-11 便利店]");
    assert_types("购物服务;便民商店/便利店", "[购物服务] [便民商店/便利店]");
    assert_types("0602000", "[0602000]");
    assert_types("602", "[602]");
    assert_types("60200.5", "[60200.5]");
    assert_types("-60200", "[-60200]");
    assert_types("", "");
    assert_types("|;, ", "");
}

static void cells_that_only_look_like_codes(void **state) {
    (void)state;
    static const char *const unread[] = {"60,200", "0602000", "602", "60200.5", "060200|60", "1e9", "０６０２"};
    static const char *const good[] = {"060200", "60200.0", "060200|060400", "便利店",   "7-11 便利店",
                                       "",       "-",       "shop",          "购物;0602"};
    for (size_t i = 0; i < COUNT(unread); i++)
        if (!lc_poi_codes_unread(unread[i])) fail_msg("'%s' passes", unread[i]);
    for (size_t i = 0; i < COUNT(good); i++)
        if (lc_poi_codes_unread(good[i])) fail_msg("'%s' is told", good[i]);
}

static void shipped_rules(void **state) {
    fixture *f = *state;
    static const struct {
        const char *category, *types, *tag, *name;
        bool belongs;
    } cases[] = {
        {"convenience_store", "060200", NULL, NULL, true},
        {"convenience_store", "060202", NULL, NULL, true},
        {"convenience_store", "060401", NULL, NULL, true},
        {"convenience_store", "060411", NULL, "屈臣氏", false}, /* chains of drugstores */
        {"convenience_store", "060415", NULL, NULL, false},
        {"convenience_store", "060411|060200", NULL, NULL, true},
        {"convenience_store", "060300", NULL, NULL, false},
        {"convenience_store", "060411", "购物服务;超级市场;屈臣氏", NULL, false}, /* a code goes before words */
        {"convenience_store", NULL, "购物;便利店", NULL, true},
        {"convenience_store", NULL, "购物;便利店加盟", NULL, false}, /* whole words */
        {"convenience_store", NULL, "购物服务;便民商店/便利店;便民商店/便利店", NULL, true},
        {"supermarket", "060200", NULL, NULL, false},
        {"supermarket", "60401", NULL, NULL, true},
        {"market", "060705", NULL, NULL, true},
        {"market", "060701", NULL, NULL, false}, /* 小商品市场 */
        {"park", "110101", NULL, NULL, true},
        {"park", "110106", NULL, "人民公园湖心亭", false},
        {"park", "110105", NULL, NULL, false},
        {"square", "110105", NULL, NULL, true},
        {"service_center", "120304", NULL, NULL, true},
        {"service_center", "130106", NULL, NULL, true},
        {"service_center", "130104", NULL, NULL, false},
        {"service_center", "130100", NULL, "人民路社区党群服务中心", true},
        {"service_center", "150904", NULL, "人民路社区党群服务中心停车场", false},
        {"service_center", "090100", NULL, "人民路社区卫生服务中心", false},
        {"health_center", "090100", NULL, "人民路社区卫生服务中心", true},
        {"kindergarten", "141204", NULL, NULL, true},
        {"primary_school", "141203", NULL, NULL, true},
        {"secondary_school", "141202", NULL, NULL, true},
        {"secondary_school", "141206", NULL, NULL, false},
        {"clinic", "090300", NULL, NULL, true},
        {"bus_stop", "150700", NULL, NULL, true},
        {"bus_stop", "150703", NULL, NULL, false}, /* 机场巴士 */
        {"metro_station", "150501", NULL, NULL, false},
        {"park", NULL, NULL, NULL, false},
    };
    lc_poi_rules *rules = NULL;
    if (lc_poi_rules_load(f->ctx, LC_DATA_DIR, &rules)) fail_msg("%s", lc_error_message(f->ctx));
    for (size_t i = 0; i < COUNT(cases); i++) {
        const lc_poi_rule *rule = lc_poi_rules_find(rules, cases[i].category);
        assert_non_null(rule);
        if (lc_poi_matches(rule, cases[i].types, cases[i].tag, cases[i].name) != cases[i].belongs)
            fail_msg("%s: case %zu", cases[i].category, i);
    }
    assert_null(lc_poi_rules_find(rules, "volcano"));
    lc_poi_rules_free(rules);
}

static void mistakes(void **state) {
    fixture *f = *state;
    static const struct {
        const char *text;
        int line;
        const char *words;
    } cases[] = {
        {"[]\n", 1, "the list of categories must be a mapping"},
        {"park:\n  kodes: [110101]\n", 2, "unknown key 'kodes'"},
        {"park:\n  except: [110106]\n", 2, "takes nothing"},
        {"park:\n  codes: [1101011]\n", 2, "'1101011' is no type code"},
        {"park:\n  codes:\n    - 110101\n    - 公园\n", 4, "'公园' is no type code"},
        {"park:\n  words: []\n", 2, "'words' is empty"},
    };
    char path[96];
    snprintf(path, sizeof path, "%s/rules", f->dir);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/rules/poi.yaml", f->dir);
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_poi_rules *rules = NULL;
        write_text(path, cases[i].text);
        lc_status status = lc_poi_rules_load(f->ctx, f->dir, &rules);
        assert_null(rules);
        assert_error_at(f, status, path, cases[i].line, cases[i].words, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_words_of_a_cell),
        cmocka_unit_test(codes_as_programs_write_them),
        cmocka_unit_test(cells_that_only_look_like_codes),
        cmocka_unit_test_setup_teardown(shipped_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(mistakes, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
