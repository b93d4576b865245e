/* Reports read back: what is kept, and every kind of damaged file. */
#include "files.h"

#include "base/memory.h"
#include "report/read.h"

#define HEAD "{\"type\":\"FeatureCollection\",\"lifecircle\":{\"schema\":\"lifecircle-report/1\",\"version\":\"0.1.0\","
#define PROFILE "\"profile\":{\"name\":\"p\",\"title\":{\"en\":\"P\",\"zh\":null},\"source\":null},"
#define PARAMETERS "\"parameters\":{\"link_limit_m\":250,\"bands_m\":[100,250.5]},"
#define INPUTS                                                                                                         \
    "\"inputs\":[{\"role\":\"osm\",\"file\":\"a.pbf\",\"layer\":null,\"crs\":\"EPSG:4326\",\"encoding\":null,"         \
    "\"features\":3,\"sha256\":null}],"
#define INDICATOR                                                                                                      \
    "{\"id\":\"park\",\"title\":{\"en\":\"Park\",\"zh\":\"公园\"},\"category\":\"park\",\"metric\":\"network\","     \
    "\"distance_m\":500,\"denominator\":\"area\",\"target\":0.8,\"community_target\":null,\"ratio\":0.5,"              \
    "\"err\":0.000002,\"offnet\":0.1,\"verdict\":\"missed\",\"rules\":[{\"category\":\"park\",\"distance_m\":500,"     \
    "\"min_area_m2\":5000,\"max_area_m2\":null,\"level\":null},{\"category\":\"plaza\",\"distance_m\":300,"            \
    "\"min_area_m2\":null,\"max_area_m2\":20000.5,\"level\":\"street\"}]}"
#define ABOUT HEAD PROFILE PARAMETERS INPUTS "\"indicators\":[" INDICATOR "]}"
#define PROPERTIES(more) "{\"type\":\"Feature\",\"properties\":{\"id\":\"1\",\"name\":\"一号\"," more "}"
#define WHOLE                                                                                                          \
    ABOUT ",\"features\":[\n" PROPERTIES(                                                                              \
        "\"park\":0.25,\"park_err\":0.000001,\"park_offnet\":0,"                                                       \
        "\"park_verdict\":\"no_target\",\"park_count\":3") ",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0," \
                                                           "0],[1,0],[1,1],[0,0]]]}},\n"                               \
                                                           "{\"type\":\"Feature\",\"properties\":{\"id\":\"2\","       \
                                                           "\"name\":\"say \\\"coordinates\\\":[1]\",\"park\":null,"   \
                                                           "\"park_err\":null,\"park_offnet\":null,\"park_verdict\":"  \
                                                           "\"no_data\",\"park_reason\":\"no_demand\","                \
                                                           "\"park_count\":null,\"what_comes_later\":[{}]},"           \
                                                           "\"geometry\":null}]}"

static lc_figures *read_report(files *f, const char *text) {
    lc_figures *figures = NULL;
    assert_works(f, lc_figures_read(f->ctx, write_text(f, "r.geojson", text), &figures));
    return figures;
}

static void keeps_what_is_compared(void **state) {
    lc_figures *r = read_report(*state, WHOLE);
    assert_string_equal(r->file, "r.geojson");
    assert_string_equal(r->version, "0.1.0");
    assert_string_equal(r->profile, "p");
    assert_int_equal(r->n_parameters, 2);
    assert_string_equal(r->parameters[1].name, "bands_m");
    assert_string_equal(r->parameters[1].value, "[100,250.5]");
    assert_int_equal(r->n_inputs, 1);
    assert_string_equal(r->inputs[0].file, "a.pbf");
    assert_null(r->inputs[0].sha256);
    assert_near(r->inputs[0].features, 3, 0);
    assert_int_equal(r->n_indicators, 1);
    const lc_figure_indicator *park = &r->indicators[0];
    assert_string_equal(park->title_zh, "公园");
    assert_string_equal(park->definition[LC_DEFINITION_RULES], "park 500 m ≥5000 m² | plaza street 300 m ≤20000.5 m²");
    assert_string_equal(park->target_text, "0.8");
    assert_true(isnan(park->community_target));
    assert_near(park->city.ratio, 0.5, 0);
    assert_int_equal(park->city.verdict, LC_MISSED);
    assert_int_equal(r->n_communities, 2);
    assert_string_equal(r->communities[0].name, "一号");
    assert_string_equal(r->communities[1].name, "say \"coordinates\":[1]");
    assert_near(r->values[0].ratio, 0.25, 0);
    assert_near(r->values[0].err, 0.000001, 0);
    assert_true(isnan(r->values[1].ratio));
    assert_string_equal(r->values[1].reason, "no_demand");
    assert_int_equal(r->values[1].verdict, LC_NO_DATA);
    assert_int_equal(r->n_categories, 1);
    assert_near(r->counts[0], 3, 0);
    assert_true(isnan(r->counts[1]));
    lc_figures_free(r);
}

