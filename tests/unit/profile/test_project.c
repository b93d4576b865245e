/* Project files: every key, paths from the file's own folder, and the mistakes; options win over a project. */
#include "yaml_fixture.h"

#include <math.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static lc_project *read_project(fixture *f, const char *text) {
    lc_project *project = NULL;
    write_text(f->path, text);
    if (lc_project_read(f->ctx, f->path, &project)) fail_msg("%s", lc_error_message(f->ctx));
    return project;
}

/* `path` put into the fixture's folder. */
static void assert_in_folder(const fixture *f, const char *actual, const char *path) {
    char wanted[256];
    snprintf(wanted, sizeof wanted, "%s/%s", f->dir, path);
    assert_string_equal(actual, wanted);
}

static void reads_every_key(void **state) {
    fixture *f = *state;
    lc_project *project = read_project(f, "osm: city.osm.pbf\n"
                                          "network: roads.gpkg|layername=roads|noding=all\n"
                                          "communities: ../c/communities.shp|encoding=GBK\n"
                                          "id_field: code\n"
                                          "name_field: 名称\n"
                                          "population_field: pop\n"
                                          "facilities:\n"
                                          "  park: parks.geojson|subset=kind = 'a/b'\n"
                                          "  社区服务中心: /data/centres.csv|crs=GCJ-02\n"
                                          "pois: [amap.csv|crs=GCJ-02, /data/baidu.xlsx]\n"
                                          "entrances: {park: gates.shp}\n"
                                          "residential: land.gpkg\n"
                                          "demand: people.tif\n"
                                          "weight_field: residents\n"
                                          "floors_field: levels\n"
                                          "compounds: compounds.gpkg|layername=c\n"
                                          "gates: gates.gpkg\n"
                                          "profile: life-circle\n"
                                          "output: out/report.geojson\n"
                                          "areas: out/areas.gpkg\n"
                                          "gaps: /out/gaps.fgb\n"
                                          "field: {park: out/park.tif, 社区服务中心: /out/c.tif}\n"
                                          "markdown: out/m.md\n"
                                          "junit: \"-\"\n"
                                          "baseline: old.geojson\n"
                                          "tolerance: 0.01\n"
                                          "link_limit: 200\n"
                                          "max_error: 0.01\n"
                                          "max_distance_error: 0.5\n"
                                          "min_component_m: 0\n");
    const lc_city_options *o = lc_project_city(project);
    const lc_check_options *c = lc_project_check(project);
    const lc_outputs *out = lc_project_outputs(project);
    assert_int_equal(o->n_osm, 1);
    assert_in_folder(f, o->osm[0], "city.osm.pbf");
    assert_in_folder(f, o->network, "roads.gpkg|layername=roads|noding=all");
    assert_in_folder(f, o->communities, "../c/communities.shp|encoding=GBK");
    assert_string_equal(o->id_field, "code");
    assert_string_equal(o->name_field, "名称");
    assert_string_equal(o->population_field, "pop");
    assert_int_equal(o->n_facilities, 2);
    assert_memory_equal(o->facilities[0], "park=", 5);
    assert_in_folder(f, o->facilities[0] + 5, "parks.geojson|subset=kind = 'a/b'");
    assert_string_equal(o->facilities[1], "社区服务中心=/data/centres.csv|crs=GCJ-02");
    assert_int_equal(o->n_pois, 2);
    assert_in_folder(f, o->pois[0], "amap.csv|crs=GCJ-02");
    assert_string_equal(o->pois[1], "/data/baidu.xlsx");
    assert_int_equal(o->n_entrances, 1);
    assert_in_folder(f, o->entrances[0] + strlen("park="), "gates.shp");
    assert_in_folder(f, o->residential, "land.gpkg");
    assert_in_folder(f, o->demand, "people.tif");
    assert_string_equal(o->weight_field, "residents");
    assert_string_equal(o->floors_field, "levels");
    assert_in_folder(f, o->compounds, "compounds.gpkg|layername=c");
    assert_in_folder(f, o->gates, "gates.gpkg");
    assert_string_equal(lc_project_profile(project), "life-circle");
    assert_in_folder(f, out->output, "out/report.geojson");
    assert_in_folder(f, out->areas, "out/areas.gpkg");
    assert_string_equal(out->gaps, "/out/gaps.fgb");
    assert_int_equal(out->n_fields, 2);
    assert_memory_equal(out->fields[0], "park=", 5);
    assert_in_folder(f, out->fields[0] + 5, "out/park.tif");
    assert_string_equal(out->fields[1], "社区服务中心=/out/c.tif");
    assert_in_folder(f, out->markdown, "out/m.md");
    assert_string_equal(out->junit, "-");
    assert_in_folder(f, out->baseline, "old.geojson");
    assert_true(out->tolerance == 0.01);
    assert_true(c->link_limit_m == 200 && c->max_error == 0.01 && c->max_distance_error_m == 0.5 &&
                o->min_component_m == 0);
    assert_null(o->data_dir);
    lc_project_free(project);
}

