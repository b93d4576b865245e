/* A live city in several planes: after every step what a check with the same edits writes, byte for byte; planes that
   edits do not touch are not measured. Random towns are in tests/serve/check_planes.py. */
#include "far_towns.h"

#include "city/edits.h"
#include "report/plane_grids.h"

static const double WEST = 104.3, EAST = 105.65, FAR = 105.6; /* three towns, far apart */
static const double LAT = 30.6, FAR_LAT = 31.1, DEGREE_M = 110900;
static const double TINY = 5e-5;

/* The walk's total is one town of three, or of two, with a store; with it as target its verdict is open at the usual
   error. */
static const char OPEN_PROFILE[] =
    "name: town\n"
    "indicators:\n"
    "  - {id: walk, category: store, distance_m: 200, target: %.9f, title: {en: w, zh: w}}\n"
    "  - {id: straight, category: store, distance_m: 300, metric: straight, title: {en: s, zh: s}}\n"
    "  - {id: both, all_of: [walk]}\n";

typedef struct scene {
    files *f;
    towns_text_t text;
    lc_profile *profile;
    const lc_profile *profiles[1];
    lc_city *city;
    lc_live *live;
    lc_check_options options;
    lc_edits *edits;
} scene_t;

static void write_towns(files *f, bool far_store, bool lanes) {
    const town_t town[] = {{WEST, LAT, true, false}, {EAST, LAT, true, true}, {FAR, FAR_LAT, true, far_store}};
    towns_t t = towns_begin(f);
    for (size_t i = 0; i < 3; i++) towns_add(&t, &town[i]);
    for (size_t i = 0; lanes && i < 3; i++) towns_add_lane(&t, &town[i]);
    towns_end(&t);
}

static void write_three(files *f, bool far_store) {
    write_towns(f, far_store, false);
}

static void open_city(scene_t *s, const char *profile) {
    lc_city_options o = towns_options(s->f, NULL, &s->text);
    assert_works(s->f, lc_profile_parse(s->f->ctx, LC_DATA_DIR, profile, &s->profile));
    s->profiles[0] = s->profile;
    o.profiles = s->profiles;
    o.n_profiles = 1;
    o.keep_paths = true;
    assert_works(s->f, lc_city_open(s->f->ctx, &o, &s->city));
    assert_int_equal(lc_city_plane_count(s->city), 3);
    assert_works(s->f, lc_edits_new(s->f->ctx, "EPSG:4326", &s->edits));
}

static scene_t begin(files *f, const char *profile, const lc_check_options *options) {
    scene_t s = {.f = f, .options = options ? *options : LC_CHECK_OPTIONS_INIT};
    open_city(&s, profile);
    assert_works(f, lc_live_open(f->ctx, s.city, s.profile, &s.options, &s.live));
    return s;
}

static void end(scene_t *s) {
    lc_edits_free(s->edits);
    lc_live_free(s->live);
    lc_city_free(s->city);
    lc_profile_free(s->profile);
}

static void edit(scene_t *s, lc_edit_op op, lc_geometry_kind kind, size_t n, const double *xy, const char *id) {
    const lc_geometry geometry = {.kind = kind, .xy = xy, .n = n};
    lc_edit_options o = LC_EDIT_OPTIONS_INIT;
    o.category = op <= LC_EDIT_MOVE ? "store" : NULL;
    o.id = id;
    assert_works(s->f, lc_edits_add(s->f->ctx, s->edits, op, n ? &geometry : NULL, &o));
}

static void edit_point(scene_t *s, lc_edit_op op, double lon, double lat, const char *id) {
    const double xy[] = {lon, lat};
    edit(s, op, LC_GEOMETRY_POINT, 1, xy, id);
}

/* Metres east of a town's middle, in degrees. */
static double east(double lon, double m) {
    return lon + m / (DEGREE_M * cos(LAT * acos(-1) / 180));
}

static void add_wall(scene_t *s, double lon, double m) {
    const double xy[] = {east(lon, m), LAT - 2e-4, east(lon, m), LAT + 2e-4};
    edit(s, LC_EDIT_CLOSE, LC_GEOMETRY_LINE, 2, xy, NULL);
}

