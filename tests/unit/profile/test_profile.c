/* Profiles: what good files give, and the line and words of every mistake. */
#include "yaml_fixture.h"

#include <locale.h>
#include <math.h>

#include "profile/data_dir.h"
#include "profile/profile.h"

static lc_profile *load(fixture *f, const char *text) {
    lc_profile *profile = NULL;
    write_text(f->path, text);
    lc_status status = lc_profile_load(f->ctx, LC_DATA_DIR, f->path, &profile);
    if (status) fail_msg("%s", lc_error_message(f->ctx));
    assert_non_null(profile);
    return profile;
}

static void expect_error(fixture *f, const char *text, int line, const char *words) {
    lc_profile *profile = NULL;
    write_text(f->path, text);
    lc_status status = lc_profile_load(f->ctx, LC_DATA_DIR, f->path, &profile);
    assert_null(profile);
    assert_error_at(f, status, f->path, line, words, text);
}

static void reads_every_key(void **state) {
    lc_profile *p = load(*state, "name: full\n"
                                 "title: {en: Full, zh: 全}\n"
                                 "source: a city's own rule\n"
                                 "walk_speed_m_per_min: 80\n"
                                 "indicators:\n"
                                 "  - id: parks_1\n"
                                 "    title: {en: Parks, zh: 公园}\n"
                                 "    category: park\n"
                                 "    minutes: 10\n"
                                 "    metric: straight\n"
                                 "    denominator: residential\n"
                                 "    min_area_m2: 5e3\n"
                                 "    max_area_m2: 50000\n"
                                 "    target: 0.8\n"
                                 "    community_target: 1\n"
                                 "    target_note: {en: by award, zh: 按称号}\n"
                                 "    source: clause 1\n"
                                 "    verified: text\n"
                                 "  - id: centre\n"
                                 "    category: service_center\n"
                                 "    distance_m: 1000.5\n"
                                 "    level: community\n"
                                 "    denominator: population\n"
                                 "    source: {en: the plan, zh: 规划}\n"
                                 "    verified: secondary\n");
    assert_string_equal(p->name, "full");
    assert_string_equal(p->title_zh, "全");
    assert_string_equal(p->source, "a city's own rule");
    assert_true(p->walk_speed_m_per_min == 80);
    assert_int_equal(p->n_indicators, 2);
    const lc_indicator_def *a = &p->indicators[0], *b = &p->indicators[1];
    assert_string_equal(a->id, "parks_1");
    assert_string_equal(a->title_en, "Parks");
    assert_string_equal(a->title_zh, "公园");
    assert_int_equal(a->metric, LC_STRAIGHT);
    assert_int_equal(a->denominator, LC_RESIDENTIAL);
    assert_int_equal(a->n_rules, 1);
    assert_string_equal(a->rules[0].category, "park");
    assert_true(a->rules[0].minutes == 10 && a->rules[0].distance_m == 800);
    assert_true(a->rules[0].min_area_m2 == 5000 && a->rules[0].max_area_m2 == 50000);
    assert_int_equal(a->rules[0].level, LC_LEVEL_ANY);
    assert_true(a->target == 0.8 && a->community_target == 1);
    assert_string_equal(a->source, "clause 1");
    assert_string_equal(a->verified, "text");
    assert_true(b->rules[0].distance_m == 1000.5 && isnan(b->rules[0].minutes));
    assert_int_equal(b->rules[0].level, LC_LEVEL_COMMUNITY);
    assert_int_equal(b->denominator, LC_POPULATION);
    assert_string_equal(b->verified, "secondary");
    assert_string_equal(p->source_zh, p->source);
    assert_string_equal(a->target_note_en, "by award");
    assert_string_equal(a->target_note_zh, "按称号");
    assert_string_equal(a->source_zh, "clause 1");
    assert_string_equal(b->source, "the plan");
    assert_string_equal(b->source_zh, "规划");
    assert_null(b->target_note_en);
    lc_profile_free(p);
}

static void has_defaults(void **state) {
    lc_profile *p = load(*state, "name: small\nindicators: [{id: a, category: c, minutes: 15}]\n");
    const lc_indicator_def *a = &p->indicators[0];
    assert_string_equal(p->title_en, "small");
    assert_string_equal(p->title_zh, "small");
    assert_null(p->source);
    assert_true(p->walk_speed_m_per_min == 66.7);
    assert_true(fabs(a->rules[0].distance_m - 1000.5) < 1e-9);
    assert_string_equal(a->title_en, "a");
    assert_string_equal(a->title_zh, "a");
    assert_int_equal(a->metric, LC_NETWORK);
    assert_int_equal(a->denominator, LC_AREA);
    assert_true(isnan(a->target) && isnan(a->community_target));
    assert_true(isnan(a->rules[0].min_area_m2) && isnan(a->rules[0].max_area_m2));
    assert_null(a->source);
    assert_null(a->verified);
    lc_profile_free(p);
}

static void one_language_stands_for_both(void **state) {
    lc_profile *p = load(*state, "name: n\ntitle: {zh: 生活圈}\nindicators:\n"
                                 "- {id: a, title: {en: A}, category: c, distance_m: 1}\n");
    assert_string_equal(p->title_en, "生活圈");
    assert_string_equal(p->title_zh, "生活圈");
    assert_string_equal(p->indicators[0].title_zh, "A");
    lc_profile_free(p);
}