static void what_is_not_there_is_not_given(void **state) {
    lc_project *project = read_project(*state, "{}\n");
    const lc_city_options *o = lc_project_city(project);
    const lc_check_options *c = lc_project_check(project);
    const lc_outputs *out = lc_project_outputs(project);
    assert_int_equal(o->n_osm, 0);
    assert_null(o->communities);
    assert_null(lc_project_profile(project));
    assert_int_equal(o->n_facilities, 0);
    assert_int_equal(o->n_entrances, 0);
    assert_int_equal(out->n_fields, 0);
    assert_null(out->areas);
    assert_true(isnan(c->link_limit_m) && isnan(c->max_error) && isnan(c->max_distance_error_m) &&
                isnan(o->min_component_m));
    lc_project_free(project);
    lc_project_free(NULL);
}

static void dashes_as_on_the_command_line(void **state) {
    lc_project *project = read_project(*state, "id-field: code\nlink-limit: 99\nmin-component-m: 7\n");
    const lc_city_options *o = lc_project_city(project);
    const lc_check_options *c = lc_project_check(project);
    assert_string_equal(o->id_field, "code");
    assert_true(c->link_limit_m == 99 && o->min_component_m == 7);
    lc_project_free(project);
}

/* What other readers of YAML take for a number or a truth value. */
static void texts_stay_texts(void **state) {
    lc_project *project = read_project(*state, "id_field: 007\nname_field: no\nweight_field: 1.10\n");
    const lc_city_options *o = lc_project_city(project);
    assert_string_equal(o->id_field, "007");
    assert_string_equal(o->name_field, "no");
    assert_string_equal(o->weight_field, "1.10");
    lc_project_free(project);
}

static void only_relative_paths_are_moved(void **state) {
    fixture *f = *state;
    lc_project *project = read_project(f, "osm: /absolute/city.osm\n"
                                          "network: \"PG:dbname=city|layername=roads\"\n"
                                          "communities: https://example.org/c.geojson\n"
                                          "residential: C:\\maps\\land.shp\n"
                                          "demand: a|subset=t = '12:30'\n"
                                          "profile: own/rules.yaml\n"
                                          "output: \"-\"\n");
    const lc_city_options *o = lc_project_city(project);
    const lc_outputs *out = lc_project_outputs(project);
    assert_string_equal(o->osm[0], "/absolute/city.osm");
    assert_string_equal(o->network, "PG:dbname=city|layername=roads");
    assert_string_equal(o->communities, "https://example.org/c.geojson");
    assert_string_equal(o->residential, "C:\\maps\\land.shp");
    assert_in_folder(f, o->demand, "a|subset=t = '12:30'");
    assert_in_folder(f, lc_project_profile(project), "own/rules.yaml");
    assert_string_equal(out->output, "-");
    lc_project_free(project);
    project = read_project(f, "profile: rules.yml\n");
    assert_in_folder(f, lc_project_profile(project), "rules.yml");
    lc_project_free(project);
}

static void a_project_in_the_working_folder(void **state) {
    fixture *f = *state;
    char *back = getcwd(NULL, 0);
    lc_project *project = NULL;
    assert_non_null(back);
    write_text(f->path, "osm: city.osm\n");
    assert_int_equal(chdir(f->dir), 0);
    lc_status status = lc_project_read(f->ctx, "p.yaml", &project);
    assert_int_equal(chdir(back), 0);
    free(back);
    assert_int_equal(status, LC_OK);
    assert_string_equal(lc_project_city(project)->osm[0], "city.osm");
    lc_project_free(project);
}

