/* Reports compared: what counts as a change, what is worse, and what is named as the cause. */
#include "files.h"

#include "report/diff.h"

enum { MAX = 4 };

/* Figures made by hand: static text all through, so that nothing is freed but the fixture. */
typedef struct made {
    lc_figures figures;
    lc_figure_indicator indicators[MAX];
    lc_figure_community communities[MAX];
    lc_figure values[MAX * MAX];
    lc_figure_input inputs[MAX];
    lc_setting parameters[MAX];
    char *categories[1];
    double counts[MAX];
} made;

#define TEXT(text) ((char *)(uintptr_t)(text))

static void add_indicator(made *m, const char *id, double ratio) {
    m->indicators[m->figures.n_indicators++] =
        (lc_figure_indicator){.id = TEXT(id),
                              .title_en = TEXT("Title"),
                              .definition = {TEXT("\"network\""), TEXT("\"area\""), TEXT("park 500 m"),
                                             TEXT("\"park\""), TEXT("500"), TEXT("null")},
                              .target = NAN,
                              .community_target = NAN,
                              .city = {.ratio = ratio, .err = 0, .offnet = 0}};
}

static void add_community(made *m, const char *id, double ratio) {
    size_t c = m->figures.n_communities++;
    m->communities[c] = (lc_figure_community){TEXT(id), TEXT(id)};
    m->counts[c] = 1;
    for (size_t i = 0; i < m->figures.n_indicators; i++)
        m->values[c * m->figures.n_indicators + i] = (lc_figure){.ratio = ratio};
}

/* One indicator "park", communities "a" and "b". */
static void make(made *m) {
    *m = (made){0};
    lc_figures *f = &m->figures;
    f->version = TEXT("0.1.0");
    f->profile = TEXT("p");
    f->indicators = m->indicators;
    f->communities = m->communities;
    f->values = m->values;
    f->inputs = m->inputs;
    f->parameters = m->parameters;
    f->categories = m->categories;
    f->n_categories = 1;
    f->counts = m->counts;
    m->categories[0] = TEXT("park");
    f->n_parameters = 1;
    m->parameters[0] = (lc_setting){TEXT("link_limit_m"), TEXT("250")};
    f->n_inputs = 1;
    m->inputs[0] = (lc_figure_input){.role = TEXT("osm"), .file = TEXT("a.pbf"), .sha256 = TEXT("aa"), .features = 9};
    add_indicator(m, "park", 0.5);
    add_community(m, "a", 0.5);
    add_community(m, "b", 0.5);
}

static lc_diff *compare(files *f, const made *before, const made *after, double tolerance) {
    lc_diff *diff = NULL;
    lc_diff_options options = {.size = sizeof options, .tolerance = tolerance};
    assert_works(f, lc_diff_new(f->ctx, &before->figures, &after->figures, &options, &diff));
    return diff;
}

/* What comes of community a going from one figure to another: the number of the worse, better and other changes. */
static void assert_effects(files *f, lc_figure before, lc_figure after, double tolerance, size_t worse, size_t better,
                           size_t other) {
    made old, new;
    make(&old);
    make(&new);
    old.values[0] = before;
    new.values[0] = after;
    lc_diff *diff = compare(f, &old, &new, tolerance);
    assert_int_equal(lc_diff_count(diff, LC_WORSE), worse);
    assert_int_equal(lc_diff_count(diff, LC_BETTER), better);
    assert_int_equal(lc_diff_count(diff, LC_NEITHER), other);
    assert_int_equal(lc_diff_passed(diff), worse == 0);
    lc_diff_free(diff);
}

static void nothing_changed(void **state) {
    made m;
    make(&m);
    lc_diff *diff = compare(*state, &m, &m, LC_UNSET);
    assert_int_equal(lc_diff_change_count(diff), 0);
    assert_int_equal(lc_diff_cause_count(diff), 0);
    assert_true(lc_diff_passed(diff));
    assert_int_equal(lc_diff_communities(diff), 2);
    assert_int_equal(lc_diff_indicators(diff), 1);
    assert_near(lc_diff_tolerance(diff), 0.001, 0);
    lc_diff_free(diff);
}