static void table_wins_over_speed_wherever_it_stands(void **state) {
    lc_profile *p = load(*state, "name: t\n"
                                 "indicators:\n"
                                 "- {id: five, category: c, minutes: 5}\n"
                                 "- {id: fifteen, category: c, minutes: 15.0}\n"
                                 "walk_speed_m_per_min: 100\n"
                                 "minutes_m: {5: 300, 10: 500, 15: 1000}\n");
    assert_true(p->indicators[0].rules[0].distance_m == 300);
    assert_true(p->indicators[1].rules[0].distance_m == 1000);
    lc_profile_free(p);
}

static void unites_rules(void **state) {
    lc_profile *p = load(*state, "name: u\n"
                                 "indicators:\n"
                                 "- id: green\n"
                                 "  category: park\n"
                                 "  any_of:\n"
                                 "  - {min_area_m2: 2000, max_area_m2: 5000, distance_m: 300}\n"
                                 "  - {min_area_m2: 5000, minutes: 10}\n"
                                 "  - {category: service_center, level: station, distance_m: 50}\n");
    const lc_indicator_def *a = &p->indicators[0];
    assert_int_equal(a->n_rules, 3);
    assert_string_equal(a->rules[0].category, "park");
    assert_true(a->rules[0].max_area_m2 == 5000 && a->rules[0].distance_m == 300);
    assert_string_equal(a->rules[1].category, "park");
    assert_true(fabs(a->rules[1].distance_m - 667) < 1e-9 && isnan(a->rules[1].max_area_m2));
    assert_string_equal(a->rules[2].category, "service_center");
    assert_int_equal(a->rules[2].level, LC_LEVEL_STATION);
    lc_profile_free(p);
}

static void combines_indicators(void **state) {
    lc_profile *p =
        load(*state, "name: c\n"
                     "indicators:\n"
                     "- {id: outer, at_least: {n: 2, of: [inner, b, s]}, denominator: population, missing: skip}\n"
                     "- {id: a, category: park, distance_m: 500, community_target: 0.8}\n"
                     "- {id: inner, all_of: [b, a], target: 0.9, community_target: 0}\n"
                     "- {id: b, category: store, distance_m: 300}\n"
                     "- {id: s, category: store, distance_m: 300, metric: straight}\n"
                     "scorecard: {items: [inner, a]}\n");
    const lc_indicator_def *outer = &p->indicators[0], *inner = &p->indicators[2];
    assert_int_equal(outer->combines.kind, LC_COMBINES_AT_LEAST);
    assert_int_equal(outer->combines.least, 2);
    assert_true(outer->combines.skip_missing && !inner->combines.skip_missing);
    assert_int_equal(outer->combines.n_parts, 3);
    assert_int_equal(outer->combines.part[0], 2);
    assert_int_equal(outer->combines.part[2], 4);
    assert_int_equal(outer->metric, LC_MIXED);
    assert_int_equal(inner->metric, LC_NETWORK);
    assert_int_equal(inner->combines.kind, LC_COMBINES_ALL);
    assert_int_equal(inner->combines.least, 2);
    assert_int_equal(inner->n_rules, 0);
    assert_int_equal(p->n_combinations, 2); /* parts first */
    assert_int_equal(p->combination[0], 2);
    assert_int_equal(p->combination[1], 0);
    assert_int_equal(p->n_scorecard, 2);
    assert_int_equal(p->scorecard[0], 2);
    assert_int_equal(p->scorecard[1], 1);
    lc_profile_free(p);
}

/* A circle of things in minutes has a copy a scenario, of the copies of its parts. */
static void scenarios_repeat_combinations(void **state) {
    lc_profile *p =
        load(*state, "name: s\n"
                     "indicators:\n"
                     "- {id: all, all_of: [far, near], target: 0.5}\n"
                     "- {id: far, category: c, distance_m: 700, community_target: 0.1}\n"
                     "- {id: near, category: d, minutes: 5}\n"
                     "- {id: metres, all_of: [far], community_target: 0.1}\n"
                     "- {id: both, all_of: [all, metres]}\n"
                     "scenarios: [{id: old, walk_speed_m_per_min: 50}, {id: child, walk_speed_m_per_min: 40}]\n"
                     "scorecard: {items: [metres, far]}\n");
    static const char *const ids[] = {"all",        "all_old", "all_child", "far",      "near",      "near_old",
                                      "near_child", "metres",  "both",      "both_old", "both_child"};
    static const struct {
        size_t of, part, is;
    } parts[] = {{0, 0, 3}, {0, 1, 4}, {1, 0, 3}, {1, 1, 5},  {2, 1, 6},
                 {7, 0, 3}, {8, 0, 0}, {9, 0, 1}, {10, 0, 2}, {10, 1, 7}};
    assert_int_equal(p->n_indicators, 11);
    for (size_t i = 0; i < 11; i++) assert_string_equal(p->indicators[i].id, ids[i]);
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        assert_int_equal(p->indicators[parts[k].of].combines.part[parts[k].part], parts[k].is);
    assert_int_equal(p->indicators[1].combines.least, 2);
    assert_true(isnan(p->indicators[1].target));
    assert_int_equal(p->n_combinations, 7);
    for (size_t k = 0; k < 7; k++) /* each behind those among its parts */
        for (size_t q = 0; q < 2 && p->combination[k] >= 8; q++)
            assert_true(p->combination[k] != p->combination[0] && k >= 4);
    assert_int_equal(p->scorecard[0], 7);
    assert_int_equal(p->scorecard[1], 3);
    lc_profile_free(p);
}