static void tells_mistakes_with_their_line(void **state) {
    static const struct {
        const char *text;
        int line;
        const char *words;
    } cases[] = {
        {"", 1, "empty"},
        {"[osm]\n", 1, "a project file must be a mapping"},
        {"osm: a\nstores: b\n", 2, "unknown key 'stores' in a project file; use one of: osm, network, communities"},
        {"osm: a\nosm: b\n", 2, "'osm' is given twice"},
        {"id_field: a\nid-field: b\n", 2, "'id-field' is given twice"},
        {"network: [a]\n", 1, "'network' must be one word or text, not a list"},
        {"osm: []\n", 1, "'osm' is empty"},
        {"osm: [a, [b]]\n", 1, "an OpenStreetMap file must be one word or text, not a list"},
        {"osm: a\ncommunities:\nprofile: p\n", 2, "'communities' has no value"},
        {"facilities: parks.shp\n", 1, "'facilities' must be a mapping"},
        {"facilities:\n  park: [a.shp, [b.shp]]\n", 2, "a category's source must be one word or text"},
        {"facilities:\n  park: []\n", 2, "a category's sources is empty"},
        {"entrances:\n  park:\n  - a.shp\n  -\n", 4, "a category's source has no value"},
        {"facilities:\n  park: a.shp\n  park: b.shp\n", 3, "'park' is given twice in 'facilities'"},
        {"entrances:\n  a=b: c.shp\n", 2, "'a=b' must not contain '='"},
        {"facilities:\n  - park=a.shp\n", 2, "'facilities' must be a mapping"},
        {"field: park.tif\n", 1, "'field' must be a mapping"},
        {"field:\n  park: [a.tif]\n", 2, "a category's file must be one word or text"},
        {"field:\n  a=b: c.tif\n", 2, "write 'category: file.tif'"},
        {"areas: [a.gpkg]\n", 1, "'areas' must be one word or text"},
        {"overlap: on\n", 1, "'overlap' is 'on'; write yes or no"},
        {"overlap: 1\n", 1, "'overlap' is '1'; write yes or no"},
        {"Osm: a\n", 1, "unknown key 'Osm' in a project file"},
        {"facilities: {<<: {park: a.shp}}\n", 1, "a category's source must be one word or text, not a mapping"},
        {"osm: !env CITY\n", 1, "has the tag '!env'"},
        {"link_limit: -1\n", 1, "'link_limit' is -1, but must be from 0 to 10000000; write metres"},
        {"link_limit: 250 m\n", 1, "'link_limit' must be a number, not '250 m'"},
        {"max_error: 0\n", 1, "'max_error' is 0, but must be more than 0 and at most 1"},
        {"max_error: 5\n", 1, "'max_error' is 5"},
        {"max_distance_error: 0\n", 1, "'max_distance_error' is 0, but must be from 0.01 to 10000000; write metres"},
        {"tolerance: 2\n", 1, "'tolerance' is 2, but must be from 0 to 1; write a share"},
        {"min_component_m: lots\n", 1, "'min_component_m' must be a number"},
    };
    fixture *f = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        lc_project *project = NULL;
        write_text(f->path, cases[i].text);
        lc_status status = lc_project_read(f->ctx, f->path, &project);
        assert_null(project);
        assert_error_at(f, status, f->path, cases[i].line, cases[i].words, cases[i].text);
    }
}

static void a_missing_project_is_told(void **state) {
    fixture *f = *state;
    lc_project *project = NULL;
    assert_int_equal(lc_project_read(f->ctx, f->path, &project), LC_ERR_IO);
    assert_non_null(strstr(lc_error_message(f->ctx), "p.yaml: No such file"));
    assert_null(project);
}