/* Figures have six decimals. For every start in hundredths: a step of exactly the tolerance does not count, in spite of
   the doubles; one of a millionth more does. */
static void exactly_the_tolerance(void **state) {
    static const double tolerance[] = {0.001, 0, 0.000001, 0.03, 0.25};
    for (size_t t = 0; t < sizeof tolerance / sizeof *tolerance; t++)
        for (int k = 30; k <= 100; k++) {
            double start = k / 100.0, edge = round((start - tolerance[t]) * 1e6) / 1e6;
            double beyond = round((start - tolerance[t]) * 1e6 - 1) / 1e6;
            lc_figure from = {.ratio = start}, at = {.ratio = edge}, over = {.ratio = beyond};
            assert_effects(*state, from, at, tolerance[t], 0, 0, 0);
            assert_effects(*state, at, from, tolerance[t], 0, 0, 0);
            assert_effects(*state, from, over, tolerance[t], 1, 0, 0);
            assert_effects(*state, over, from, tolerance[t], 0, 1, 0);
        }
}

/* Never less than the two bounds together. */
static void within_the_errors(void **state) {
    lc_figure from = {.ratio = 0.5, .err = 0.002}, to = {.ratio = 0.495, .err = 0.003};
    assert_effects(*state, from, to, 0.001, 0, 0, 0);
    assert_effects(*state, from, to, 0.006, 0, 0, 0);
    to.ratio = 0.494999;
    assert_effects(*state, from, to, 0.001, 1, 0, 0);
    to.err = NAN; /* not known: none */
    assert_effects(*state, from, to, 0.001, 1, 0, 0);
    to.ratio = 0.498;
    assert_effects(*state, from, to, 0.001, 0, 0, 0);
}

static void verdicts(void **state) {
    files *f = *state;
    lc_figure met = {.ratio = 0.5, .verdict = LC_MET}, missed = {.ratio = 0.5, .verdict = LC_MISSED};
    lc_figure none = {.ratio = 0.5}, less = {.ratio = 0.4, .verdict = LC_MET},
              more = {.ratio = 0.6, .verdict = LC_MISSED};
    assert_effects(f, met, missed, 0.001, 1, 0, 0);
    assert_effects(f, missed, met, 0.001, 0, 1, 0);
    assert_effects(f, none, missed, 0.001, 0, 0, 1);
    assert_effects(f, missed, none, 0.001, 0, 0, 1);
    assert_effects(f, met, none, 0.001, 0, 0, 1);
    /* The target moved along with the ratio: what is worse in one way is worse. */
    assert_effects(f, missed, less, 0.001, 1, 0, 0);
    assert_effects(f, met, more, 0.001, 1, 0, 0);
}

static void data_lost_and_found(void **state) {
    lc_figure some = {.ratio = 0, .verdict = LC_MISSED}, none = {.ratio = NAN, .err = NAN, .verdict = LC_NO_DATA};
    assert_effects(*state, some, none, 1, 1, 0, 0);
    assert_effects(*state, none, some, 1, 0, 0, 1);
    assert_effects(*state, none, none, 0, 0, 0, 0);
}

static void off_network_is_only_told(void **state) {
    lc_figure from = {.ratio = 0.5, .offnet = 0.1}, to = {.ratio = 0.5, .offnet = 0.101};
    assert_effects(*state, from, to, 0.001, 0, 0, 0);
    to.offnet = 0.102;
    assert_effects(*state, from, to, 0.001, 0, 0, 1);
    to.ratio = 0.4;
    assert_effects(*state, from, to, 0.001, 1, 0, 1);
}