static void older_reports_without_rules(void **state) {
    lc_figures *r =
        read_report(*state, HEAD PROFILE PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":\"a\",\"ratio\":null}]},"
                                                    "\"features\":[]}");
    assert_null(r->indicators[0].definition[LC_DEFINITION_RULES]);
    assert_true(isnan(r->indicators[0].city.ratio));
    assert_int_equal(r->n_communities, 0);
    lc_figures_free(r);
}

/* What a combination asks is all that its parts ask, theirs included: one that changes is another question. */
#define PART(id, metric, metres)                                                                                       \
    "{\"id\":\"" id "\",\"metric\":\"" metric "\",\"ratio\":0.5,\"combines\":null,\"rules\":[{\"category\":\"" id      \
    "\",\"distance_m\":" metres ",\"min_area_m2\":null,\"max_area_m2\":null,\"level\":null}]},"
#define COMBINED(id, kind, n, parts)                                                                                   \
    "{\"id\":\"" id                                                                                                    \
    "\",\"metric\":\"mixed\",\"category\":null,\"ratio\":0.5,\"rules\":[],\"combines\":{\"kind\":\"" kind              \
    "\",\"n\":" n ",\"parts\":" parts ",\"left_out\":[],\"no_data\":[]}}"
#define CIRCLE(metres)                                                                                                 \
    HEAD PROFILE PARAMETERS "\"inputs\":[],\"indicators\":[" PART("a", "network", metres) PART("b", "straight", "300") \
        COMBINED("both", "all_of", "2", "[\"a\",\"b\"]") "," COMBINED("some", "at_least", "1",                         \
                                                                      "[\"both\",\"b\"]") "]},\"features\":[]}"

static void combinations_with_their_parts(void **state) {
    lc_figures *r = read_report(*state, CIRCLE("500"));
    assert_string_equal(r->indicators[2].definition[LC_DEFINITION_COMBINES],
                        "all_of 2 (a network a 500 m; b straight b 300 m)");
    assert_string_equal(r->indicators[3].definition[LC_DEFINITION_COMBINES],
                        "at_least 1 (both all_of 2 (a network a 500 m; b straight b 300 m); b straight b 300 m)");
    assert_string_equal(r->indicators[0].definition[LC_DEFINITION_COMBINES], "null");
    assert_null(r->indicators[2].definition[LC_DEFINITION_RULES]);
    lc_figures_free(r);
    r = read_report(*state, CIRCLE("400"));
    assert_non_null(strstr(r->indicators[3].definition[LC_DEFINITION_COMBINES], "a network a 400 m"));
    lc_figures_free(r);
}

/* Changed by hand: parts that are not there, and a circle of parts, which ends. */
static void combinations_that_are_damaged(void **state) {
    files *f = *state;
    lc_figures *r = NULL;
    const char *lost = HEAD PROFILE PARAMETERS
        "\"inputs\":[],\"indicators\":[" COMBINED("x", "all_of", "1", "[\"y\"]") "]},\"features\":[]}";
    const char *number = HEAD PROFILE PARAMETERS
        "\"inputs\":[],\"indicators\":[" COMBINED("x", "all_of", "\"1\"", "[\"x\"]") "]},\"features\":[]}";
    const char *round = HEAD PROFILE PARAMETERS
        "\"inputs\":[],\"indicators\":[" COMBINED("x", "all_of", "1", "[\"x\"]") "]},\"features\":[]}";
    assert_fails(f, lc_figures_read(f->ctx, write_text(f, "r.geojson", lost), &r), LC_ERR_INPUT, "parts");
    assert_fails(f, lc_figures_read(f->ctx, write_text(f, "r.geojson", number), &r), LC_ERR_INPUT, "combines");
    r = read_report(f, round);
    lc_figures_free(r);
}