static void scenarios_repeat_what_is_in_minutes(void **state) {
    lc_profile *p = load(*state, "name: s\n"
                                 "minutes_m: {5: 300, 15: 1000}\n"
                                 "indicators:\n"
                                 "- {id: far, category: c, distance_m: 700, target: 0.9, target_note: {zh: 甲}}\n"
                                 "- id: near\n"
                                 "  title: {en: Near, zh: 近}\n"
                                 "  category: c\n"
                                 "  minutes: 5\n"
                                 "  metric: straight\n"
                                 "  denominator: population\n"
                                 "  level: street\n"
                                 "  min_area_m2: 400\n"
                                 "  target: 0.8\n"
                                 "  community_target: 0.7\n"
                                 "  source: clause 1\n"
                                 "  verified: text\n"
                                 "- id: either\n"
                                 "  category: c\n"
                                 "  target_note: {en: none set}\n"
                                 "  any_of: [{distance_m: 50}, {minutes: 15, category: d}]\n"
                                 "scenarios:\n"
                                 "- {id: old, title: {en: old people, zh: 老年人}, walk_speed_m_per_min: 50}\n"
                                 "- {id: child, walk_speed_m_per_min: 55.5}\n");
    const char *const ids[] = {"far", "near", "near_old", "near_child", "either", "either_old", "either_child"};
    assert_int_equal(p->n_indicators, 7);
    for (size_t i = 0; i < 7; i++) assert_string_equal(p->indicators[i].id, ids[i]);
    const lc_indicator_def *base = &p->indicators[1], *old = &p->indicators[2], *both = &p->indicators[6];
    assert_null(p->indicators[0].scenario);
    assert_null(base->scenario);
    assert_true(base->rules[0].distance_m == 300 && base->target == 0.8 && base->community_target == 0.7);
    assert_string_equal(base->verified, "text");
    assert_string_equal(old->scenario, "old");
    assert_string_equal(old->title_en, "Near (old people)");
    assert_string_equal(old->title_zh, "近（老年人）");
    assert_true(old->metric == LC_STRAIGHT && old->denominator == LC_POPULATION);
    assert_true(old->rules[0].distance_m == 250 && old->rules[0].minutes == 5); /* the speed, not the table */
    assert_true(old->rules[0].min_area_m2 == 400 && old->rules[0].level == LC_LEVEL_STREET);
    assert_string_equal(old->rules[0].category, "c");
    assert_true(isnan(old->target) && isnan(old->community_target));
    assert_string_equal(old->source, "clause 1");
    assert_string_equal(p->indicators[0].target_note_en, "甲");
    assert_null(base->target_note_en);
    assert_string_equal(old->target_note_en, "the target is that of near, at the profile's own speed");
    assert_non_null(strstr(old->target_note_zh, "near"));
    assert_string_equal(both->target_note_zh, "none set"); /* the base has no target either */
    assert_string_equal(old->verified, "unverified");
    assert_string_equal(both->title_en, "either (child)");
    assert_null(both->verified);
    assert_int_equal(both->n_rules, 2);
    assert_true(both->rules[0].distance_m == 50 && both->rules[1].distance_m == 832.5);
    assert_string_equal(both->rules[1].category, "d");
    assert_int_equal(p->n_scenarios, 2);
    assert_string_equal(p->scenarios[1].title_zh, "child");
    assert_true(p->scenarios[1].walk_speed_m_per_min == 55.5);
    lc_profile_free(p);
}

static void bands(void **state) {
    lc_profile *p = load(*state, "name: b\nbands_m: [100, 200.5, 5e2]\n"
                                 "indicators: [{id: a, category: c, distance_m: 1}]\n");
    assert_int_equal(p->n_bands, 3);
    assert_true(p->bands_m[0] == 100 && p->bands_m[1] == 200.5 && p->bands_m[2] == 500);
    assert_int_equal(p->n_scenarios, 0);
    lc_profile_free(p);
}

static void categories(void **state) {
    lc_profile *p = load(*state, "name: b\ncategories: [greenway, 健身房]\n"
                                 "indicators: [{id: a, category: c, distance_m: 1}]\n");
    assert_int_equal(p->n_categories, 2);
    assert_string_equal(p->categories[0], "greenway");
    assert_string_equal(p->categories[1], "健身房");
    lc_profile_free(p);
}

static void numbers_do_not_depend_on_the_locale(void **state) {
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8")) skip();
    lc_profile *p = load(*state, "name: l\nindicators: [{id: a, category: c, distance_m: 12.5}]\n");
    setlocale(LC_NUMERIC, "C");
    assert_true(p->indicators[0].rules[0].distance_m == 12.5);
    lc_profile_free(p);
}

#define TIMED "name: x\nindicators:\n- {id: a, category: c, minutes: 5}\nscenarios:\n" /* then the fifth line */
#define PARTS                                                                                                          \
    "name: x\nindicators:\n- {id: a, category: c, distance_m: 5, community_target: 0.5}\n"                             \
    "- {id: b, category: d, distance_m: 7}\n- {id: s, category: c, metric: straight, distance_m: 5}\n"
#define HEAD "name: x\nindicators:\n- id: a\n  category: park\n" /* the next line is the fifth */