static void gone_and_new(void **state) {
    made old, new;
    make(&old);
    make(&new);
    old.figures.n_communities = 1;
    add_indicator(&new, "shop", 0.5); /* values are per indicator: start again */
    new.figures.n_communities = 0;
    add_community(&new, "b", 0.5);
    lc_diff *diff = compare(*state, &old, &new, 0.001);
    assert_int_equal(lc_diff_change_count(diff), 3);
    assert_int_equal(lc_diff_count(diff, LC_WORSE), 1);
    lc_change change = lc_diff_change(diff, 0);
    assert_int_equal(change.kind, LC_CHANGE_COMMUNITY_GONE);
    assert_string_equal(change.community, "a");
    assert_null(change.indicator);
    assert_int_equal(lc_diff_change(diff, 1).kind, LC_CHANGE_INDICATOR_NEW);
    assert_string_equal(lc_diff_change(diff, 1).indicator, "shop");
    assert_int_equal(lc_diff_change(diff, 2).kind, LC_CHANGE_COMMUNITY_NEW);
    assert_int_equal(lc_diff_communities(diff), 0);
    lc_diff_free(diff);

    diff = compare(*state, &new, &old, 0.001);
    assert_int_equal(lc_diff_count(diff, LC_WORSE), 2);
    assert_int_equal(lc_diff_change(diff, 0).kind, LC_CHANGE_INDICATOR_GONE); /* the city comes first */
    lc_diff_free(diff);

    /* What was never measured cannot be lost. */
    new.indicators[1].city.ratio = NAN;
    diff = compare(*state, &new, &old, 0.001);
    assert_int_equal(lc_diff_count(diff, LC_WORSE), 1);
    lc_diff_free(diff);
}

/* The order of the communities does not matter; ids that are there twice go together in order. */
static void matched_by_id(void **state) {
    made old, new;
    make(&old);
    make(&new);
    old.figures.n_communities = new.figures.n_communities = 0;
    add_community(&old, "a", 0.1);
    add_community(&old, "b", 0.2);
    add_community(&old, "b", 0.3);
    add_community(&new, "b", 0.2);
    add_community(&new, "b", 0.3);
    add_community(&new, "a", 0.1);
    lc_diff *diff = compare(*state, &old, &new, 0);
    assert_int_equal(lc_diff_change_count(diff), 0);
    assert_int_equal(lc_diff_communities(diff), 3);
    lc_diff_free(diff);
    new.figures.n_communities = 1;
    diff = compare(*state, &old, &new, 0);
    assert_int_equal(lc_diff_count(diff, LC_WORSE), 2);
    lc_diff_free(diff);
}

static void renamed_and_counted(void **state) {
    made old, new;
    make(&old);
    make(&new);
    new.communities[0].name = TEXT("甲");
    new.counts[1] = 0;
    lc_diff *diff = compare(*state, &old, &new, 0.001);
    assert_int_equal(lc_diff_change_count(diff), 2);
    assert_true(lc_diff_passed(diff));
    lc_change name = lc_diff_change(diff, 0), count = lc_diff_change(diff, 1);
    assert_int_equal(name.kind, LC_CHANGE_COMMUNITY_RENAMED);
    assert_string_equal(name.text_before, "a");
    assert_string_equal(name.text_after, "甲");
    assert_int_equal(count.kind, LC_CHANGE_COUNT);
    assert_string_equal(count.category, "park");
    assert_string_equal(count.community, "b");
    assert_near(count.before - count.after, 1, 0);
    lc_diff_free(diff);
}

/* Another distance is another question: told, but neither better nor worse, however far the ratios are apart. */
static void another_definition(void **state) {
    for (size_t k = 0; k < LC_DEFINITION_MEMBERS; k++) {
        made old, new;
        make(&old);
        make(&new);
        new.indicators[0].city.ratio = 0.1;
        new.values[0].ratio = 0.1;
        new.indicators[0].definition[k] = TEXT("other");
        /* The rules say what category and distance say; those count where a report has no rules. */
        if (k > LC_DEFINITION_RULES) old.indicators[0].definition[LC_DEFINITION_RULES] = NULL;
        lc_diff *diff = compare(*state, &old, &new, 0.001);
        assert_int_equal(lc_diff_change_count(diff), 1);
        lc_change change = lc_diff_change(diff, 0);
        assert_int_equal(change.kind, LC_CHANGE_DEFINITION);
        assert_int_equal(change.effect, LC_NEITHER);
        assert_string_equal(change.text_after, lc_definition_member[k]);
        assert_int_equal(lc_diff_indicators(diff), 0);
        assert_int_equal(lc_diff_cause_count(diff), 1);
        assert_int_equal(lc_diff_cause(diff, 0).kind, LC_CAUSE_DEFINITION);
        lc_diff_free(diff);
    }
}

