/* Walk rules and categories: the shipped files against every line of the definitions, and mistakes in a city's own. */
#include "yaml_fixture.h"

#include "profile/rules.h"

/* Tags as a list key, value, key, value, …, NULL. */
static const char *tag_of(const void *object, const char *key) {
    for (const char *const *t = object; *t; t += 2)
        if (strcmp(t[0], key) == 0) return t[1];
    return NULL;
}

#define TAGS(...) ((const char *const[]){__VA_ARGS__, NULL})

static lc_walk_rules *shipped_rules(fixture *f) {
    lc_walk_rules *rules = NULL;
    if (lc_walk_rules_load(f->ctx, LC_DATA_DIR, &rules)) fail_msg("%s", lc_error_message(f->ctx));
    return rules;
}

enum { FOOT_FOR_PEOPLE, FOOT_CLOSED, FOOT_SILENT };
enum { ACCESS_OPEN, ACCESS_CLOSED };
enum { KIND_ROAD, KIND_GRANTED_ONLY, KIND_TRUNK, KIND_NEVER };

typedef struct word {
    const char *value; /* NULL: no such tag */
    int kind;
} word;

static const word HIGHWAYS[] = {
    {"residential", KIND_ROAD},
    {"footway", KIND_ROAD},
    {"path", KIND_ROAD},
    {"steps", KIND_ROAD},
    {"pedestrian", KIND_ROAD},
    {"track", KIND_ROAD},
    {"service", KIND_ROAD},
    {"living_street", KIND_ROAD},
    {"unclassified", KIND_ROAD},
    {"primary", KIND_ROAD},
    {"secondary_link", KIND_ROAD},
    {"corridor", KIND_ROAD},
    {"road", KIND_ROAD},
    {"bridleway", KIND_ROAD},
    {"motorway", KIND_GRANTED_ONLY},
    {"motorway_link", KIND_GRANTED_ONLY},
    {"cycleway", KIND_GRANTED_ONLY},
    {"trunk", KIND_TRUNK},
    {"trunk_link", KIND_TRUNK},
    {"construction", KIND_NEVER},
    {"proposed", KIND_NEVER},
    {"planned", KIND_NEVER},
    {"abandoned", KIND_NEVER},
    {"razed", KIND_NEVER},
    {"raceway", KIND_NEVER},
    {"bus_guideway", KIND_NEVER},
    {"busway", KIND_NEVER},
    {"escape", KIND_NEVER},
    {"platform", KIND_NEVER},
    {"elevator", KIND_NEVER},
    {"rest_area", KIND_NEVER},
    {"services", KIND_NEVER},
    {"no", KIND_NEVER},
    {NULL, KIND_NEVER},
};
static const word FEET[] = {
    {NULL, FOOT_SILENT},
    {"yes", FOOT_FOR_PEOPLE},
    {"designated", FOOT_FOR_PEOPLE},
    {"permissive", FOOT_FOR_PEOPLE},
    {"no", FOOT_CLOSED},
    {"private", FOOT_CLOSED},
    {"use_sidepath", FOOT_CLOSED},
    {"destination", FOOT_SILENT},
    {"customers", FOOT_SILENT},
};
static const word ACCESSES[] = {
    {NULL, ACCESS_OPEN},        {"yes", ACCESS_OPEN},       {"no", ACCESS_CLOSED},
    {"private", ACCESS_CLOSED}, {"customers", ACCESS_OPEN}, {"destination", ACCESS_OPEN},
};
static const struct {
    const char *key, *value;
    bool pavement;
} SIDEWALKS[] = {
    {"sidewalk", NULL, false},
    {"sidewalk", "both", true},
    {"sidewalk", "left", true},
    {"sidewalk", "right", true},
    {"sidewalk", "yes", true},
    {"sidewalk", "no", false},
    {"sidewalk", "separate", false},
    {"sidewalk:both", "both", true},
    {"sidewalk:both", "left", true},
    {"sidewalk:both", "right", true},
    {"sidewalk:both", "yes", true},
    {"sidewalk:both", "no", false},
    {"sidewalk:both", "separate", false},
    {"sidewalk:left", "both", true},
    {"sidewalk:left", "left", true},
    {"sidewalk:left", "right", true},
    {"sidewalk:left", "yes", true},
    {"sidewalk:left", "no", false},
    {"sidewalk:left", "separate", false},
    {"sidewalk:right", "both", true},
    {"sidewalk:right", "left", true},
    {"sidewalk:right", "right", true},
    {"sidewalk:right", "yes", true},
    {"sidewalk:right", "no", false},
    {"sidewalk:right", "separate", false},
    {"sidewalk", "none", false},
};
static const word AREAS[] = {{NULL, 0}, {"no", 0}, {"yes", 1}};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The definition once more, as the page puts it. */
static bool by_definition(const word *highway, const word *foot, const word *access, bool pavement, const word *area) {
    if (!highway->value || area->kind || foot->kind == FOOT_CLOSED) return false;
    if (highway->kind == KIND_NEVER) return false;
    if (foot->kind == FOOT_FOR_PEOPLE) return true;
    if (access->kind == ACCESS_CLOSED) return false;
    if (highway->kind == KIND_TRUNK) return pavement;
    return highway->kind == KIND_ROAD;
}

