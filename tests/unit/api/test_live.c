/* A live city: after every step the report of a check with the same edits, byte for byte; and little is measured again.
 */
#include "files.h"

#include "random.h"

#define CRS "EPSG:4547"
#define X(x) (500000.0 + (x))
#define Y(y) (3400000.0 + (y))

enum { SIDE = 26, STEP = 230, QUARTERS = 9, STORES = 40, PARKS = 12 };
static const double REACH = SIDE * STEP;

static const char PROFILE[] =
    "name: live\nindicators:\n"
    "  - {id: store, category: convenience_store, distance_m: 300, denominator: area, community_target: 0.5}\n"
    "  - {id: people, category: convenience_store, distance_m: 400, denominator: population}\n"
    "  - {id: park, category: park, distance_m: 300, denominator: area, target: 0.3}\n"
    "  - {id: line, category: park, distance_m: 250, metric: straight, denominator: area}\n"
    "  - {id: either, denominator: area, title: {en: Either}, category: park,\n"
    "     any_of: [{category: park, distance_m: 200, min_area_m2: 2000}, {category: park, distance_m: 350,\n"
    "     min_area_m2: 4000}]}\n"
    "  - {id: both, all_of: [store, park]}\n";

static lc_geometry geometry(lc_geometry_kind kind, const double *xy, size_t n) {
    return (lc_geometry){.kind = kind, .xy = xy, .n = n};
}

static void box(double x, double y, double w, double h, double out[10]) {
    const double ring[] = {X(x), Y(y), X(x + w), Y(y), X(x + w), Y(y + h), X(x), Y(y + h), X(x), Y(y)};
    memcpy(out, ring, sizeof ring);
}

static void add_streets(files *f, lc_builder *b, rng_t *rng) {
    double xy[2 * SIDE * SIDE];
    uint32_t edge[4 * SIDE * SIDE];
    size_t n = 0;
    for (int k = 0; k < SIDE * SIDE; k++) {
        xy[2 * k] = X(k % SIDE * STEP + rng_range(rng, -40, 40));
        xy[2 * k + 1] = Y(k / SIDE * STEP + rng_range(rng, -40, 40));
        for (int up = 0; up < 2; up++) {
            if ((up ? k / SIDE : k % SIDE) + 1 == SIDE || rng_chance(rng, 0.15)) continue;
            edge[2 * n] = (uint32_t)k;
            edge[2 * n++ + 1] = (uint32_t)(k + (up ? SIDE : 1));
        }
    }
    assert_works(f, lc_builder_set_network(f->ctx, b, SIDE * SIDE, xy, n, edge, NULL));
}

static void add_facility(files *f, lc_builder *b, rng_t *rng, const char *category, int k) {
    lc_facility_options o = LC_FACILITY_OPTIONS_INIT;
    double ring[10], at[2] = {X(rng_range(rng, 0, REACH)), Y(rng_range(rng, 0, REACH))};
    char id[16];
    snprintf(id, sizeof id, "%c%d", *category, k);
    o.id = id;
    box(at[0] - X(0), at[1] - Y(0), rng_range(rng, 20, 90), rng_range(rng, 20, 90), ring);
    bool park = *category == 'p';
    const lc_geometry shape = park ? geometry(LC_GEOMETRY_POLYGON, ring, 5) : geometry(LC_GEOMETRY_POINT, at, 1);
    assert_works(f, lc_builder_add_facility(f->ctx, b, category, &shape, &o));
}

static void add_compound(files *f, lc_builder *b) {
    double ring[10];
    const double gate[] = {X(300), Y(380)};
    box(300, 300, 150, 150, ring);
    const lc_geometry compound = geometry(LC_GEOMETRY_POLYGON, ring, 5);
    assert_works(f, lc_builder_add_compound(f->ctx, b, &compound));
    assert_works(f, lc_builder_add_gates(f->ctx, b, 1, gate));
}