static void city_options_win(void **state) {
    (void)state;
    const char *const mine[] = {"park=a"};
    const char *const theirs[] = {"park=b", "school=c"};
    lc_city_options options = LC_CITY_OPTIONS_INIT, defaults = LC_CITY_OPTIONS_INIT;
    const char *const my_osm[] = {"mine.osm"}, *const their_osm[] = {"theirs.osm", "more.osm"};
    options.osm = my_osm;
    options.n_osm = 1;
    options.facilities = mine;
    options.n_facilities = 1;
    options.min_component_m = 0;
    defaults.osm = their_osm;
    defaults.n_osm = 2;
    defaults.network = "n";
    defaults.communities = "c";
    defaults.id_field = "i";
    defaults.name_field = "nf";
    defaults.population_field = "p";
    defaults.facilities = defaults.entrances = theirs;
    defaults.n_facilities = defaults.n_entrances = 2;
    defaults.residential = "r";
    defaults.demand = "d";
    defaults.weight_field = "w";
    defaults.floors_field = "ff";
    defaults.compounds = "co";
    defaults.gates = "ga";
    defaults.min_component_m = 1;
    defaults.data_dir = "dd";
    lc_city_options_fill(&options, &defaults);
    assert_int_equal(options.n_osm, 1);
    assert_string_equal(options.osm[0], "mine.osm");
    assert_ptr_equal(options.facilities, mine);
    assert_int_equal(options.n_facilities, 1);
    assert_true(options.min_component_m == 0);
    assert_string_equal(options.network, "n");
    assert_string_equal(options.communities, "c");
    assert_string_equal(options.id_field, "i");
    assert_string_equal(options.name_field, "nf");
    assert_string_equal(options.population_field, "p");
    assert_ptr_equal(options.entrances, theirs);
    assert_int_equal(options.n_entrances, 2);
    assert_string_equal(options.residential, "r");
    assert_string_equal(options.demand, "d");
    assert_string_equal(options.weight_field, "w");
    assert_string_equal(options.floors_field, "ff");
    assert_string_equal(options.compounds, "co");
    assert_string_equal(options.gates, "ga");
    assert_string_equal(options.data_dir, "dd");
}

static void check_options_and_outputs_win(void **state) {
    (void)state;
    const char *const theirs[] = {"park=b", "school=c"};
    lc_check_options options = LC_CHECK_OPTIONS_INIT, defaults = LC_CHECK_OPTIONS_INIT;
    options.link_limit_m = 0;
    defaults.link_limit_m = 1;
    defaults.max_error = 0.25;
    defaults.overlap = true;
    lc_check_options_fill(&options, &defaults);
    assert_true(options.link_limit_m == 0 && options.max_error == 0.25 && options.overlap);
    lc_outputs mine = LC_OUTPUTS_INIT, others = LC_OUTPUTS_INIT;
    mine.output = "o";
    others.output = "other";
    others.areas = "ar";
    others.gaps = "gp";
    others.fields = theirs;
    others.n_fields = 2;
    others.markdown = "md";
    others.junit = "ju";
    others.baseline = "ba";
    others.tolerance = 0.5;
    lc_outputs_fill(&mine, &others);
    assert_string_equal(mine.output, "o");
    assert_string_equal(mine.areas, "ar");
    assert_string_equal(mine.gaps, "gp");
    assert_ptr_equal(mine.fields, theirs);
    assert_int_equal(mine.n_fields, 2);
    assert_string_equal(mine.markdown, "md");
    assert_string_equal(mine.junit, "ju");
    assert_string_equal(mine.baseline, "ba");
    assert_true(mine.tolerance == 0.5);
    lc_outputs_need(&mine, &options);
    assert_true(options.want_areas && options.want_gaps && !options.want_facilities && !options.want_network);
    assert_ptr_equal(options.categories, theirs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_every_key, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_not_given, setup, teardown),
        cmocka_unit_test_setup_teardown(dashes_as_on_the_command_line, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_stay_texts, setup, teardown),
        cmocka_unit_test_setup_teardown(only_relative_paths_are_moved, setup, teardown),
        cmocka_unit_test_setup_teardown(a_project_in_the_working_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(tells_mistakes_with_their_line, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_project_is_told, setup, teardown),
        cmocka_unit_test(city_options_win),
        cmocka_unit_test(check_options_and_outputs_win),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
