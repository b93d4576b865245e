/* Profiles that extend others: what is inherited, overridden, dropped, and every mistake with its file and line. */
#include "yaml_fixture.h"

#include <math.h>

#include "profile/profile.h"

#define BASE                                                                                                           \
    "name: base\n"                                                                                                     \
    "title: {en: Base, zh: 底}\n"                                                                                     \
    "source: {en: the base, zh: 底本}\n"                                                                             \
    "minutes_m: {5: 300, 10: 500}\n"                                                                                   \
    "indicators:\n"                                                                                                    \
    "  - id: store\n"                                                                                                  \
    "    category: store\n"                                                                                            \
    "    minutes: 5\n"                                                                                                 \
    "    source: clause 1\n"                                                                                           \
    "    verified: text\n"                                                                                             \
    "  - id: park\n"                                                                                                   \
    "    category: park\n"                                                                                             \
    "    any_of: [{min_area_m2: 2000, distance_m: 300}, {min_area_m2: 5000, distance_m: 500}]\n"                       \
    "    metric: straight\n"                                                                                           \
    "    denominator: residential\n"                                                                                   \
    "    target: 0.9\n"                                                                                                \
    "    community_target: 0.8\n"                                                                                      \
    "    target_note: {en: by award, zh: 按称号}\n"                                                                 \
    "    source: clause 2\n"                                                                                           \
    "    verified: secondary\n"

static void write_in(fixture *f, const char *name, const char *text) {
    char path[96];
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    write_text(path, text);
}

/* The profile `text` beside base.yaml. */
static lc_profile *load(fixture *f, const char *text) {
    lc_profile *profile = NULL;
    write_in(f, "base.yaml", BASE);
    write_text(f->path, text);
    lc_status status = lc_profile_load(f->ctx, LC_DATA_DIR, f->path, &profile);
    if (status) fail_msg("%s\n%s", lc_error_message(f->ctx), text);
    return profile;
}

static const lc_indicator_def *indicator(const lc_profile *p, const char *id) {
    for (size_t i = 0; i < p->n_indicators; i++)
        if (strcmp(p->indicators[i].id, id) == 0) return &p->indicators[i];
    fail_msg("no indicator %s", id);
    return NULL;
}

static void takes_over_what_it_does_not_say(void **state) {
    lc_profile *p = load(*state, "name: mine\nextends: base.yaml\n");
    assert_string_equal(p->name, "mine");
    assert_string_equal(p->title_en, "Base");
    assert_string_equal(p->title_zh, "底");
    assert_string_equal(p->source, "the base");
    assert_string_equal(p->source_zh, "底本");
    assert_int_equal(p->n_indicators, 2);
    const lc_indicator_def *store = indicator(p, "store"), *park = indicator(p, "park");
    assert_true(store->rules[0].distance_m == 300 && store->rules[0].minutes == 5);
    assert_string_equal(store->verified, "text");
    assert_int_equal(park->n_rules, 2);
    assert_true(park->target == 0.9 && park->community_target == 0.8);
    assert_string_equal(park->target_note_en, "by award");
    assert_string_equal(park->target_note_zh, "按称号");
    assert_string_equal(park->verified, "secondary");
    lc_profile_free(p);
}

static void overrides_drops_and_adds(void **state) {
    lc_profile *p = load(*state, "name: mine\n"
                                 "extends: base.yaml\n"
                                 "title: {en: Mine, zh: 我}\n"
                                 "drop: [store]\n"
                                 "minutes_m: {5: 350}\n"
                                 "indicators:\n"
                                 "  - {id: new, category: clinic, minutes: 5}\n"
                                 "  - {id: park, target: 0.85, source: our plan}\n");
    assert_string_equal(p->title_en, "Mine");
    assert_int_equal(p->n_indicators, 2);
    assert_string_equal(p->indicators[0].id, "park"); /* in its old place, before the new ones */
    assert_string_equal(p->indicators[1].id, "new");
    assert_true(p->indicators[1].rules[0].distance_m == 350);
    const lc_indicator_def *park = indicator(p, "park");
    assert_true(park->target == 0.85 && park->community_target == 0.8 && park->n_rules == 2);
    assert_string_equal(park->source, "our plan");
    assert_null(park->target_note_en); /* it spoke of the other target */
    assert_string_equal(park->verified, "unverified");
    lc_profile_free(p);
}