static void tells_mistakes_with_their_line(void **state) {
    static const struct {
        const char *text;
        int line;
        const char *words;
    } cases[] = {
        /* shape */
        {"", 1, "empty"},
        {"# only a comment\n", 1, "empty"},
        {"- a\n", 1, "a profile must be a mapping"},
        {"just text\n", 1, "a profile must be a mapping"},
        {"name: x\n", 1, "'indicators' is missing in a profile"},
        {"# c\nindicators: [{id: a, category: c, distance_m: 1}]\n", 2, "'name' is missing in a profile"},
        {"name: x\nindicators: []\n", 2, "'indicators' is empty"},
        {"name: x\nindicators:\n", 2, "'indicators' must be a list"},
        {"name: x\nindicators: {id: a}\n", 2, "'indicators' must be a list"},
        {"name: x\nindicators:\n- a\n", 3, "an indicator must be a mapping"},
        {"name:\nindicators: [{id: a, category: c, distance_m: 1}]\n", 1, "'name' has no value"},
        {"name: [x]\nindicators: [{id: a, category: c, distance_m: 1}]\n", 1, "'name' must be one word or text"},
        {"name: x\ncolour: red\nindicators: [{id: a, category: c, distance_m: 1}]\n", 2, "unknown key 'colour'"},
        {"name: x\n\nname: y\nindicators: [{id: a, category: c, distance_m: 1}]\n", 3, "'name' is given twice"},
        {"name: x\n? [a, b]\n: c\n", 2, "a key must be one word"},
        {"name: x\ntitle: Life circle\n", 2, "write title: {en: "},
        {"name: x\ntitle:\n  fr: Cercle\n", 3, "unknown key 'fr' in a title; use one of: en, zh"},
        {"name: x\nindicators: [{id: a, category: c, distance_m: 1}]\n---\nname: y\n", 3, "second YAML document"},
        /* syntax */
        {"name: x\n title: y\n", 2, "not valid YAML"},
        {"name: x\nindicators: [\n", 3, "not valid YAML"},
        {"name: x\n\tsource: y\n", 2, "not valid YAML"},
        {"name: *nowhere\n", 1, "not valid YAML"},
        {"name: x\nsource: \xb9\xab\xd4\xb0\n", 2, "UTF-8"},
        {"name: \"a\\0b\"\nindicators: []\n", 1, "NUL"},
        /* an indicator */
        {HEAD "  distance_m: 5\n  colour: red\n", 6, "unknown key 'colour' in an indicator"},
        {HEAD "  distance_m: 5\n  category: c\n", 6, "'category' is given twice"},
        {"name: x\nindicators:\n- category: park\n  distance_m: 5\n", 3, "'id' is missing"},
        {"name: x\nindicators:\n- id: a\n  distance_m: 5\n", 3, "'category' is missing"},
        {"name: x\nindicators:\n- id: Park-5\n  distance_m: 5\n", 3, "'id' cannot be 'Park-5'"},
        {"name: x\nindicators:\n- id: 公园\n  distance_m: 5\n", 3, "'id' cannot be '公园'"},
        {"name: x\nindicators:\n- id: name\n  distance_m: 5\n", 3, "a column of every report"},
        {"name: x\nindicators:\n- id: a_err\n  distance_m: 5\n", 3, "cannot end in '_err'"},
        {"name: x\nindicators:\n- id: fid\n  distance_m: 5\n", 3, "'id' cannot be 'fid', which GeoPackages"},
        {"name: x\nindicators:\n- id: geom\n  distance_m: 5\n", 3, "'id' cannot be 'geom'"},
        {"name: x\nindicators:\n- id: rowid\n  distance_m: 5\n", 3, "'id' cannot be 'rowid'"},
        {"name: x\nbase: &b {category: c, distance_m: 1}\nindicators: [{<<: *b, id: a}]\n", 2, "unknown key 'base'"},
        {HEAD "  <<: {distance_m: 5}\n", 5, "unknown key '<<' in an indicator"},
        {HEAD "  distance_m: 5\n- category: c\n  id: a\n", 7, "two indicators have the id 'a'"},
        {"name: x\nindicators:\n- id: a\n  category: a=b\n", 4, "must not contain '='"},
        /* combinations; PARTS is five lines, what combines them begins on the sixth */
        {PARTS "- {id: z, all_of: [a, gone]}\n", 6, "'all_of' names 'gone', which is no indicator of this profile"},
        {PARTS "- {id: z, all_of: [a, b, a]}\n", 6, "'all_of' names 'a' twice"},
        {PARTS "- {id: z, all_of: [a, z]}\n", 6, "'z' combines itself, by way of its parts"},
        {PARTS "- {id: y, all_of: [a, z]}\n- {id: z, all_of: [y, a]}\n", 6, "'y' combines itself, by way of its parts"},
        {PARTS "- {id: z, all_of: []}\n", 6, "'all_of' is empty"},
        {PARTS "- {id: z, all_of: a}\n", 6, "'all_of' must be a list"},
        {PARTS "- {id: z, all_of: [a, b], at_least: {n: 1, of: [a, b]}}\n", 6, "both 'all_of' and 'at_least'"},
        {PARTS "- {id: z, all_of: [a, b], metric: network}\n", 6, "'metric' stands beside 'all_of', whose parts"},
        {PARTS "- {id: z, all_of: [a, b], category: c}\n", 6, "'category' stands beside 'all_of'"},
        {PARTS "- {id: z, at_least: {n: 1, of: [a]}, distance_m: 5}\n", 6, "'distance_m' stands beside 'at_least'"},
        {PARTS "- {id: z, at_least: {of: [a, b]}}\n", 6, "'n' is missing in 'at_least'"},
        {PARTS "- {id: z, at_least: {n: 0, of: [a, b]}}\n", 6, "'n' is 0, but must be 1 or more"},
        {PARTS "- {id: z, at_least: {n: 1.5, of: [a, b]}}\n", 6, "'n' of 'at_least' is 1.5; write a whole number"},
        {PARTS "- {id: z, at_least: {n: 3, of: [a, b]}}\n", 6, "'at_least' asks for 3 of 2 parts"},
        {PARTS "- {id: z, all_of: [a, b], missing: drop}\n", 6, "'missing' cannot be 'drop'; write one of: skip"},
        {PARTS "- {id: z, category: c, distance_m: 1, missing: skip}\n", 6, "'missing' is for 'all_of' and 'at_least'"},
        {PARTS "- {id: z, all_of: [a, s]}\n", 6, "'z' is a share of land, for which all parts must be walked"},
        {PARTS "- {id: z, denominator: residential, all_of: [a, s]}\n", 6, "and 's' is not; take it out, or write"},
        {PARTS "- {id: y, denominator: population, all_of: [a, s]}\n- {id: z, all_of: [a, y]}\n", 7, "and 'y' is not"},
        {PARTS "- {id: z_services, all_of: [a]}\n", 6, "cannot end in '_services'"},
        {PARTS "- {id: z_k12, all_of: [a]}\n", 6, "cannot end in '_k12'"},
        {PARTS "scorecard: {items: [a, gone]}\n", 6, "'items' names 'gone'"},
        {PARTS "scorecard: {items: [a, b]}\n", 6, "'b' is an item of the scorecard, but has no 'community_target'"},
        {PARTS "scorecard: {}\n", 6, "'items' is missing in 'scorecard'"},
        {PARTS "scorecard: [a]\n", 6, "'scorecard' must be a mapping"},
        /* distance */
        {HEAD "  target: 1\n", 3, "an indicator has no distance; add 'distance_m' or 'minutes'"},
        {HEAD "  minutes: 5\n  distance_m: 5\n", 5, "both 'minutes' and 'distance_m'"},
        {HEAD "  distance_m: far\n", 5, "'distance_m' must be a number, not 'far'; write metres"},
        {HEAD "  distance_m: 500m\n", 5, "'distance_m' must be a number, not '500m'"},
        {HEAD "  distance_m: '500'\n", 5, "'distance_m' must be a number"},
        {HEAD "  distance_m: 0x10\n", 5, "'distance_m' must be a number"},
        {HEAD "  distance_m: 0500\n", 5, "'distance_m' must be a number, not '0500'"}, /* octal to YAML 1.1 */
        {HEAD "  distance_m: 1_000\n", 5, "'distance_m' must be a number, not '1_000'"},
        {HEAD "  distance_m: 1:30\n", 5, "'distance_m' must be a number, not '1:30'"}, /* 90 to YAML 1.1 */
        {HEAD "  distance_m: 1,000\n", 5, "'distance_m' must be a number, not '1,000'"},
        {HEAD "  distance_m: !include d.yaml\n", 5, "'distance_m' has the tag '!include'"},
        {HEAD "  distance_m: .inf\n", 5, "'distance_m' must be a number"},
        {HEAD "  distance_m: nan\n", 5, "'distance_m' must be a number"},
        {HEAD "  distance_m: 1e999\n", 5, "'distance_m' is 1e999, but must be"},
        {HEAD "  distance_m: [5]\n", 5, "'distance_m' must be one word or text, not a list"},
        {HEAD "  distance_m: {a: 5}\n", 5, "'distance_m' must be one word or text, not a mapping"},
        {HEAD "  distance_m: 0\n", 5, "'distance_m' is 0, but must be more than 0"},
        {HEAD "  distance_m: 1e9\n", 5, "'distance_m' is 1e9, but must be more than 0 and at most 10000000"},
        {HEAD "  distance_m: -500\n", 5, "'distance_m' is -500, but must be more than 0"},
        {HEAD "  minutes: 0\n", 5, "'minutes' is 0, but must be more than 0"},
        {"walk_speed_m_per_min: 0\n" HEAD "  minutes: 5\n", 1, "'walk_speed_m_per_min' is 0"},
        {"minutes_m: {5: 300}\n" HEAD "  minutes: 10\n", 6, "'minutes_m' has no entry for 10 minutes"},
        {"minutes_m: {}\n" HEAD "  minutes: 10\n", 1, "'minutes_m' is empty"},
        {"minutes_m: 5\n" HEAD "  minutes: 10\n", 1, "'minutes_m' must be a mapping"},
        {"minutes_m:\n  5: 300\n  ten: 500\n" HEAD "  minutes: 10\n", 3, "a key of 'minutes_m' must be a number"},
        {"minutes_m:\n  5: 300\n  10: 0\n" HEAD "  minutes: 10\n", 3, "a distance in 'minutes_m' is 0"},
        {"minutes_m:\n  5: 300\n  5.0: 400\n" HEAD "  minutes: 5\n", 3, "5 minutes are given twice"},
        {"minutes_m:\n  5: 300\n  10: 200\n" HEAD "  minutes: 5\n", 3,
         "must ascend, but 5 minutes are 300 m, and 10 minutes only 200 m"},
        {"minutes_m:\n  15: 900\n  5: 300\n  10: 1000\n" HEAD "  minutes: 5\n", 4,
         "must ascend, but 10 minutes are 1000 m, and 15 minutes only 900 m"},
        {"minutes_m:\n  5: 300\n  10: 300\n" HEAD "  minutes: 5\n", 3, "must ascend"},
        {"minutes_m: {<<: {5: 300}}\n" HEAD "  minutes: 5\n", 1, "a key of 'minutes_m' must be a number, not '<<'"},
        /* words and ranges */
        {HEAD "  distance_m: 5\n  metric: flying\n", 6, "'metric' cannot be 'flying'; write one of: network, straight"},
        {HEAD "  distance_m: 5\n  denominator: land\n", 6, "write one of: area, residential, population"},
        {HEAD "  distance_m: 5\n  level: city\n", 6, "write one of: street, community, station"},
        {HEAD "  distance_m: 5\n  verified: yes\n", 6, "write one of: text, secondary, unverified"},
        {HEAD "  distance_m: 5\n  target: 90\n", 6, "'target' is 90, but must be from 0 to 1; write a share"},
        {HEAD "  distance_m: 5\n  target: -0.1\n", 6, "'target' is -0.1, but must be from 0 to 1"},
        {HEAD "  distance_m: 5\n  community_target: 1.01\n", 6, "'community_target' is 1.01"},
        {HEAD "  distance_m: 5\n  target: 90%\n", 6, "'target' must be a number, not '90%'"},
        {HEAD "  distance_m: 5\n  min_area_m2: -1\n", 6, "'min_area_m2' is -1, but must be from 0 to 1000000000000"},
        {HEAD "  distance_m: 5\n  max_area_m2: 0\n", 6, "'max_area_m2' is 0, but must be more than 0"},
        {HEAD "  distance_m: 5\n  max_area_m2: 400\n  min_area_m2: 400\n", 6, "must be more than 'min_area_m2' (400)"},
        {HEAD "  distance_m: 5\n  source:\n", 6, "'source' has no value"},
        {HEAD "  distance_m: 5\n  source: ~\n", 6, "'source' has no value"},
        {HEAD "  distance_m: 5\n  source: [a]\n", 6, "'source' must be one word or text, not a list"},
        {HEAD "  distance_m: 5\n  source: {}\n", 6, "'source' is empty; write {en: "},
        {HEAD "  distance_m: 5\n  source: {de: a}\n", 6, "unknown key 'de' in 'source'; use one of: en, zh"},
        {HEAD "  distance_m: 5\n  target_note: why\n", 6, "write target_note: {en: "},
        {HEAD "  distance_m: 5\n  target_note: {}\n", 6, "'target_note' is empty; write {en: "},
        {HEAD "  distance_m: 5\n  target_note:\n    en: a\n    fr: b\n", 8, "unknown key 'fr' in 'target_note'"},
        {HEAD "  distance_m: 5\n  target_note:\n    en: [a]\n", 7, "'en' must be one word or text"},
        /* any_of */
        {HEAD "  any_of: []\n", 5, "'any_of' is empty"},
        {HEAD "  any_of:\n  - {distance_m: 5}\n  - {min_area_m2: 5}\n", 7, "a rule of 'any_of' has no distance"},
        {HEAD "  any_of:\n  - {distance_m: 5}\n  - {distance_m: 5, metric: straight}\n", 7, "unknown key 'metric'"},
        {HEAD "  distance_m: 5\n  any_of: [{distance_m: 5}]\n", 5, "'distance_m' stands beside 'any_of'"},
        {HEAD "  any_of: [{distance_m: 5}]\n  level: street\n", 6, "'level' stands beside 'any_of'"},
        {"name: x\nindicators:\n- id: a\n  any_of:\n  - {distance_m: 5}\n", 5, "has no 'category'"},
        /* scenarios */
        {TIMED "  old: 50\n", 5, "'scenarios' must be a list"},
        {"scenarios: []\n" HEAD "  minutes: 5\n", 1, "'scenarios' is empty"},
        {TIMED "- old\n", 5, "a scenario must be a mapping"},
        {TIMED "- id: old\n", 5, "'walk_speed_m_per_min' is missing in a scenario"},
        {TIMED "- walk_speed_m_per_min: 50\n", 5, "'id' is missing in a scenario"},
        {TIMED "- id: old\n  walk_speed_m_per_min: 0\n", 6, "'walk_speed_m_per_min' is 0, but must be more than 0"},
        {TIMED "- id: old\n  walk_speed_m_per_min: slow\n", 6, "'walk_speed_m_per_min' must be a number"},
        {TIMED "- id: old\n  walk_speed_m_per_min: 5\n  speed: 5\n", 7, "unknown key 'speed' in a scenario"},
        {TIMED "- id: old\n  title: Old\n  walk_speed_m_per_min: 5\n", 6, "write title: {en: "},
        {TIMED "- {id: o, walk_speed_m_per_min: 5}\n- {id: o, walk_speed_m_per_min: 6}\n", 6,
         "two scenarios have the id 'o'"},
        {TIMED "- id: Old\n  walk_speed_m_per_min: 5\n", 5, "'id' cannot be 'a_Old'; use a-z, 0-9 and _ only"},
        {TIMED "- walk_speed_m_per_min: 5\n  id: err\n", 6, "'id' cannot end in '_err'"},
        {HEAD "  distance_m: 5\nscenarios:\n- {id: o, walk_speed_m_per_min: 5}\n", 7, "'scenarios' change nothing"},
        {"name: x\nindicators:\n- {id: a, category: c, minutes: 5}\n- {id: a_o, category: c, distance_m: 5}\n"
         "scenarios:\n- id: o\n  walk_speed_m_per_min: 5\n",
         6, "scenario 'o' makes a second indicator of the id 'a_o'; rename one"},
        {"name: x\nindicators:\n- {id: a, category: c, minutes: 5}\n- {id: a_b, category: c, minutes: 5}\n"
         "scenarios:\n- {id: b_c, walk_speed_m_per_min: 5}\n- {id: c, walk_speed_m_per_min: 5}\n",
         7, "scenario 'c' makes a second indicator of the id 'a_b_c'"},
        /* bands */
        {"categories: park\n" HEAD "  minutes: 5\n", 1, "'categories' must be a list"},
        {"categories: [a=b]\n" HEAD "  minutes: 5\n", 1, "must not contain '='"},
        {"bands_m: 100\n" HEAD "  minutes: 5\n", 1, "'bands_m' must be a list"},
        {"bands_m: []\n" HEAD "  minutes: 5\n", 1, "'bands_m' is empty"},
        {"bands_m:\n- 0\n" HEAD "  minutes: 5\n", 2, "a distance in 'bands_m' is 0, but must be more than 0"},
        {"bands_m:\n- near\n" HEAD "  minutes: 5\n", 2, "a distance in 'bands_m' must be a number"},
        {"bands_m:\n- 100\n- 300\n- 200\n" HEAD "  minutes: 5\n", 4, "must ascend, but 200 stands after 300"},
        {"bands_m:\n- 100\n- 100\n" HEAD "  minutes: 5\n", 3, "must ascend, but 100 stands after 100"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_error(*state, cases[i].text, cases[i].line, cases[i].words);
}

static void aliases_are_what_they_stand_for(void **state) {
    lc_profile *profile = load(*state, "name: &n x\nindicators:\n- {id: a, category: *n, distance_m: &d 300}\n"
                                       "- {id: b, category: park, distance_m: *d}\n");
    assert_string_equal(profile->indicators[0].rules[0].category, "x");
    assert_true(profile->indicators[1].rules[0].distance_m == 300);
    lc_profile_free(profile);
}

static void byte_order_marks_and_line_ends(void **state) {
    lc_profile *profile =
        load(*state, "\xef\xbb\xbfname: 街\r\nindicators:\r\n- {id: a, category: c, distance_m: 5}\r\n");
    assert_string_equal(profile->name, "街");
    assert_int_equal(profile->n_indicators, 1);
    lc_profile_free(profile);
}

static void cuts_long_text_at_a_character(void **state) {
    fixture *f = *state;
    char text[512] = "name: x\n";
    for (int i = 0; i < 40; i++) strcat(text, "公园");
    strcat(text, ": 1\n");
    expect_error(f, text, 2, "公园…' in a profile; use one of: name");
}

static void missing_profiles(void **state) {
    fixture *f = *state;
    lc_profile *profile = NULL;
    assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, "no-such", &profile), LC_ERR_INPUT);
    assert_non_null(strstr(lc_error_message(f->ctx), "there is no profile 'no-such'; use one of: "));
    assert_non_null(strstr(lc_error_message(f->ctx), "life-circle"));
    assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, "no/such.yaml", &profile), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "cannot read no/such.yaml: No such file"));
    assert_int_equal(lc_profile_load(f->ctx, f->dir, "life-circle", &profile), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "LIFECIRCLE_DATA"));
    assert_int_equal(mkdir(f->path, 0700), 0);
    assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, f->path, &profile), LC_ERR_IO);
    assert_null(profile);
}