static lc_status set(scene_t *s) {
    return lc_live_set(s->f->ctx, s->live, lc_edits_count(s->edits) ? s->edits : NULL);
}

static char *bytes_of(files *f, const lc_report *report, lc_output_kind kind) {
    const char *path = path_of(f, "out.geojson");
    assert_works(f, lc_write(f->ctx, report, kind, path, NULL));
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 1 << 20);
    assert_true(file && text);
    size_t n = fread(text, 1, (1 << 20) - 1, file);
    assert_true(n > 0 && n < (1 << 20) - 1);
    fclose(file);
    return text;
}

static void assert_same_bytes(files *f, const lc_report *live, const lc_report *checked, lc_output_kind kind) {
    char *a = bytes_of(f, live, kind), *b = bytes_of(f, checked, kind);
    for (size_t i = 0; a[i] || b[i]; i++)
        if (a[i] != b[i]) fail_msg("'%.60s' is not '%.60s'", a + (i > 20 ? i - 20 : 0), b + (i > 20 ? i - 20 : 0));
    free(a);
    free(b);
}

static void assert_is_check(scene_t *s) {
    lc_check_options o = s->options;
    lc_report *report = NULL;
    const lc_report *live = lc_live_report(s->live);
    o.edits = lc_edits_count(s->edits) ? s->edits : NULL;
    assert_works(s->f, lc_check(s->f->ctx, s->city, s->profile, &o, &report));
    assert_same_bytes(s->f, live, report, LC_REPORT);
    assert_int_equal(live->has_areas, report->has_areas);
    if (report->has_areas) assert_same_bytes(s->f, live, report, LC_AREAS);
    if (report->has_gaps) assert_same_bytes(s->f, live, report, LC_GAPS);
    assert_int_equal(live->n_facilities, report->n_facilities);
    for (size_t i = 0; i < live->n_facilities; i++)
        assert_string_equal(live->facilities[i].id, report->facilities[i].id);
    assert_int_equal(live->n_paths, report->n_paths);
    assert_int_equal(live->plane_grids != NULL, report->plane_grids != NULL);
    if (live->plane_grids) assert_int_equal(live->plane_grids->n, report->plane_grids->n);
    lc_report_free(report);
}

/* Go over to the edits as they are; how many communities were measured for it, once a pass. */
static size_t step(scene_t *s) {
    assert_works(s->f, set(s));
    assert_is_check(s);
    return lc_live_measured(s->live);
}

/* A store and a wall in the east, a wall in the west: what is far away is not measured again, whatever the list. */
static void planes_without_edits_stay(void **state) {
    scene_t s = begin((write_three(*state, true), *state), TOWN_PROFILE, NULL);
    assert_is_check(&s);
    size_t all = lc_live_measured(s.live), one = all / 3;
    assert_true(one > 0 && all == 3 * one);
    edit_point(&s, LC_EDIT_ADD, east(EAST, -350), LAT, "new");
    assert_int_equal(step(&s), one);
    assert_true(!lc_live_changed(s.live, 0) && lc_live_changed(s.live, 1) && !lc_live_changed(s.live, 2));
    add_wall(&s, WEST, 100);
    assert_true(step(&s) <= one);
    add_wall(&s, EAST, 100); /* the west has the network of the step before, and its wall still counts */
    assert_true(step(&s) <= one);
    edit_point(&s, LC_EDIT_ADD, east(WEST, 50), LAT, NULL);
    assert_int_equal(step(&s), one);
    assert_works(s.f, lc_live_set(s.f->ctx, s.live, s.edits)); /* the same again */
    assert_int_equal(lc_live_measured(s.live), 0);
    for (size_t c = 0; c < 3; c++) assert_false(lc_live_changed(s.live, c));
    for (int k = 0; k < 5; k++) assert_works(s.f, lc_live_undo(s.f->ctx, s.live));
    lc_edits_free(s.edits);
    assert_works(s.f, lc_edits_new(s.f->ctx, "EPSG:4326", &s.edits));
    assert_is_check(&s);
    end(&s);
}