static size_t add_tag(const char **tags, size_t n, const char *key, const char *value) {
    if (!value) return n;
    tags[n] = key;
    tags[n + 1] = value;
    return n + 2;
}

static void every_combination_of_walk_tags(void **state) {
    lc_walk_rules *rules = shipped_rules(*state);
    size_t allowed = 0, seen = 0;
    size_t total = COUNT(HIGHWAYS) * COUNT(FEET) * COUNT(ACCESSES) * COUNT(SIDEWALKS) * COUNT(AREAS);
    for (size_t i = 0; i < total; i++) {
        size_t rest = i;
        const word *highway = &HIGHWAYS[rest % COUNT(HIGHWAYS)];
        rest /= COUNT(HIGHWAYS);
        const word *foot = &FEET[rest % COUNT(FEET)];
        rest /= COUNT(FEET);
        const word *access = &ACCESSES[rest % COUNT(ACCESSES)];
        rest /= COUNT(ACCESSES);
        size_t side = rest % COUNT(SIDEWALKS);
        const word *area = &AREAS[rest / COUNT(SIDEWALKS)];
        const char *tags[13] = {"name", "Main Street"};
        size_t n = add_tag(tags, 2, "highway", highway->value);
        n = add_tag(tags, n, "foot", foot->value);
        n = add_tag(tags, n, "access", access->value);
        n = add_tag(tags, n, SIDEWALKS[side].key, SIDEWALKS[side].value);
        add_tag(tags, n, "area", area->value);
        bool wanted = by_definition(highway, foot, access, SIDEWALKS[side].pavement, area);
        if (lc_walk_allowed(rules, tag_of, tags) != wanted)
            fail_msg("highway=%s foot=%s access=%s %s=%s area=%s: wanted %d", highway->value, foot->value,
                     access->value, SIDEWALKS[side].key, SIDEWALKS[side].value, area->value, wanted);
        allowed += wanted;
        seen++;
    }
    assert_int_equal(seen, 34 * 9 * 6 * 26 * 3);
    assert_true(allowed > 1000 && allowed < seen / 2);
    lc_walk_rules_free(rules);
}