static void make_city(files *f, rng_t *rng, bool gated, lc_city **out) {
    lc_build_options options = LC_BUILD_OPTIONS_INIT;
    lc_builder *b = NULL;
    double ring[10], people[400], side = REACH / QUARTERS;
    options.crs = CRS;
    options.data_dir = LC_DATA_DIR;
    options.keep_paths = true;
    assert_works(f, lc_builder_new(f->ctx, &options, &b));
    for (int k = 0; k < QUARTERS * QUARTERS; k++) {
        box(k % QUARTERS * side, k / QUARTERS * side, side, side, ring);
        const lc_geometry quarter = geometry(LC_GEOMETRY_POLYGON, ring, 5);
        assert_works(f, lc_builder_add_community(f->ctx, b, &quarter, NULL, NULL, NAN));
    }
    for (int k = 0; k < STORES; k++) add_facility(f, b, rng, "convenience_store", k);
    for (int k = 0; k < PARKS; k++) add_facility(f, b, rng, "park", k);
    for (int k = 0; k < 400; k++) people[k] = k % 2 ? Y(rng_range(rng, 0, REACH)) : X(rng_range(rng, 0, REACH));
    assert_works(f, lc_builder_add_demand(f->ctx, b, 200, people, NULL));
    if (gated) add_compound(f, b);
    add_streets(f, b, rng);
    assert_works(f, lc_builder_make(f->ctx, b, out));
    lc_builder_free(b);
}

/* One more edit, one that does something. */
static void add_edit(files *f, lc_edits *edits, rng_t *rng, bool of_paths, int number) {
    lc_edit_options o = LC_EDIT_OPTIONS_INIT;
    double at[4] = {X(rng_range(rng, 0, REACH)), Y(rng_range(rng, 0, REACH)), 0, 0}, ring[10];
    char id[16];
    bool park = rng_chance(rng, 0.4);
    o.category = park ? "park" : "convenience_store";
    o.id = id;
    snprintf(id, sizeof id, "new%d", number);
    if (of_paths) {
        at[2] = at[0] + rng_range(rng, 100, 500);
        at[3] = at[1] + rng_range(rng, 100, 500);
        const lc_geometry line = geometry(LC_GEOMETRY_LINE, at, 2);
        bool wall = rng_chance(rng, 0.5) && at[2] < X(REACH - STEP) && at[3] < Y(REACH - STEP);
        lc_edit_op op = wall ? LC_EDIT_CLOSE : LC_EDIT_PATH;
        assert_works(f, lc_edits_add(f->ctx, edits, op, &line, NULL));
        return;
    }
    box(at[0] - X(0), at[1] - Y(0), 70, 80, ring);
    const lc_geometry shape = park ? geometry(LC_GEOMETRY_POLYGON, ring, 5) : geometry(LC_GEOMETRY_POINT, at, 1);
    if (rng_chance(rng, 0.6)) {
        assert_works(f, lc_edits_add(f->ctx, edits, LC_EDIT_ADD, &shape, &o));
        return;
    }
    snprintf(id, sizeof id, "%c%d", *o.category, number % (park ? PARKS : STORES)); /* each once, by its number */
    bool move = rng_chance(rng, 0.5);
    assert_works(f, lc_edits_add(f->ctx, edits, move ? LC_EDIT_MOVE : LC_EDIT_REMOVE, move ? &shape : NULL, &o));
}

static char *bytes_of(files *f, const lc_report *report) {
    const char *path = path_of(f, "r.geojson");
    assert_works(f, lc_write(f->ctx, report, LC_REPORT, path, NULL));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 4 << 20);
    assert_non_null(text);
    size_t n = fread(text, 1, (4 << 20) - 1, file);
    assert_true(n > 0 && n < (4 << 20) - 1);
    fclose(file);
    return text;
}

/* A park of both rules of `either` is one: all that they ask for are among the parks. */
static void assert_counted_once(const lc_report *report) {
    size_t parks = 0;
    for (size_t c = 0; c < lc_report_community_count(report); c++) {
        size_t all = lc_report_statistics(report, c, 2).facilities,
               either = lc_report_statistics(report, c, 4).facilities;
        if (either > all) fail_msg("community %zu: %zu parks, of which %zu are counted", c, all, either);
        parks += either;
    }
    assert_true(parks > 0);
}