/* Cut anywhere, a report is refused in one line; nothing leaks and nothing is read beyond its end. */
static void cut_anywhere(void **state) {
    files *f = *state;
    static const char text[] = WHOLE;
    for (size_t n = 0; n < sizeof text - 1; n++) {
        lc_figures *r = NULL;
        char *cut = malloc(n + 1); /* its own size, for AddressSanitizer */
        assert_non_null(cut);
        memcpy(cut, text, n);
        cut[n] = '\0';
        assert_fails(f, lc_figures_parse(f->ctx, cut, n, "cut.geojson", NULL, &r), LC_ERR_INPUT, "cut.geojson");
        assert_null(r);
        free(cut);
    }
}

/* Every byte replaced in turn: read or refused, never worse. */
static void one_byte_changed(void **state) {
    files *f = *state;
    static const char with[] = "\0\"{[]}9\xFF";
    char text[] = WHOLE;
    for (size_t n = 0; n < sizeof text - 1; n++) {
        char before = text[n];
        for (size_t k = 0; k < sizeof with - 1; k++) {
            char copy[sizeof text];
            text[n] = with[k];
            memcpy(copy, text, sizeof text);
            lc_figures *r = NULL;
            if (lc_figures_parse(f->ctx, copy, sizeof text - 1, "r", NULL, &r) != LC_OK)
                assert_null(strchr(lc_error_message(f->ctx), '\n'));
            lc_figures_free(r);
        }
        text[n] = before;
    }
}

static void says_what_is_wrong(void **state) {
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", "is empty"},
        {" \n ", "is empty"},
        {"no JSON", "bad.geojson:1: this is not JSON"},
        {"{\n\"a\":1,\n\"b\":}\n", "bad.geojson:3: this is not JSON"},
        {"{} {}", "bad.geojson:1: this is not JSON"},
        {"{\n\"name\":\"\xc8\xcb\xc3\xf1\"}", "bad.geojson:2: this is not UTF-8"}, /* GBK */
        {"{\"name\":\"\xed\xa0\x80\"}", "bad.geojson:1: this is not UTF-8"},       /* half a surrogate pair */
        {"[]", "is no report of lifecircle"},
        {"{\"type\":\"FeatureCollection\",\"features\":[]}", "is no report of lifecircle"},
        {"{\"lifecircle\":[]}", "is no report of lifecircle"},
        {"{\"lifecircle\":{\"schema\":1}}", "is no report of lifecircle"},
        {"{\"lifecircle\":{\"schema\":\"lifecircle-inspection/1\"}}", "is no report of lifecircle"},
        {"{\"lifecircle\":{\"schema\":\"lifecircle-report/2\"}}", "is a report of the format lifecircle-report/2"},
        {HEAD "\"profile\":{}}}", "'parameters' of lifecircle must be an object"},
        {HEAD "\"parameters\":[]}}", "'parameters' of lifecircle must be an object"},
        {HEAD PARAMETERS "\"inputs\":{}}}", "'inputs' of lifecircle must be a list"},
        {HEAD PARAMETERS "\"inputs\":[1]}}", "'role' of lifecircle.inputs[0] must be text"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":1}}", "'indicators' of lifecircle"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":\"a\"}]}}", "'ratio' of lifecircle.indicators[0] must"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":1,\"ratio\":1}]}}", "'id' of lifecircle.indicators[0]"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":\"a\",\"ratio\":1.1}]}}",
         "'ratio' of lifecircle.indicators[0] must be a number from 0 to 1, or null"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":\"a\",\"ratio\":1e999}]}}", "'ratio' of lifecircle"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":\"a\",\"ratio\":1,\"verdict\":\"good\"}]}}",
         "'verdict' of lifecircle.indicators[0] must be met, missed"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":\"a\",\"ratio\":1,\"rules\":{}}]}}",
         "'rules' of lifecircle.indicators[0] must be a list"},
        {HEAD PARAMETERS "\"inputs\":[],\"indicators\":[{\"id\":\"a\",\"ratio\":1},{\"id\":\"a\",\"ratio\":1}]}}",
         "the indicator 'a' is there twice"},
        {ABOUT "}", "'features' of the collection must be a list"},
        {ABOUT ",\"features\":{}}", "'features' of the collection must be a list"},
        {ABOUT ",\"features\":[7]}", "'properties' of features[0] must be an object"},
        {ABOUT ",\"features\":[{\"properties\":[1,2]}]}", "'properties' of features[0] must be an object"},
        {ABOUT ",\"features\":[{\"properties\":{\"id\":3}}]}", "'id' of features[0] must be text"},
        {ABOUT ",\"features\":[{\"properties\":{\"id\":\"3\",\"name\":\"\"}}]}", "'park' of features[0] must be"},
        {ABOUT ",\"features\":[{\"properties\":{\"id\":\"3\",\"name\":\"\",\"park\":\"0.5\"}}]}",
         "'park' of features[0] must be a number from 0 to 1"},
        {ABOUT ",\"features\":[" PROPERTIES("\"park\":1,\"park_count\":\"many\"") "}]}", "'park_count' of features[0]"},
    };
    files *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_figures *r = NULL;
        const char *path = write_text(f, "bad.geojson", cases[i].text);
        assert_fails(f, lc_figures_read(f->ctx, path, &r), LC_ERR_INPUT, cases[i].words);
        assert_null(r);
    }
}