static void refuses_a_large_file(void **state) {
    fixture *f = *state;
    lc_profile *profile = NULL;
    size_t size = 4 * 1024 * 1024 + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, '#', size);
    write_bytes(f->path, text, size);
    free(text);
    assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, f->path, &profile), LC_ERR_INPUT);
    assert_non_null(strstr(lc_error_message(f->ctx), "larger than 4 MiB"));
}

static void data_folder(void **state) {
    (void)state;
    char *dir = lc_data_dir("here");
    assert_string_equal(dir, "here");
    free(dir);
    assert_int_equal(setenv("LIFECIRCLE_DATA", "there", 1), 0);
    dir = lc_data_dir(NULL);
    assert_string_equal(dir, "there");
    free(dir);
    unsetenv("LIFECIRCLE_DATA");
    dir = lc_data_dir(NULL);
    assert_non_null(dir);
    assert_string_not_equal(dir, "there");
    free(dir);
}

static void first_profile(void **state) {
    static const struct {
        const char *id, *category;
        double distance_m, min_area_m2;
        lc_metric metric;
    } wanted[] = {
        {"store_500", "convenience_store", 500, NAN, LC_NETWORK},
        {"store_500_straight", "convenience_store", 500, NAN, LC_STRAIGHT},
        {"store_1000", "convenience_store", 1000, NAN, LC_NETWORK},
        {"store_1000_straight", "convenience_store", 1000, NAN, LC_STRAIGHT},
        {"green_300", "green_space", 300, 400, LC_NETWORK},
        {"green_300_straight", "green_space", 300, 400, LC_STRAIGHT},
        {"park_500", "park", 500, 5000, LC_NETWORK},
        {"park_500_straight", "park", 500, 5000, LC_STRAIGHT},
        {"centre_1000", "service_center", 1000, NAN, LC_NETWORK},
        {"centre_1000_straight", "service_center", 1000, NAN, LC_STRAIGHT},
    };
    fixture *f = *state;
    lc_profile *p = NULL;
    assert_int_equal(lc_profile_load(f->ctx, LC_DATA_DIR, "life-circle", &p), LC_OK);
    size_t n = sizeof wanted / sizeof *wanted;
    assert_int_equal(p->n_indicators, n + 1);
    /* the circle: all four services on foot */
    const lc_combination *circle = &p->indicators[n].combines;
    assert_string_equal(p->indicators[n].id, "circle");
    assert_true(circle->kind == LC_COMBINES_AT_LEAST && circle->least == 4 && circle->n_parts == 4);
    static const size_t part[] = {2, 4, 6, 8};
    for (size_t k = 0; k < 4; k++) assert_int_equal(circle->part[k], part[k]);
    for (size_t i = 0; i < n; i++) {
        const lc_indicator_def *a = &p->indicators[i];
        assert_string_equal(a->id, wanted[i].id);
        assert_int_equal(a->n_rules, 1);
        assert_string_equal(a->rules[0].category, wanted[i].category);
        assert_true(a->rules[0].distance_m == wanted[i].distance_m);
        if (isnan(wanted[i].min_area_m2))
            assert_true(isnan(a->rules[0].min_area_m2));
        else
            assert_true(a->rules[0].min_area_m2 == wanted[i].min_area_m2);
        assert_int_equal(a->metric, wanted[i].metric);
        assert_int_equal(a->denominator, LC_AREA);
        assert_true(isnan(a->target) && isnan(a->community_target));
        assert_non_null(a->source);
        assert_non_null(a->verified);
        assert_string_not_equal(a->title_en, a->title_zh);
    }
    lc_profile_free(p);
}