/* A store moves 130 km, on to a third plane, and home again. */
static void a_store_moves_through_the_planes(void **state) {
    static const size_t now[] = {0, 2, 1};
    scene_t s = begin((write_three(*state, false), *state), TOWN_PROFILE, NULL);
    for (int k = 0; k < 3; k++) {
        if (k == 0) edit_point(&s, LC_EDIT_MOVE, WEST, LAT, "1");
        if (k == 1) edit_point(&s, LC_EDIT_MOVE, FAR, FAR_LAT, "1");
        if (k == 2) edit_point(&s, LC_EDIT_MOVE, EAST, LAT, "1");
        step(&s);
        for (size_t c = 0; c < 3; c++)
            assert_near(lc_report_value(lc_live_report(s.live), c, 0).ratio, c == now[k] ? WALKED : 0, TINY);
    }
    end(&s);
}

/* The first of a category, in one plane: the others say 0 then, and no_data without it again. */
static void the_first_of_a_category(void **state) {
    const town_t town[] = {{WEST, LAT, true, false}, {EAST, LAT, true, false}, {FAR, FAR_LAT, true, false}};
    towns_t t = towns_begin(*state);
    for (size_t i = 0; i < 3; i++) towns_add(&t, &town[i]);
    towns_end(&t);
    scene_t s = begin(*state, TOWN_PROFILE, NULL);
    edit_point(&s, LC_EDIT_ADD, EAST, LAT, "new");
    step(&s);
    assert_null(lc_report_value(lc_live_report(s.live), 0, 0).reason);
    assert_works(s.f, lc_live_undo(s.f->ctx, s.live));
    assert_string_equal(lc_report_value(lc_live_report(s.live), 0, 0).reason, "no_facilities");
    end(&s);
}

/* What is refused leaves all as it is, and what is measured next is right. */
static void what_is_refused_changes_nothing(void **state) {
    scene_t s = begin((write_three(*state, true), *state), TOWN_PROFILE, NULL);
    static const struct {
        lc_edit_op op;
        double lon, lat;
        const char *id, *says;
    } wrong[] = {
        {LC_EDIT_ADD, 105, LAT, "x", "edit 3 (add): it lies farther than about 650 m from every community"},
        {LC_EDIT_MOVE, WEST, LAT, "none", "edit 3 (move): no facility of store has the id 'none'"},
        {LC_EDIT_CLOSE, WEST, LAT + 1e-3, NULL, "edit 3 (close): there is no path within 5 m of it"},
        {LC_EDIT_ADD, 0, 0, "x", "edit 3 (add): it lies too far from the communities"},
    };
    edit_point(&s, LC_EDIT_ADD, east(EAST, -350), LAT, "new");
    add_wall(&s, WEST, 100);
    step(&s);
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        lc_edits *good = s.edits;
        assert_works(s.f, lc_edits_copy(s.f->ctx, good, &s.edits));
        edit_point(&s, wrong[k].op, wrong[k].lon, wrong[k].lat, wrong[k].id);
        assert_fails(s.f, set(&s), LC_ERR_INPUT, wrong[k].says);
        lc_edits_free(s.edits);
        s.edits = good;
        assert_is_check(&s);
    }
    edit_point(&s, LC_EDIT_ADD, east(WEST, -50), LAT, "another");
    step(&s);
    end(&s);
}