/* The same by hand, so that an error in the loop above cannot hide one in the rules. */
static void some_ways_by_hand(void **state) {
    lc_walk_rules *rules = shipped_rules(*state);
    const struct {
        const char *const *tags;
        bool walk;
    } ways[] = {
        {TAGS("highway", "residential"), true},
        {TAGS("railway", "rail"), false},
        {TAGS("foot", "yes"), false},
        {TAGS("highway", "pedestrian", "area", "yes"), false},
        {TAGS("highway", "pedestrian", "area", "yes", "foot", "yes"), false},
        {TAGS("highway", "footway", "foot", "no"), false},
        {TAGS("highway", "primary", "foot", "use_sidepath"), false},
        {TAGS("highway", "service", "access", "private"), false},
        {TAGS("highway", "service", "access", "private", "foot", "yes"), true},
        {TAGS("highway", "service", "access", "no", "foot", "permissive"), true},
        {TAGS("highway", "cycleway"), false},
        {TAGS("highway", "cycleway", "foot", "designated"), true},
        {TAGS("highway", "motorway", "sidewalk", "both"), false},
        {TAGS("highway", "motorway", "foot", "yes"), true},
        {TAGS("highway", "trunk"), false},
        {TAGS("highway", "trunk", "foot", "yes"), true},
        {TAGS("highway", "trunk", "sidewalk", "right"), true},
        {TAGS("highway", "trunk_link", "sidewalk:left", "yes"), true},
        {TAGS("highway", "trunk", "sidewalk", "right", "access", "no"), false},
        {TAGS("highway", "construction", "foot", "yes"), false},
        {TAGS("highway", "platform"), false},
        {TAGS("highway", "Residential"), true},
    };
    for (size_t i = 0; i < COUNT(ways); i++)
        if (lc_walk_allowed(rules, tag_of, ways[i].tags) != ways[i].walk) fail_msg("way %zu", i);
    lc_walk_rules_free(rules);
}

/* What passes the rules and is an area is a square; a multipolygon is one without saying so. */
static void areas_are_squares(void **state) {
    lc_walk_rules *rules = shipped_rules(*state);
    const struct {
        const char *const *tags;
        lc_walk_use use;
        bool relation;
    } cases[] = {
        {TAGS("highway", "pedestrian", "area", "yes"), LC_WALK_SQUARE, true},
        {TAGS("highway", "pedestrian"), LC_WALK_PATH, true},
        {TAGS("highway", "pedestrian", "area", "no"), LC_WALK_PATH, true},
        {TAGS("highway", "pedestrian", "area", "yes", "foot", "private"), LC_WALK_NOT, false},
        {TAGS("highway", "cycleway", "area", "yes"), LC_WALK_NOT, false},
        {TAGS("highway", "cycleway", "area", "yes", "foot", "yes"), LC_WALK_SQUARE, true},
        {TAGS("place", "square", "area", "yes"), LC_WALK_NOT, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(lc_walk_use_of(rules, tag_of, cases[i].tags), cases[i].use);
        assert_int_equal(lc_walk_is_square(rules, tag_of, cases[i].tags), cases[i].relation);
    }
    size_t n = rules->n_squares;
    rules->n_squares = 0; /* rules that know no squares */
    assert_int_equal(lc_walk_use_of(rules, tag_of, cases[0].tags), LC_WALK_PATH);
    assert_false(lc_walk_is_square(rules, tag_of, cases[0].tags));
    rules->n_squares = n;
    lc_walk_rules_free(rules);
}

static void a_match_without_values_takes_any(void **state) {
    (void)state;
    char key[] = "sport", a[] = "golf", *values[] = {a};
    lc_tag_match any = {.key = key}, one = {.key = key, .values = values, .n_values = 1};
    assert_true(lc_tag_matches(&any, tag_of, TAGS("sport", "tennis")));
    assert_false(lc_tag_matches(&any, tag_of, TAGS("leisure", "pitch")));
    assert_true(lc_tag_matches(&one, tag_of, TAGS("sport", "golf")));
    assert_false(lc_tag_matches(&one, tag_of, TAGS("sport", "tennis")));
    assert_false(lc_tag_matches(&one, tag_of, TAGS("leisure", "golf")));
}

static void shipped_categories(void **state) {
    static const struct {
        const char *name, *zh;
        lc_area_use areas;
    } wanted[] = {
        {"convenience_store", "便利店", LC_AREAS_AS_POINTS},
        {"park", "公园", LC_AREAS_ONLY},
        {"green_space", "绿地", LC_AREAS_ONLY},
        {"service_center", "社区服务中心", LC_AREAS_AS_POINTS},
    };
    fixture *f = *state;
    lc_categories *categories = NULL;
    if (lc_categories_load(f->ctx, LC_DATA_DIR, &categories)) fail_msg("%s", lc_error_message(f->ctx));
    assert_true(categories->n >= COUNT(wanted)); /* the definition's four come first */
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const lc_category_def *c = &categories->category[i];
        assert_string_equal(c->name, wanted[i].name);
        assert_string_equal(c->title_zh, wanted[i].zh);
        assert_int_equal(c->areas, wanted[i].areas);
        assert_ptr_equal(lc_categories_find(categories, wanted[i].name), c);
        assert_int_equal(c->n_require, 0);
    }
    for (size_t i = 0; i < categories->n; i++)
        assert_string_not_equal(categories->category[i].title_en, categories->category[i].title_zh);
    assert_null(lc_categories_find(categories, "school"));
    lc_categories_free(categories);
}