typedef struct listed {
    fixture *f;
    size_t n;
    char last[64];
    bool found;
} listed;

/* Every shipped profile loads, says its own name, and comes in order. */
static void see(const char *name, const char *title_en, const char *title_zh, void *user) {
    listed *list = user;
    lc_profile *p = NULL;
    assert_int_equal(lc_profile_load(list->f->ctx, LC_DATA_DIR, name, &p), LC_OK);
    assert_string_equal(p->name, name);
    assert_string_equal(p->title_en, title_en);
    assert_string_equal(p->title_zh, title_zh);
    lc_profile_free(p);
    assert_true(strcmp(list->last, name) < 0);
    snprintf(list->last, sizeof list->last, "%s", name);
    list->found = list->found || strcmp(name, "life-circle") == 0;
    list->n++;
}

static void lists_shipped_profiles(void **state) {
    listed list = {.f = *state};
    if (lc_profile_list(list.f->ctx, LC_DATA_DIR, see, &list)) fail_msg("%s", lc_error_message(list.f->ctx));
    assert_true(list.n >= 1 && list.found);
}

static void count(const char *name, const char *title_en, const char *title_zh, void *user) {
    (void)name;
    (void)title_en;
    (void)title_zh;
    ++*(int *)user;
}

static void lists_nothing_when_one_is_broken(void **state) {
    fixture *f = *state;
    static const char good[] = "name: a\nindicators: [{id: a, category: c, distance_m: 1}]\n";
    char path[128];
    int calls = 0;
    snprintf(path, sizeof path, "%s/profiles", f->dir);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(lc_profile_list(f->ctx, f->dir, count, &calls), LC_OK);
    assert_int_equal(calls, 0);
    snprintf(path, sizeof path, "%s/profiles/a.yaml", f->dir);
    write_text(path, good);
    assert_int_equal(lc_profile_list(f->ctx, f->dir, count, &calls), LC_OK);
    assert_int_equal(calls, 1);
    snprintf(path, sizeof path, "%s/profiles/b.yaml", f->dir);
    write_text(path, "name: b\n");
    assert_int_equal(lc_profile_list(f->ctx, f->dir, count, &calls), LC_ERR_INPUT);
    assert_non_null(strstr(lc_error_message(f->ctx), "/profiles/b.yaml:1: "));
    assert_int_equal(calls, 1);
}