static void the_worst_first(void **state) {
    made old, new;
    make(&old);
    make(&new);
    add_community(&old, "c", 0.5);
    add_community(&old, "d", 0.5);
    add_community(&new, "c", 0.5);
    new.indicators[0].city.ratio = 0.49;
    new.values[0].ratio = 0.45;                                        /* a: a little */
    new.values[1].ratio = 0.9;                                         /* b: better */
    old.values[2].verdict = LC_MET, new.values[2].verdict = LC_MISSED; /* c: a flip */
    lc_diff *diff = compare(*state, &old, &new, 0.001);                /* d: gone */
    static const char *const order[] = {NULL, "d", "c", "a", "b"};
    assert_int_equal(lc_diff_change_count(diff), 5);
    assert_null(lc_diff_change(diff, 0).community);
    for (size_t i = 1; i < 5; i++) assert_string_equal(lc_diff_change(diff, i).community, order[i]);
    lc_diff_free(diff);
}

static void assert_cause(files *f, const made *old, const made *new, lc_cause_kind kind, const char *words) {
    char text[200];
    lc_diff *diff = compare(f, old, new, 0.001);
    assert_int_equal(lc_diff_cause_count(diff), 1);
    lc_cause cause = lc_diff_cause(diff, 0);
    assert_int_equal(cause.kind, kind);
    lc_cause_text(f->ctx, &cause, text, sizeof text);
    assert_string_equal(text, words);
    lc_diff_free(diff);
}

/* The same files of one role in another order: each is compared with itself. */
static void inputs_in_another_order(void **state) {
    files *f = *state;
    made old, new;
    make(&old);
    make(&new);
    old.figures.n_inputs = new.figures.n_inputs = 2;
    for (int k = 0; k < 2; k++) {
        lc_figure_input a = {.role = TEXT("park"), .file = TEXT("a.shp"), .layer = TEXT("a"), .sha256 = TEXT("aa")};
        lc_figure_input b = {.role = TEXT("park"), .file = TEXT("b.shp"), .layer = TEXT("b"), .sha256 = TEXT("bb")};
        old.inputs[k] = k ? b : a;
        new.inputs[k] = k ? a : b;
    }
    lc_diff *diff = compare(f, &old, &new, 0.001);
    assert_int_equal(lc_diff_cause_count(diff), 0);
    lc_diff_free(diff);
    new.inputs[1].sha256 = TEXT("cc");
    assert_cause(f, &old, &new, LC_CAUSE_INPUT, "the input park changed: a.shp, sha256 aa → cc");
}