static void assert_same_as_check(files *f, const lc_live *live, const lc_city *city, const lc_profile *profile,
                                 const lc_edits *edits, double asked_m) {
    lc_check_options options = LC_CHECK_OPTIONS_INIT;
    lc_report *report = NULL;
    options.edits = edits;
    options.max_distance_error_m = asked_m;
    assert_works(f, lc_check(f->ctx, city, profile, &options, &report));
    char *a = bytes_of(f, lc_live_report(live)), *b = bytes_of(f, report);
    assert_counted_once(report);
    for (size_t i = 0; a[i] || b[i]; i++)
        if (a[i] != b[i]) fail_msg("'%.60s' is not '%.60s'", a + (i > 20 ? i - 20 : 0), b + (i > 20 ? i - 20 : 0));
    free(a);
    free(b);
    lc_report_free(report);
}

/* Steps of one town, each held against a check; how many communities were measured for edits of facilities and of
   paths, and by how many steps. */
typedef struct {
    size_t all, of_facilities, of_paths, steps_of_facilities, steps_of_paths;
    size_t towns;
    double asked_m; /* of the errors of medians; NAN: nothing */
} counts_t;

static void edit_town(files *f, rng_t *rng, const lc_city *city, const lc_profile *profile, lc_live *live,
                      counts_t *counts) {
    lc_edits *edits = NULL;
    assert_works(f, lc_edits_new(f->ctx, CRS, &edits));
    for (int step = 0; step < 7; step++) {
        bool of_paths = step == 2 || step == 6; /* steps 3 to 5 share the network of step 2 */
        add_edit(f, edits, rng, of_paths, step);
        lc_status status = lc_live_set(f->ctx, live, edits);
        if (status != LC_OK) { /* a wall between streets: nothing has changed, and nothing is lost */
            assert_non_null(strstr(lc_error_message(f->ctx), "it meets no path"));
            break;
        }
        assert_same_as_check(f, live, city, profile, edits, counts->asked_m);
        *(of_paths ? &counts->of_paths : &counts->of_facilities) += lc_live_measured(live);
        ++*(of_paths ? &counts->steps_of_paths : &counts->steps_of_facilities);
    }
    assert_works(f, lc_live_set(f->ctx, live, NULL));
    assert_same_as_check(f, live, city, profile, NULL, counts->asked_m);
    lc_edits_free(edits);
}

static void edit_towns(files *f, bool gated, counts_t *counts) {
    for (uint64_t town = 0; town < (getenv("LC_TEST_FULL") ? 100 : counts->towns); town++) {
        rng_t rng = {777 + town};
        lc_city *city = NULL;
        lc_profile *profile = NULL;
        lc_live *live = NULL;
        lc_check_options options = LC_CHECK_OPTIONS_INIT;
        options.max_distance_error_m = counts->asked_m;
        make_city(f, &rng, gated, &city);
        assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, PROFILE, &profile));
        assert_works(f, lc_live_open(f->ctx, city, profile, &options, &live));
        assert_same_as_check(f, live, city, profile, NULL, counts->asked_m);
        counts->all = lc_live_measured(live);
        edit_town(f, &rng, city, profile, live, counts);
        lc_live_free(live);
        lc_profile_free(profile);
        lc_city_free(city);
    }
}

static void every_step_is_a_check(void **state) {
    counts_t counts = {.towns = 8, .asked_m = NAN};
    edit_towns(*state, false, &counts);
    assert_true(counts.steps_of_paths >= 8 && counts.steps_of_facilities >= 24);
    assert_true(counts.of_facilities < counts.steps_of_facilities * counts.all / 2);
    assert_true(counts.of_paths < counts.steps_of_paths * counts.all * 2 / 3);
}

/* With gated compounds a path may change what is far away: then all is measured again. */
static void gated_towns_are_checked_as_well(void **state) {
    counts_t counts = {.towns = 8, .asked_m = NAN};
    edit_towns(*state, true, &counts);
    assert_true(counts.of_facilities < counts.steps_of_facilities * counts.all / 2);
    assert_int_equal(counts.of_paths, counts.steps_of_paths * counts.all);
}

