/* A profile in words: as comments, so that with the profile's text behind it the whole is a profile. */
#include "yaml_fixture.h"

#include "base/memory.h"
#include "profile/profile.h"

static char *describe(fixture *f, const char *name, const char *lang) {
    char *text = NULL;
    if (lc_profile_describe(f->ctx, LC_DATA_DIR, name, lang, &text)) fail_msg("%s", lc_error_message(f->ctx));
    return text;
}

static void expect_line(const char *text, const char *line) {
    char *whole = lc_sprintf("\n%s\n", line);
    assert_non_null(whole);
    if (!strstr(text, whole)) fail_msg("no line \"%s\" in:\n%s", line, text);
    free(whole);
}

static void expect_start(const char *text, const char *start) {
    if (strncmp(text, start, strlen(start)) != 0) fail_msg("\"%s\" does not start with \"%s\"", text, start);
}

static const char MADE[] = "name: made\n"
                           "title: {en: Made, zh: 自制}\n"
                           "source: {en: a plan, zh: 规划}\n"
                           "indicators:\n"
                           "- id: a\n"
                           "  title: {en: A, zh: 甲}\n"
                           "  category: park\n"
                           "  any_of:\n"
                           "  - {min_area_m2: 2000, max_area_m2: 5000, distance_m: 300}\n"
                           "  - {min_area_m2: 5000, distance_m: 804.672}\n"
                           "  metric: straight\n"
                           "  denominator: residential\n"
                           "  target: 0.85\n"
                           "  community_target: 0.5\n"
                           "  target_note: {en: by award, zh: 按称号}\n"
                           "  source: \"clause 5,\\nline 2\"\n"
                           "  verified: unverified\n"
                           "- {id: b, category: bank, minutes: 15, level: street, max_area_m2: 400, target: 0.9,\n"
                           "   denominator: population, verified: text}\n"
                           "- {id: c, category: bank, distance_m: 7, verified: secondary, source: hearsay}\n";

static void says_what_is_measured(void **state) {
    fixture *f = *state;
    write_text(f->path, MADE);
    char *text = describe(f, f->path, "en");
    expect_start(text, "# Made\n# source: a plan\n#\n");
    expect_line(text, "# a: A");
    expect_line(text,
                "#   park of 2000 to 5000 m² within 300 m, or park of 5000 m² and more within 804.672 m; in a straight "
                "line, the service radius (straight); share of residential land; target 0.85, each "
                "community 0.5 (unverified)");
    expect_line(text, "#   on the target: by award");
    expect_line(text, "#   source (unverified): clause 5, line 2"); /* a line end would leave the comment */
    expect_line(text, "#   bank of up to 400 m² of level street within 15 minutes (1000.5 m); on foot along paths "
                      "(network); share of the population; target 0.9 (read in its text)");
    expect_line(text, "#   no source is named");
    expect_line(text, "#   bank within 7 m; on foot along paths (network); share of the area; no target");
    expect_line(text, "#   source (from a secondary source): hearsay");
    free(text);
    text = describe(f, f->path, "zh_CN.UTF-8");
    expect_start(text, "# 自制\n# 来源：规划\n#\n# a: 甲\n");
    expect_line(
        text,
        "#   公园（park），2000–5000平方米，300米以内；或 公园（park），5000平方米及以上，804.672米以内；直线距离，即"
        "服务半径（straight）；占居住用地面积的比例；目标 0.85，每个社区 0.5（未核实）");
    expect_line(text, "#   关于目标：按称号");
    expect_line(text, "#   来源（据二手资料）：hearsay");
    free(text);
}

static void write_both(const char *path, const char *words, const char *text) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(words, file) >= 0 && fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_same_profile(const lc_profile *a, const lc_profile *b) {
    assert_string_equal(a->name, b->name);
    assert_int_equal(a->n_indicators, b->n_indicators);
    for (size_t i = 0; i < a->n_indicators; i++) {
        const lc_indicator_def *p = &a->indicators[i], *q = &b->indicators[i];
        assert_string_equal(p->id, q->id);
        assert_true(p->n_rules == q->n_rules && p->metric == q->metric && p->denominator == q->denominator);
        assert_memory_equal(&p->target, &q->target, sizeof p->target);
        for (size_t k = 0; k < p->n_rules; k++) assert_true(p->rules[k].distance_m == q->rules[k].distance_m);
    }
}

/* Every shipped profile, in both languages: comments, and with the text behind them the same profile. */
static void see(const char *name, const char *title_en, const char *title_zh, void *user) {
    fixture *f = user;
    for (int zh = 0; zh < 2; zh++) {
        char *words = describe(f, name, zh ? "zh" : "en"), *text = NULL;
        const char *title = zh ? title_zh : title_en;
        lc_profile *shipped = NULL, *saved = NULL;
        expect_start(words, "# ");
        expect_start(words + 2, title);
        for (const char *p = words; *p; p = strchr(p, '\n') + 1) assert_true(*p == '#' || *p == '\n');
        assert_int_equal(lc_profile_text(f->ctx, LC_DATA_DIR, name, &text), LC_OK);
        write_both(f->path, words, text);
        assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, name, &shipped), LC_OK);
        assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, f->path, &saved), LC_OK);
        assert_same_profile(shipped, saved);
        for (size_t i = 0; i < shipped->n_indicators; i++) {
            char line[600];
            snprintf(line, sizeof line, "# %s: %s", shipped->indicators[i].id,
                     zh ? shipped->indicators[i].title_zh : shipped->indicators[i].title_en);
            expect_line(words, line);
        }
        lc_profile_free(shipped);
        lc_profile_free(saved);
        free(words);
        free(text);
    }
}

static void what_is_printed_is_a_profile(void **state) {
    fixture *f = *state;
    if (lc_profile_list(f->ctx, LC_DATA_DIR, see, f)) fail_msg("%s", lc_error_message(f->ctx));
}

static void tells_mistakes(void **state) {
    fixture *f = *state;
    char *text = NULL;
    assert_int_equal(lc_profile_describe(f->ctx, LC_DATA_DIR, "nope", "en", &text), LC_ERR_INPUT);
    write_text(f->path, "name: y\n");
    assert_error_at(f, lc_profile_describe(f->ctx, LC_DATA_DIR, f->path, NULL, &text), f->path, 1, "'indicators'", "y");
    assert_null(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_what_is_measured, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_printed_is_a_profile, setup, teardown),
        cmocka_unit_test_setup_teardown(tells_mistakes, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