/* Which of the four categories a feature belongs to, as a string of their first letters. */
static void features_find_their_categories(void **state) {
    const struct {
        const char *const *tags;
        const char *letters; /* c p g s */
    } features[] = {
        {TAGS("shop", "convenience"), "c"},
        {TAGS("shop", "supermarket"), "c"},
        {TAGS("shop", "general"), "c"},
        {TAGS("shop", "bakery"), ""},
        {TAGS("leisure", "park"), "pg"},
        {TAGS("leisure", "garden"), "g"},
        {TAGS("leisure", "playground"), ""},
        {TAGS("landuse", "village_green"), "g"},
        {TAGS("landuse", "recreation_ground"), "g"},
        {TAGS("landuse", "grass"), ""},
        {TAGS("amenity", "community_centre"), "s"},
        {TAGS("amenity", "townhall"), "s"},
        {TAGS("amenity", "social_centre"), "s"},
        {TAGS("amenity", "library"), ""},
        {TAGS("leisure", "park", "access", "private"), ""},
        {TAGS("leisure", "garden", "access", "no"), ""},
        {TAGS("leisure", "park", "access", "customers"), "pg"},
        {TAGS("shop", "convenience", "access", "private"), ""},
        {TAGS("amenity", "townhall", "access", "no"), ""},
        {TAGS("leisure", "park", "shop", "general", "amenity", "townhall"), "cpgs"},
        {TAGS("park", "leisure"), ""},
    };
    fixture *f = *state;
    lc_categories *categories = NULL;
    if (lc_categories_load(f->ctx, LC_DATA_DIR, &categories)) fail_msg("%s", lc_error_message(f->ctx));
    for (size_t i = 0; i < COUNT(features); i++) {
        char letters[8] = "";
        size_t n = 0;
        for (size_t c = 0; c < 4; c++)
            if (lc_category_matches(&categories->category[c], tag_of, features[i].tags))
                letters[n++] = categories->category[c].name[0];
        assert_string_equal(letters, features[i].letters);
    }
    lc_categories_free(categories);
}