/* What is measured again for means and quantiles is kept as well. */
static void close_bounds_are_those_of_a_check(void **state) {
    counts_t counts = {.towns = 2, .asked_m = 1};
    edit_towns(*state, false, &counts);
    assert_true(counts.of_facilities < counts.steps_of_facilities * counts.all);
}

/* Undo goes back step by step; a list that fails changes nothing. */
static void steps_are_undone(void **state) {
    files *f = *state;
    rng_t rng = {5};
    static const double somewhere[] = {X(700), Y(700)};
    const lc_geometry point = geometry(LC_GEOMETRY_POINT, somewhere, 1);
    lc_edit_options store = LC_EDIT_OPTIONS_INIT;
    lc_city *city = NULL;
    lc_profile *profile = NULL;
    lc_live *live = NULL;
    lc_edits *edits = NULL;
    make_city(f, &rng, true, &city);
    store.category = "convenience_store";
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, PROFILE, &profile));
    assert_works(f, lc_live_open(f->ctx, city, profile, NULL, &live));
    assert_fails(f, lc_live_undo(f->ctx, live), LC_ERR_INPUT, "nothing to undo");
    char *before = bytes_of(f, lc_live_report(live));
    assert_works(f, lc_edits_new(f->ctx, CRS, &edits));
    assert_works(f, lc_edits_add(f->ctx, edits, LC_EDIT_ADD, &point, &store));
    assert_works(f, lc_live_set(f->ctx, live, edits));
    char *with = bytes_of(f, lc_live_report(live));
    assert_string_not_equal(before, with);
    size_t changed = 0;
    for (size_t c = 0; c < QUARTERS * QUARTERS; c++) changed += lc_live_changed(live, c);
    assert_true(changed > 0 && changed < QUARTERS * QUARTERS / 2);
    store.id = "nosuch";
    assert_works(f, lc_edits_add(f->ctx, edits, LC_EDIT_REMOVE, NULL, &store));
    assert_fails(f, lc_live_set(f->ctx, live, edits), LC_ERR_INPUT, "has the id 'nosuch'");
    char *still = bytes_of(f, lc_live_report(live));
    assert_string_equal(with, still);
    assert_works(f, lc_live_undo(f->ctx, live));
    char *again = bytes_of(f, lc_live_report(live));
    assert_string_equal(before, again);
    assert_fails(f, lc_live_undo(f->ctx, live), LC_ERR_INPUT, "nothing to undo");
    free(before);
    free(with);
    free(still);
    free(again);
    lc_edits_free(edits);
    lc_live_free(live);
    lc_profile_free(profile);
    lc_city_free(city);
}

/* A page is a map of the globe. */
static void a_plane_without_a_crs_is_not_served(void **state) {
    files *f = *state;
    lc_build_options options = LC_BUILD_OPTIONS_INIT;
    lc_builder *b = NULL;
    lc_city *city = NULL;
    lc_profile *profile = NULL;
    static const double square[] = {0, 0, 100, 0, 100, 100, 0, 100, 0, 0};
    const lc_geometry community = geometry(LC_GEOMETRY_POLYGON, square, 5);
    options.data_dir = LC_DATA_DIR;
    assert_works(f, lc_builder_new(f->ctx, &options, &b));
    assert_works(f, lc_builder_add_community(f->ctx, b, &community, NULL, NULL, NAN));
    assert_works(f, lc_builder_make(f->ctx, b, &city));
    assert_works(f, lc_profile_parse(f->ctx, LC_DATA_DIR, PROFILE, &profile));
    assert_fails(f, lc_serve(f->ctx, city, profile, NULL, NULL), LC_ERR_INPUT, "a plane without a CRS");
    lc_builder_free(b);
    lc_profile_free(profile);
    lc_city_free(city);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(every_step_is_a_check), TEST(gated_towns_are_checked_as_well),
                                       TEST(close_bounds_are_those_of_a_check), TEST(steps_are_undone),
                                       TEST(a_plane_without_a_crs_is_not_served)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