static void keeps_a_mark_that_still_holds(void **state) {
    lc_profile *p = load(*state, "name: mine\nextends: base.yaml\n"
                                 "indicators:\n"
                                 "- {id: store, title: {en: Shop, zh: 店}}\n"
                                 "- {id: park, target: 0.85, verified: text, target_note: {en: ours}}\n");
    assert_string_equal(indicator(p, "store")->verified, "text");
    assert_string_equal(indicator(p, "store")->title_en, "Shop");
    assert_string_equal(indicator(p, "park")->verified, "text");
    assert_string_equal(indicator(p, "park")->target_note_zh, "ours");
    lc_profile_free(p);
}

/* A target belongs to its metric and denominator: with another one it goes, and the profile says why. */
static void a_target_does_not_change_its_metric(void **state) {
    static const char *const changes[] = {"metric: network", "denominator: area", "denominator: none"};
    for (size_t i = 0; i < 3; i++) {
        char text[200];
        snprintf(text, sizeof text, "name: mine\nextends: base.yaml\nindicators: [{id: park, %s}]\n", changes[i]);
        lc_profile *p = load(*state, text);
        const lc_indicator_def *park = indicator(p, "park");
        assert_true(isnan(park->target) && isnan(park->community_target));
        assert_string_equal(park->target_note_en,
                            "the target of the extended profile is for metric straight and denominator residential");
        assert_non_null(strstr(park->target_note_zh, "straight"));
        assert_string_equal(park->verified, "unverified");
        assert_int_equal(park->n_rules, 2);
        lc_profile_free(p);
    }
    lc_profile *p = load(*state, "name: mine\nextends: base.yaml\nindicators:\n"
                                 "- {id: park, metric: network, target: 0.5, target_note: {en: ours, zh: 自定}}\n");
    assert_true(indicator(p, "park")->target == 0.5 && isnan(indicator(p, "park")->community_target));
    assert_string_equal(indicator(p, "park")->target_note_en, "ours");
    lc_profile_free(p);
    p = load(*state, "name: mine\nextends: base.yaml\nindicators: [{id: park, metric: straight, target: none}]\n");
    assert_true(isnan(indicator(p, "park")->target) && indicator(p, "park")->community_target == 0.8);
    assert_null(indicator(p, "park")->target_note_en);
    lc_profile_free(p);
}

static void a_rule_replaces_a_rule(void **state) {
    lc_profile *p = load(*state, "name: mine\nextends: base.yaml\nindicators:\n"
                                 "- {id: store, distance_m: 450}\n"
                                 "- {id: park, distance_m: 600, min_area_m2: 400}\n");
    assert_true(indicator(p, "store")->rules[0].distance_m == 450 && isnan(indicator(p, "store")->rules[0].minutes));
    assert_string_equal(indicator(p, "store")->verified, "unverified");
    assert_int_equal(indicator(p, "park")->n_rules, 1);
    assert_true(indicator(p, "park")->rules[0].distance_m == 600);
    assert_string_equal(indicator(p, "park")->rules[0].category, "park");
    lc_profile_free(p);
    p = load(*state, "name: mine\nextends: base.yaml\nindicators:\n"
                     "- {id: store, any_of: [{distance_m: 1}, {minutes: 10, category: market}]}\n");
    assert_int_equal(indicator(p, "store")->n_rules, 2);
    assert_string_equal(indicator(p, "store")->rules[0].category, "store");
    assert_true(indicator(p, "store")->rules[1].distance_m == 500);
    lc_profile_free(p);
}

/* A combination takes the place of a rule and the other way round, and with it the target, which was for another
 * question. */