/* What the planning profiles ask for: tags that belong, and tags nearby that do not. */
static void features_of_the_planning_profiles(void **state) {
    const struct {
        const char *category;
        const char *const *tags;
        bool belongs;
    } features[] = {
        {"kindergarten", TAGS("amenity", "kindergarten", "access", "private"), true}, /* its gate, not its service */
        {"kindergarten", TAGS("amenity", "childcare"), false},
        {"childcare", TAGS("amenity", "childcare"), true},
        /* schools: by what they say they teach, and either when they say nothing */
        {"primary_school", TAGS("amenity", "school"), true},
        {"secondary_school", TAGS("amenity", "school"), true},
        {"primary_school", TAGS("amenity", "school", "isced:level", "1"), true},
        {"secondary_school", TAGS("amenity", "school", "isced:level", "1"), false},
        {"primary_school", TAGS("amenity", "school", "isced:level", "2;3"), false},
        {"secondary_school", TAGS("amenity", "school", "isced:level", "2;3"), true},
        {"primary_school", TAGS("amenity", "school", "isced:level", "1;2"), true},
        {"secondary_school", TAGS("amenity", "school", "isced:level", "1;2"), true},
        {"primary_school", TAGS("amenity", "school", "school", "secondary"), false},
        {"secondary_school", TAGS("amenity", "school", "school:level", "primary"), false},
        {"primary_school", TAGS("amenity", "college"), false},
        {"health_center", TAGS("amenity", "clinic"), true},
        {"health_center", TAGS("amenity", "doctors"), false},
        {"health_station", TAGS("amenity", "doctors"), true},
        {"hospital", TAGS("amenity", "hospital"), true},
        {"pharmacy", TAGS("amenity", "pharmacy"), true},
        {"pharmacy", TAGS("shop", "chemist"), false}, /* cosmetics, no medicine */
        {"elderly_care", TAGS("amenity", "social_facility", "social_facility:for", "senior"), true},
        {"elderly_care", TAGS("amenity", "social_facility", "social_facility", "shelter"), false},
        {"culture_center", TAGS("amenity", "library"), true},
        {"sports_ground", TAGS("leisure", "pitch", "sport", "tennis"), true},
        {"sports_ground", TAGS("leisure", "pitch", "access", "private"), false},
        {"football_pitch", TAGS("leisure", "pitch", "sport", "soccer"), true},
        {"football_pitch", TAGS("leisure", "pitch", "sport", "tennis"), false},
        {"football_pitch", TAGS("leisure", "sports_centre", "sport", "soccer"), false},
        {"square", TAGS("place", "square"), true},
        {"bus_stop", TAGS("highway", "bus_stop"), true},
        {"bus_stop", TAGS("public_transport", "stop_position", "bus", "yes"), false},
        {"tram_stop", TAGS("railway", "tram_stop"), true},
        {"metro_station", TAGS("railway", "station", "station", "subway"), true},
        {"metro_station", TAGS("railway", "station", "subway", "yes"), true},
        {"metro_station", TAGS("railway", "station"), false},
        {"metro_station", TAGS("railway", "subway_entrance", "subway", "yes"), false},
        {"rail_station", TAGS("railway", "station"), true},
        {"rail_station", TAGS("railway", "station", "usage", "tourism"), false},
        {"ferry_terminal", TAGS("amenity", "ferry_terminal"), true},
        {"market", TAGS("amenity", "marketplace"), true},
        {"market", TAGS("shop", "convenience"), false},
        {"marketplace", TAGS("shop", "greengrocer"), false},
        {"laundry", TAGS("shop", "dry_cleaning"), true},
        {"parcel", TAGS("amenity", "parcel_locker"), true},
    };
    fixture *f = *state;
    lc_categories *categories = NULL;
    if (lc_categories_load(f->ctx, LC_DATA_DIR, &categories)) fail_msg("%s", lc_error_message(f->ctx));
    for (size_t i = 0; i < COUNT(features); i++) {
        const lc_category_def *c = lc_categories_find(categories, features[i].category);
        assert_non_null(c);
        if (lc_category_matches(c, tag_of, features[i].tags) != features[i].belongs)
            fail_msg("%s, feature %zu", c->name, i);
    }
    lc_categories_free(categories);
}

/* The data folder of a city with its own rules. */
static void write_rule_file(fixture *f, const char *name, const char *text, char *path, size_t size) {
    snprintf(path, size, "%s/rules", f->dir);
    mkdir(path, 0700);
    snprintf(path, size, "%s/rules/%s", f->dir, name);
    write_text(path, text);
}

static void a_city_changes_the_rules(void **state) {
    fixture *f = *state;
    char path[96];
    lc_walk_rules *rules = NULL;
    write_rule_file(f, "walk.yaml", "require: {highway: \"*\", lit: yes}\nnever: [no, steps]\n", path, sizeof path);
    if (lc_walk_rules_load(f->ctx, f->dir, &rules)) fail_msg("%s", lc_error_message(f->ctx));
    assert_int_equal(rules->n_require, 2);
    assert_int_equal(rules->require[0].n_values, 0);
    assert_int_equal(rules->require[1].n_values, 1);
    assert_string_equal(rules->never[0], "no"); /* a word, not a truth value */
    assert_true(lc_walk_allowed(rules, tag_of, TAGS("highway", "motorway", "lit", "yes")));
    assert_false(lc_walk_allowed(rules, tag_of, TAGS("highway", "steps", "lit", "yes")));
    assert_false(lc_walk_allowed(rules, tag_of, TAGS("highway", "path", "lit", "no")));
    lc_walk_rules_free(rules);
}