static void files_that_are_none(void **state) {
    files *f = *state;
    lc_figures *r = NULL;
    assert_fails(f, lc_figures_read(f->ctx, path_of(f, "missing.geojson"), &r), LC_ERR_IO, "missing.geojson: No such");
    assert_fails(f, lc_figures_read(f->ctx, f->folder, &r), LC_ERR_IO, "cannot be read");
    const char *large = write_text(f, "large.geojson", "{");
    assert_int_equal(truncate(large, (512L << 20) + 1), 0);
    assert_fails(f, lc_figures_read(f->ctx, large, &r), LC_ERR_INPUT, "large.geojson is larger than 512 MB");
    assert_null(r);
}

/* Nested more deeply than anything: refused, not a stack that overflows. */
static void nested_deeply(void **state) {
    files *f = *state;
    lc_figures *r = NULL;
    size_t n = 1 << 20;
    char *text = malloc(n);
    assert_non_null(text);
    memset(text, '[', n);
    const char *path = write_bytes(f, "deep.geojson", text, n);
    free(text);
    assert_fails(f, lc_figures_read(f->ctx, path, &r), LC_ERR_INPUT, "this is not JSON");
}

/* However much of it has been read. */
static void cancelled(void **state) {
    files *f = *state;
    lc_figures *r = NULL;
    const char *path = write_text(f, "r.geojson", WHOLE);
    char *text = strdup(WHOLE);
    assert_non_null(text);
    lc_cancel(f->ctx);
    assert_fails(f, lc_figures_read(f->ctx, path, &r), LC_ERR_CANCELLED, "cancelled");
    assert_fails(f, lc_figures_parse(f->ctx, text, strlen(text), "r", NULL, &r), LC_ERR_CANCELLED, "cancelled");
    lc_cancel_clear(f->ctx);
    free(text);
    assert_null(r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(keeps_what_is_compared), TEST(older_reports_without_rules),   TEST(cut_anywhere),  TEST(one_byte_changed),
        TEST(keeps_what_is_compared), TEST(combinations_with_their_parts), TEST(cut_anywhere),  TEST(one_byte_changed),
        TEST(keeps_what_is_compared), TEST(combinations_that_are_damaged), TEST(cut_anywhere),  TEST(one_byte_changed),
        TEST(says_what_is_wrong),     TEST(files_that_are_none),           TEST(nested_deeply), TEST(cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