static void a_combination_replaces_a_rule(void **state) {
    lc_profile *p = load(*state, "name: mine\nextends: base.yaml\nindicators:\n"
                                 "- {id: park, all_of: [store]}\n"
                                 "- {id: both, all_of: [park, store], target: 0.4}\n");
    assert_int_equal(indicator(p, "park")->n_rules, 0);
    assert_int_equal(indicator(p, "park")->combines.kind, LC_COMBINES_ALL);
    assert_true(isnan(indicator(p, "park")->target));
    assert_int_equal(indicator(p, "both")->combines.n_parts, 2);
    lc_profile_free(p);
}

static void a_combination_is_inherited(void **state) {
    fixture *f = *state;
    write_in(f, "circle.yaml",
             "name: circle\nindicators:\n- {id: a, category: c, distance_m: 5, community_target: 0.5}\n"
             "- {id: b, category: d, distance_m: 7}\n"
             "- {id: both, at_least: {n: 2, of: [a, b]}, missing: skip, verified: text}\n"
             "scorecard: {items: [a]}\n");
    lc_profile *p =
        load(f, "name: mine\nextends: circle.yaml\nindicators: [{id: both, at_least: {n: 1, of: [b, a]}}]\n");
    const lc_indicator_def *both = indicator(p, "both");
    assert_int_equal(both->combines.least, 1);
    assert_true(both->combines.skip_missing);
    assert_string_equal(both->verified, "unverified");
    assert_int_equal(p->n_scorecard, 1);
    lc_profile_free(p);
    p = load(f, "name: mine\nextends: circle.yaml\nscorecard: none\n"
                "indicators: [{id: both, category: e, distance_m: 9, missing: none}]\n");
    assert_int_equal(indicator(p, "both")->combines.kind, LC_COMBINES_NONE);
    assert_string_equal(indicator(p, "both")->rules[0].category, "e");
    assert_int_equal(p->n_scorecard, 0);
    lc_profile_free(p);
}

/* A speed of one's own is meant to be used, not to lose against an inherited table. */
static void a_speed_replaces_the_table(void **state) {
    lc_profile *p = load(*state, "name: mine\nextends: base.yaml\nwalk_speed_m_per_min: 50\n");
    assert_true(indicator(p, "store")->rules[0].distance_m == 250);
    lc_profile_free(p);
    p = load(*state, "name: mine\nextends: base.yaml\nminutes_m: none\n");
    assert_true(fabs(indicator(p, "store")->rules[0].distance_m - 5 * 66.7) < 1e-9);
    lc_profile_free(p);
}

static void extends_what_extends(void **state) {
    fixture *f = *state;
    char path[96];
    snprintf(path, sizeof path, "%s/more", f->dir);
    assert_int_equal(mkdir(path, 0700), 0);
    write_in(f, "more/middle.yaml",
             "name: middle\nextends: ../base.yaml\ndrop: [store]\n"
             "indicators: [{id: park, target: 0.7}]\n");
    lc_profile *p = load(f, "name: mine\nextends: more/middle.yaml\nindicators: [{id: park, community_target: 0.6}]\n");
    assert_int_equal(p->n_indicators, 1);
    assert_true(p->indicators[0].target == 0.7 && p->indicators[0].community_target == 0.6);
    lc_profile_free(p);
    p = load(f, "name: mine\nextends: 300-500\n"); /* by a name of the data folder */
    assert_int_equal(p->n_indicators, 4);
    lc_profile_free(p);
}