static void a_category_can_ask_for_two_tags(void **state) {
    fixture *f = *state;
    char path[96];
    lc_categories *categories = NULL;
    write_rule_file(f, "categories.yaml",
                    "pool:\n  require: {leisure: pitch, lit: \"*\"}\n  any: {sport: [a, b]}\n  areas: kept\n", path,
                    sizeof path);
    if (lc_categories_load(f->ctx, f->dir, &categories)) fail_msg("%s", lc_error_message(f->ctx));
    const lc_category_def *pool = &categories->category[0];
    assert_int_equal(pool->areas, LC_AREAS_KEPT);
    assert_true(lc_category_matches(pool, tag_of, TAGS("leisure", "pitch", "lit", "no", "sport", "b")));
    assert_false(lc_category_matches(pool, tag_of, TAGS("leisure", "pitch", "sport", "b")));
    assert_false(lc_category_matches(pool, tag_of, TAGS("leisure", "pitch", "lit", "yes")));
    assert_false(lc_category_matches(pool, tag_of, TAGS("lit", "yes", "sport", "b")));
    lc_categories_free(categories);
}

static void parts_of_texts_match_without_case(void **state) {
    fixture *f = *state;
    char path[96];
    lc_categories *categories = NULL;
    write_rule_file(f, "categories.yaml",
                    "way:\n  any:\n    name: {contains: [GreenWay, 绿道]}\n    ref: {contains: g}\n  lines: only\n"
                    "  member_of:\n    any: {route: foot}\n    skip: {access: private}\n",
                    path, sizeof path);
    if (lc_categories_load(f->ctx, f->dir, &categories)) fail_msg("%s", lc_error_message(f->ctx));
    const lc_category_def *way = &categories->category[0];
    assert_int_equal(way->areas, LC_LINES_ONLY);
    assert_true(lc_category_matches(way, tag_of, TAGS("name", "East GREENWAY 2")));
    assert_true(lc_category_matches(way, tag_of, TAGS("name", "锦城绿道")));
    assert_true(lc_category_matches(way, tag_of, TAGS("ref", "AG7")));
    assert_false(lc_category_matches(way, tag_of, TAGS("name", "Green Street")));
    assert_false(lc_category_matches(way, tag_of, TAGS("name:en", "Greenway")));
    assert_true(lc_category_matches(way->member_of, tag_of, TAGS("route", "foot")));
    assert_false(lc_category_matches(way->member_of, tag_of, TAGS("route", "foot", "access", "private")));
    lc_categories_free(categories);
}

/* Greenways word by word: highway and a name, or a route with such a name. */
static void shipped_greenways(void **state) {
    static const char *const ways[] = {"path", "footway", "cycleway", "pedestrian", "track", "living_street"};
    static const char *const others[] = {"residential", "service", "steps", "primary"};
    static const char *const routes[] = {"foot", "hiking", "walking", "bicycle"};
    static const char *const keys[] = {"name", "name:zh", "name:en"};
    fixture *f = *state;
    lc_categories *categories = NULL;
    if (lc_categories_load(f->ctx, LC_DATA_DIR, &categories)) fail_msg("%s", lc_error_message(f->ctx));
    const lc_category_def *c = lc_categories_find(categories, "greenway");
    assert_non_null(c);
    assert_int_equal(c->areas, LC_LINES_ONLY);
    for (size_t k = 0; k < COUNT(keys); k++) {
        for (size_t i = 0; i < COUNT(ways); i++) {
            assert_true(lc_category_matches(c, tag_of, TAGS("highway", ways[i], keys[k], "天府绿道")));
            assert_true(lc_category_matches(c, tag_of, TAGS("highway", ways[i], keys[k], "Emerald GreenWay")));
            assert_false(lc_category_matches(c, tag_of, TAGS("highway", ways[i], keys[k], "绿地")));
        }
        for (size_t i = 0; i < COUNT(others); i++)
            assert_false(lc_category_matches(c, tag_of, TAGS("highway", others[i], keys[k], "天府绿道")));
        for (size_t i = 0; i < COUNT(routes); i++)
            assert_true(lc_category_matches(c->member_of, tag_of, TAGS("route", routes[i], keys[k], "锦江绿道")));
        assert_false(lc_category_matches(c->member_of, tag_of, TAGS("route", "bus", keys[k], "锦江绿道")));
    }
    assert_false(lc_category_matches(c->member_of, tag_of, TAGS("route", "foot", "ref", "绿道")));
    lc_categories_free(categories);
}