/* A verdict of the city's that one plane alone cannot settle: all are measured more finely, and keep that too. */
static void totals_are_settled(void **state) {
    char profile[sizeof OPEN_PROFILE + 32];
    snprintf(profile, sizeof profile, OPEN_PROFILE, 1.);
    scene_t s = begin((write_towns(*state, false, true), *state), profile, NULL);
    double usual = lc_live_base(s.live)->indicators[0].err;
    assert_true(usual > 2e-6); /* there is something to settle */
    snprintf(profile, sizeof profile, OPEN_PROFILE, lc_live_base(s.live)->indicators[0].ratio);
    end(&s);
    s = begin(*state, profile, NULL);
    const lc_report *r = lc_live_base(s.live);
    assert_is_check(&s);
    assert_true(r->indicators[0].err <= 1e-6 && r->max_error > 1e-3);
    assert_true(fabs(r->indicators[0].ratio - r->indicators[0].target) <= usual);
    edit_point(&s, LC_EDIT_ADD, east(WEST, 400), LAT, "new"); /* settled, for now */
    step(&s);
    assert_true(lc_live_report(s.live)->indicators[0].err > 1e-6);
    edit_point(&s, LC_EDIT_MOVE, FAR, FAR_LAT, "1"); /* and open again, with other planes */
    step(&s);
    edit(&s, LC_EDIT_REMOVE, LC_GEOMETRY_POINT, 0, NULL, "new");
    lc_live_skip_extras(s.live);
    step(&s);
    assert_true(lc_live_report(s.live)->indicators[0].err <= 1e-6);
    end(&s);
}

/* Areas, gaps, rasters, facilities and paths are those of a check, too; without them numbers are the same. */
static void shapes_are_those_of_a_check(void **state) {
    static const char *const store[] = {"store"};
    lc_check_options o = LC_CHECK_OPTIONS_INIT;
    o.want_areas = o.want_gaps = o.want_facilities = o.want_network = o.overlap = true;
    o.categories = store;
    o.n_categories = 1;
    scene_t s = begin((write_three(*state, true), *state), TOWN_PROFILE, &o);
    assert_is_check(&s);
    edit_point(&s, LC_EDIT_ADD, east(EAST, -350), LAT, "new");
    add_wall(&s, WEST, 100);
    step(&s);
    lc_live_skip_extras(s.live);
    edit_point(&s, LC_EDIT_ADD, east(WEST, -50), LAT, "another");
    assert_works(s.f, set(&s));
    const lc_report *r = lc_live_report(s.live), *base = lc_live_base(s.live);
    assert_true(!r->has_areas && !r->has_gaps && !r->has_facilities && !r->has_paths && !r->plane_grids);
    assert_true(base->has_areas && base->has_gaps && base->n_facilities == 2 && base->n_paths == 3);
    lc_check_options bare = LC_CHECK_OPTIONS_INIT;
    bare.overlap = true;
    s.options = bare;
    assert_is_check(&s);
    end(&s);
}

/* What is gained and lost is drawn plane by plane. */
static void changes_are_drawn_in_every_plane(void **state) {
    scene_t s = begin((write_three(*state, false), *state), TOWN_PROFILE, NULL);
    char *text = NULL;
    edit_point(&s, LC_EDIT_MOVE, WEST, LAT, "1");
    step(&s);
    assert_works(s.f, lc_live_change(s.f->ctx, s.live, 0, &text));
    const char *gained = strstr(text, "\"gained\""), *lost = strstr(text, "\"lost\"");
    assert_true(gained && lost && !strstr(gained + 1, "\"gained\"") && !strstr(lost + 1, "\"lost\""));
    assert_non_null(strstr(gained, "[104."));
    assert_non_null(strstr(lost, "[105."));
    assert_near(strtod(strstr(gained, "area_m2\":") + 9, NULL), 1e6 * WALKED, 1e3);
    assert_near(strtod(strstr(lost, "area_m2\":") + 9, NULL), 1e6 * WALKED, 1e3);
    free(text);
    end(&s);
}

static lc_siting *sited(scene_t *s, bool live) {
    static const char *const id = "walk", *const candidates = "paths:50";
    lc_site_options o = LC_SITE_OPTIONS_INIT;
    lc_siting *siting = NULL;
    o.indicators = &id;
    o.n_indicators = 1;
    o.candidates = &candidates;
    o.n_candidates = 1;
    o.count = 2;
    assert_works(s->f, live ? lc_live_site(s->f->ctx, s->live, &o, &siting)
                            : lc_site(s->f->ctx, s->city, s->profile, &o, &siting));
    return siting;
}