static void causes(void **state) {
    files *f = *state;
    made old, new;
    make(&old);
    make(&new);
    new.inputs[0].sha256 = TEXT("bb");
    assert_cause(f, &old, &new, LC_CAUSE_INPUT, "the input osm changed: a.pbf, sha256 aa → bb");
    new.inputs[0].file = TEXT("b.pbf");
    new.inputs[0].features = 8;
    assert_cause(f, &old, &new, LC_CAUSE_INPUT, "the input osm changed: a.pbf → b.pbf, 9 → 8 features, sha256 aa → bb");
    make(&new);
    new.inputs[0].crs = TEXT("EPSG:4490");
    assert_cause(f, &old, &new, LC_CAUSE_INPUT, "the input osm changed: crs – → EPSG:4490");
    make(&new);
    old.inputs[0].sha256 = new.inputs[0].sha256 = NULL;
    assert_cause(f, &old, &new, LC_CAUSE_INPUT_UNKNOWN, "the input osm has no hash and may have changed: a.pbf");
    make(&old);
    make(&new);
    new.inputs[0].file = TEXT("copy.pbf"); /* the same content is the same input */
    lc_diff *diff = compare(f, &old, &new, 0.001);
    assert_int_equal(lc_diff_cause_count(diff), 0);
    lc_diff_free(diff);
    old.inputs[0].layer = TEXT("a"); /* and so is the layer that is named after it */
    new.inputs[0].layer = TEXT("copy");
    diff = compare(f, &old, &new, 0.001);
    assert_int_equal(lc_diff_cause_count(diff), 0);
    lc_diff_free(diff);
    new.inputs[0].layer = TEXT("roads"); /* another layer of the same file is not */
    assert_cause(f, &old, &new, LC_CAUSE_INPUT, "the input osm changed: layer a → roads");
    make(&old);
    make(&new);
    new.figures.n_inputs = 0;
    assert_cause(f, &old, &new, LC_CAUSE_INPUT_GONE, "the input osm is not used any more: a.pbf");
    assert_cause(f, &new, &old, LC_CAUSE_INPUT_NEW, "the input osm was not used before: a.pbf");
    make(&new);
    new.parameters[0].value = TEXT("300");
    assert_cause(f, &old, &new, LC_CAUSE_PARAMETER, "the parameter link_limit_m changed: 250 → 300");
    make(&new);
    new.indicators[0].target_text = TEXT("0.9");
    assert_cause(f, &old, &new, LC_CAUSE_TARGET, "the profile's park changed, target: – → 0.9");
    make(&new);
    new.figures.profile = TEXT("q");
    assert_cause(f, &old, &new, LC_CAUSE_PROFILE, "another profile: p → q");
    make(&new);
    new.figures.version = TEXT("0.2.0");
    assert_cause(f, &old, &new, LC_CAUSE_PROGRAM, "another version of lifecircle: 0.1.0 → 0.2.0");
    make(&new);
    new.figures.edits = TEXT("add park, close");
    assert_cause(f, &old, &new, LC_CAUSE_EDITS, "other edits: – → add park, close");
}

/* A text that has no room ends with a mark. */
static void a_long_cause_is_marked(void **state) {
    files *f = *state;
    char edits[400], text[64];
    made old, new;
    make(&old);
    make(&new);
    memset(edits, 'x', sizeof edits - 1);
    edits[sizeof edits - 1] = '\0';
    new.figures.edits = edits;
    lc_diff *diff = compare(f, &old, &new, 0.001);
    const lc_cause cause = lc_diff_cause(diff, 0);
    lc_cause_text(f->ctx, &cause, text, sizeof text);
    assert_int_equal(strlen(text), sizeof text - 1);
    assert_string_equal(text + strlen(text) - strlen("x…"), "x…");
    lc_diff_free(diff);
}

static void tolerance_must_be_a_share(void **state) {
    files *f = *state;
    made m;
    make(&m);
    lc_diff *diff = NULL;
    const double wrong[] = {-0.001, 1.1, INFINITY};
    for (size_t i = 0; i < 3; i++) {
        lc_diff_options options = {.size = sizeof options, .tolerance = wrong[i]};
        assert_fails(f, lc_diff_new(f->ctx, &m.figures, &m.figures, &options, &diff), LC_ERR_INPUT, "from 0 to 1");
        assert_null(diff);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(nothing_changed),
        TEST(exactly_the_tolerance),
        TEST(within_the_errors),
        TEST(verdicts),
        TEST(data_lost_and_found),
        TEST(off_network_is_only_told),
        TEST(gone_and_new),
        TEST(matched_by_id),
        TEST(renamed_and_counted),
        TEST(another_definition),
        TEST(the_worst_first),
        TEST(causes),
        TEST(a_long_cause_is_marked),
        TEST(inputs_in_another_order),
        TEST(tolerance_must_be_a_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