static void walk_rule_mistakes(void **state) {
    static const struct {
        const char *text;
        int line;
        const char *words;
    } cases[] = {
        {"exclude: {area: yes}\n", 1, "'require' is missing in the walk rules"},
        {"require: {highway: \"*\"}\nforbid: {area: yes}\n", 2, "unknown key 'forbid' in the walk rules"},
        {"require: [highway]\n", 1, "'require' must be a mapping"},
        {"require:\n  highway: {a: b}\n", 2, "unknown key 'a' in a match of tags; use one of: contains"},
        {"require:\n  highway: {contains: []}\n", 2, "a list of tag values is empty"},
        {"require:\n  highway: {contains: ''}\n", 2, "'a value'"},
        {"require:\n  highway:\n", 2, "a tag value has no value"},
        {"require:\n  highway: []\n", 2, "a list of tag values is empty"},
        {"require:\n  highway: [a,\n    [b]]\n", 3, "'a value' must be one word"},
        {"require: {highway: \"*\"}\nnever: no\n", 2, "'never' must be a list"},
        {"require:\n  highway: a\n  highway: b\n", 3, "'highway' is given twice in 'require'"},
    };
    fixture *f = *state;
    char path[96];
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_walk_rules *rules = NULL;
        write_rule_file(f, "walk.yaml", cases[i].text, path, sizeof path);
        lc_status status = lc_walk_rules_load(f->ctx, f->dir, &rules);
        assert_null(rules);
        assert_error_at(f, status, path, cases[i].line, cases[i].words, cases[i].text);
    }
}

static void category_mistakes(void **state) {
    static const struct {
        const char *text;
        int line;
        const char *words;
    } cases[] = {
        {"[]\n", 1, "the list of categories must be a mapping"},
        {"{}\n", 1, "the list of categories is empty"},
        {"school: yes\n", 1, "a category must be a mapping"},
        {"school:\n  areas: only\n", 2, "'any' is missing in a category"},
        {"school:\n  any: {amenity: school}\n", 2, "a category has neither 'areas' nor 'lines'"},
        {"a:\n  any: {b: c}\n  areas: kept\n  lines: only\n", 2, "a category has both 'areas' and 'lines'"},
        {"a:\n  any: {b: c}\n  lines: kept\n", 3, "'lines' cannot be 'kept'; write one of: only"},
        {"a:\n  any: {b: c}\n  areas: kept\n  member_of: {any: {d: e}}\n", 4, "'member_of' is for lines"},
        {"a:\n  any: {b: c}\n  lines: only\n  member_of: {require: {d: e}}\n", 4, "'any' is missing in 'member_of'"},
        {"school:\n  any: {amenity: school}\n  areas: points\n", 3, "'areas' cannot be 'points'; write one of: only"},
        {"school:\n  any: {}\n  areas: only\n", 2, "'any' is empty"},
        {"school:\n  require: {a: b}\n  areas: only\n", 2, "'any' is missing in a category"},
        {"school:\n  any: {a: b}\n  require: {}\n  areas: only\n", 3, "'require' is empty"},
        {"a: &a\n  any: {amenity: school}\n  areas: only\na: *a\n", 4, "'a' is given twice"},
        {"a=b:\n  any: {amenity: school}\n  areas: only\n", 1, "must not contain '='"},
    };
    fixture *f = *state;
    char path[96];
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_categories *categories = NULL;
        write_rule_file(f, "categories.yaml", cases[i].text, path, sizeof path);
        lc_status status = lc_categories_load(f->ctx, f->dir, &categories);
        assert_null(categories);
        assert_error_at(f, status, path, cases[i].line, cases[i].words, cases[i].text);
    }
}