/* The planes in memory give the sites of a siting that reads them; with edits carried out they are others. */
static void sites_are_chosen_with_the_edits(void **state) {
    scene_t s = begin((write_three(*state, false), *state), TOWN_PROFILE, NULL);
    lc_siting *read = sited(&s, false), *held = sited(&s, true);
    const lc_siting_totals a = lc_siting_totals_of(read), b = lc_siting_totals_of(held);
    assert_int_equal(lc_siting_count(held), 2);
    for (size_t i = 0; i < 2; i++) assert_string_equal(lc_siting_site(read, i).id, lc_siting_site(held, i).id);
    assert_true(a.before == b.before && a.value == b.value && a.ratio_after == b.ratio_after);
    assert_near(b.ratio_after, WALKED, 1e-3);
    edit_point(&s, LC_EDIT_ADD, WEST, LAT, "new");
    step(&s);
    lc_siting *edited = sited(&s, true);
    const lc_siting_totals c = lc_siting_totals_of(edited);
    assert_near(c.ratio_before, lc_live_report(s.live)->indicators[0].ratio, 1e-9);
    assert_near(c.ratio_after, 4 * WALKED / 3, 2e-3); /* one more in the far town, and one beside the others */
    lc_siting_free(edited);
    lc_siting_free(held);
    lc_siting_free(read);
    end(&s);
}

/* Cancels at the k-th report of progress. */
typedef struct stopper {
    size_t at, calls;
} stopper_t;

static bool stop(const char *phase, double done, void *user) {
    stopper_t *s = user;
    (void)phase, (void)done;
    return ++s->calls != s->at;
}

/* Wherever a step is cancelled, the city stays as it was, and goes on from there. */
static void a_step_is_cancelled_anywhere(void **state) {
    scene_t s = begin((write_three(*state, true), *state), TOWN_PROFILE, NULL);
    stopper_t stopper = {0};
    char *before = bytes_of(s.f, lc_live_report(s.live), LC_REPORT);
    edit_point(&s, LC_EDIT_MOVE, east(WEST, 50), LAT, "1");
    add_wall(&s, WEST, 150);
    lc_status status = LC_ERR_CANCELLED;
    while (status == LC_ERR_CANCELLED) {
        stopper = (stopper_t){.at = stopper.at + 1};
        lc_context_set_progress(s.f->ctx, stop, &stopper);
        status = set(&s);
        lc_context_set_progress(s.f->ctx, NULL, NULL);
        if (status != LC_ERR_CANCELLED) break;
        lc_context_begin(s.f->ctx); /* as every long call does; writing does not */
        char *still = bytes_of(s.f, lc_live_report(s.live), LC_REPORT);
        assert_string_equal(still, before);
        free(still);
    }
    assert_works(s.f, status);
    assert_true(stopper.at > 20);
    assert_is_check(&s);
    free(before);
    end(&s);
}

/* A part of the planes is checked, and not edited. */
static void a_part_is_refused(void **state) {
    files *f = *state;
    scene_t s = {.f = f};
    write_three(f, true);
    open_city(&s, TOWN_PROFILE);
    lc_city_free(s.city);
    lc_city_options o = towns_options(f, NULL, &s.text);
    o.profiles = s.profiles;
    o.n_profiles = 1;
    o.shard = "1/2";
    assert_works(f, lc_city_open(f->ctx, &o, &s.city));
    assert_fails(f, lc_live_open(f->ctx, s.city, s.profile, NULL, &s.live), LC_ERR_INPUT, "leave --shard out");
    assert_null(s.live);
    end(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(planes_without_edits_stay),
        TEST(a_store_moves_through_the_planes),
        TEST(the_first_of_a_category),
        TEST(what_is_refused_changes_nothing),
        TEST(totals_are_settled),
        TEST(shapes_are_those_of_a_check),
        TEST(changes_are_drawn_in_every_plane),
        TEST(sites_are_chosen_with_the_edits),
        TEST(a_step_is_cancelled_anywhere),
        TEST(a_part_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