static void tells_mistakes(void **state) {
    static const struct {
        const char *text;
        const char *file; /* the file that the message names: p.yaml unless it stands in another one */
        int line;
        const char *words;
    } cases[] = {
        {"name: x\nextends: nowhere.yaml\n", "p.yaml", 2, "which is not there; check the path"},
        {"name: x\nextends: no-such-profile\n", "p.yaml", 2, "there is no profile 'no-such-profile'"},
        {"name: x\nextends:\n", "p.yaml", 2, "'extends' has no value"},
        {"name: x\nextends: [base.yaml]\n", "p.yaml", 2, "'extends' must be one word or text"},
        {"name: x\nextends: p.yaml\n", "p.yaml", 2, "goes round in a circle"},
        {"name: x\nextends: ./p.yaml\n", "p.yaml", 2, "goes round in a circle"},
        {"name: x\nextends: round.yaml\n", "round.yaml", 2, "goes round in a circle, back to"},
        {"name: x\nextends: broken.yaml\n", "broken.yaml", 4, "'target' is 90"},
        {"name: x\nextends: list.yaml\n", "list.yaml", 1, "a profile must be a mapping"},
        {"extends: base.yaml\n", "p.yaml", 1, "'name' is missing"},
        {"name: x\nindicators: [{id: a, category: c, distance_m: 1}]\ndrop: [a]\n", "p.yaml", 3,
         "'drop' stands without 'extends'"},
        {"name: x\nextends: base.yaml\ndrop: store\n", "p.yaml", 3, "'drop' must be a list of ids"},
        {"name: x\nextends: base.yaml\ndrop:\n- store\n- shop\n", "p.yaml", 5, "'drop' names 'shop'"},
        {"name: x\nextends: base.yaml\ndrop: [store, store]\n", "p.yaml", 3, "'drop' names 'store'"},
        {"name: x\nextends: base.yaml\ndrop: [store, park]\n", "p.yaml", 2, "'indicators' is empty"},
        {"name: x\nextends: base.yaml\nindicators: []\n", "p.yaml", 3, "'indicators' is empty"},
        {"name: x\nextends: base.yaml\nindicators:\n- {id: store, minutes: 7}\n", "p.yaml", 4,
         "no entry for 7 minutes"},
        {"name: x\nextends: base.yaml\nminutes_m: {10: 500}\n", "base.yaml", 8, "no entry for 5 minutes"},
        {"name: x\nextends: base.yaml\nindicators:\n- {id: new, distance_m: 7}\n", "p.yaml", 4,
         "'category' is missing"},
        {"name: x\nextends: base.yaml\nindicators:\n- {id: store, distance_m: none}\n", "p.yaml", 4, "has no distance"},
        {"name: x\nextends: base.yaml\nindicators:\n- {id: store, colour: red}\n", "p.yaml", 4, "unknown key 'colour'"},
        {"name: x\nextends: base.yaml\nindicators:\n- {id: park, distance_m: 5}\n- {id: park, distance_m: 6}\n",
         "p.yaml", 5, "two indicators have the id 'park'"},
    };
    fixture *f = *state;
    write_in(f, "base.yaml", BASE);
    write_in(f, "round.yaml", "name: round\nextends: p.yaml\n");
    write_in(f, "broken.yaml", "name: broken\nindicators:\n- {id: a, category: c, distance_m: 1,\n   target: 90}\n");
    write_in(f, "list.yaml", "- a\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char file[96];
        lc_profile *profile = NULL;
        write_text(f->path, cases[i].text);
        lc_status status = lc_profile_load(f->ctx, LC_DATA_DIR, f->path, &profile);
        assert_null(profile);
        snprintf(file, sizeof file, "%s/%s", f->dir, cases[i].file);
        assert_error_at(f, status, file, cases[i].line, cases[i].words, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_over_what_it_does_not_say, setup, teardown),
        cmocka_unit_test_setup_teardown(overrides_drops_and_adds, setup, teardown),
        cmocka_unit_test_setup_teardown(keeps_a_mark_that_still_holds, setup, teardown),
        cmocka_unit_test_setup_teardown(a_target_does_not_change_its_metric, setup, teardown),
        cmocka_unit_test_setup_teardown(a_rule_replaces_a_rule, setup, teardown),
        cmocka_unit_test_setup_teardown(a_combination_replaces_a_rule, setup, teardown),
        cmocka_unit_test_setup_teardown(a_combination_is_inherited, setup, teardown),
        cmocka_unit_test_setup_teardown(a_speed_replaces_the_table, setup, teardown),
        cmocka_unit_test_setup_teardown(extends_what_extends, setup, teardown),
        cmocka_unit_test_setup_teardown(tells_mistakes, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