static void residential_land_and_buildings(void **state) {
    fixture *f = *state;
    lc_land *land = NULL;
    if (lc_land_load(f->ctx, LC_DATA_DIR, &land)) fail_msg("%s", lc_error_message(f->ctx));
    assert_true(lc_category_matches(&land->residential, tag_of, TAGS("landuse", "residential")));
    assert_false(lc_category_matches(&land->residential, tag_of, TAGS("landuse", "retail")));
    assert_false(lc_category_matches(&land->residential, tag_of, TAGS("building", "residential")));
    assert_true(lc_category_matches(&land->building, tag_of, TAGS("building", "yes")));
    assert_true(lc_category_matches(&land->building, tag_of, TAGS("building", "garage")));
    assert_false(lc_category_matches(&land->building, tag_of, TAGS("building", "no")));
    assert_false(lc_category_matches(&land->building, tag_of, TAGS("building:levels", "3")));
    assert_int_equal(land->residential.areas, LC_AREAS_ONLY);
    assert_int_equal(land->building.areas, LC_AREAS_ONLY);
    assert_string_equal(land->building.name, "building");
    assert_string_equal(land->floors, "building:levels");
    lc_land_free(land);
}

static void land_mistakes(void **state) {
    static const struct {
        const char *text;
        int line;
        const char *words;
    } cases[] = {
        {"residential:\n  any: {landuse: residential}\n", 1, "'building' is missing in the land rules"},
        {"residential:\n  any: {landuse: a}\nbuilding:\n  skip: {a: b}\n", 4, "'any' is missing in the building rule"},
        {"residential:\n  any: {landuse: a}\n  floors: levels\nbuilding:\n  any: {a: b}\n", 3,
         "unknown key 'floors' in the residential rule"},
        {"residential:\n  any: {landuse: a}\nbuilding:\n  any: {a: b}\nfarm:\n  any: {a: b}\n", 5,
         "unknown key 'farm' in the land rules"},
    };
    fixture *f = *state;
    char path[96];
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_land *land = NULL;
        write_rule_file(f, "land.yaml", cases[i].text, path, sizeof path);
        lc_status status = lc_land_load(f->ctx, f->dir, &land);
        assert_null(land);
        assert_error_at(f, status, path, cases[i].line, cases[i].words, cases[i].text);
    }
    lc_land *land = NULL;
    write_rule_file(f, "land.yaml", "residential: {any: {a: b}}\nbuilding: {any: {c: d}}\n", path, sizeof path);
    assert_int_equal(lc_land_load(f->ctx, f->dir, &land), LC_OK);
    assert_null(land->floors);
    lc_land_free(land);
}

static void a_missing_data_folder_is_told(void **state) {
    fixture *f = *state;
    lc_walk_rules *rules = NULL;
    lc_categories *categories = NULL;
    assert_int_equal(lc_walk_rules_load(f->ctx, f->dir, &rules), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "/rules/walk.yaml: No such file"));
    assert_non_null(strstr(lc_error_message(f->ctx), "set LIFECIRCLE_DATA"));
    assert_int_equal(lc_categories_load(f->ctx, f->dir, &categories), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "/rules/categories.yaml: "));
    lc_land *land = NULL;
    assert_int_equal(lc_land_load(f->ctx, f->dir, &land), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "/rules/land.yaml: "));
    lc_walk_rules_free(NULL);
    lc_categories_free(NULL);
    lc_land_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_combination_of_walk_tags, setup, teardown),
        cmocka_unit_test_setup_teardown(some_ways_by_hand, setup, teardown),
        cmocka_unit_test_setup_teardown(areas_are_squares, setup, teardown),
        cmocka_unit_test(a_match_without_values_takes_any),
        cmocka_unit_test_setup_teardown(shipped_categories, setup, teardown),
        cmocka_unit_test_setup_teardown(features_find_their_categories, setup, teardown),
        cmocka_unit_test_setup_teardown(features_of_the_planning_profiles, setup, teardown),
        cmocka_unit_test_setup_teardown(a_category_can_ask_for_two_tags, setup, teardown),
        cmocka_unit_test_setup_teardown(parts_of_texts_match_without_case, setup, teardown),
        cmocka_unit_test_setup_teardown(shipped_greenways, setup, teardown),
        cmocka_unit_test_setup_teardown(a_city_changes_the_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(walk_rule_mistakes, setup, teardown),
        cmocka_unit_test_setup_teardown(category_mistakes, setup, teardown),
        cmocka_unit_test_setup_teardown(residential_land_and_buildings, setup, teardown),
        cmocka_unit_test_setup_teardown(land_mistakes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_data_folder_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