static void prints_a_profile(void **state) {
    fixture *f = *state;
    char *text = NULL;
    assert_int_equal(lc_profile_text(f->ctx, LC_DATA_DIR, "life-circle", &text), LC_OK);
    assert_non_null(strstr(text, "\nname: life-circle\n"));
    free(text);
    text = NULL;
    write_text(f->path, "name: y\n");
    assert_int_equal(lc_profile_text(f->ctx, LC_DATA_DIR, f->path, &text), LC_OK);
    assert_string_equal(text, "name: y\n");
    free(text);
    text = NULL;
    assert_int_equal(lc_profile_text(f->ctx, LC_DATA_DIR, "nope", &text), LC_ERR_INPUT);
    assert_null(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_every_key, setup, teardown),
        cmocka_unit_test_setup_teardown(has_defaults, setup, teardown),
        cmocka_unit_test_setup_teardown(one_language_stands_for_both, setup, teardown),
        cmocka_unit_test_setup_teardown(table_wins_over_speed_wherever_it_stands, setup, teardown),
        cmocka_unit_test_setup_teardown(unites_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(scenarios_repeat_what_is_in_minutes, setup, teardown),
        cmocka_unit_test_setup_teardown(bands, setup, teardown),
        cmocka_unit_test_setup_teardown(combines_indicators, setup, teardown),
        cmocka_unit_test_setup_teardown(scenarios_repeat_combinations, setup, teardown),
        cmocka_unit_test_setup_teardown(categories, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_do_not_depend_on_the_locale, setup, teardown),
        cmocka_unit_test_setup_teardown(tells_mistakes_with_their_line, setup, teardown),
        cmocka_unit_test_setup_teardown(aliases_are_what_they_stand_for, setup, teardown),
        cmocka_unit_test_setup_teardown(byte_order_marks_and_line_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(cuts_long_text_at_a_character, setup, teardown),
        cmocka_unit_test_setup_teardown(missing_profiles, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_a_large_file, setup, teardown),
        cmocka_unit_test(data_folder),
        cmocka_unit_test_setup_teardown(first_profile, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_shipped_profiles, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_nothing_when_one_is_broken, setup, teardown),
        cmocka_unit_test_setup_teardown(prints_a_profile, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
