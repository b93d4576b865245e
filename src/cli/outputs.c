/* Where a check's results go: whether they could be written there, asked before the work, and writing them. */
#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli.h"

enum { PATH_BYTES = 4096 }; /* the system opens no longer path (PATH_MAX): what does not fit is no file */

/* A kind of result: what it is called, and where its file's name stands among the outputs. */
typedef struct result_kind {
    lc_output_kind kind;
    const char *what;
    size_t offset;
} result_kind;

/* In the order of writing. */
static const result_kind kinds[] = {
    {LC_REPORT, CLI_TEXT("report"), offsetof(lc_outputs, output)},
    {LC_AREAS, CLI_TEXT("service areas"), offsetof(lc_outputs, areas)},
    {LC_GAPS, CLI_TEXT("gaps"), offsetof(lc_outputs, gaps)},
    {LC_CSV, CLI_TEXT("table"), offsetof(lc_outputs, csv)},
    {LC_CSV_BOM, CLI_TEXT("table"), offsetof(lc_outputs, csv_bom)},
    {LC_XLSX, CLI_TEXT("workbook"), offsetof(lc_outputs, xlsx)},
    {LC_GPKG, CLI_TEXT("GeoPackage"), offsetof(lc_outputs, gpkg)},
    {LC_MAP, CLI_TEXT("map"), offsetof(lc_outputs, html)},
    {LC_MARKDOWN, CLI_TEXT("summary"), offsetof(lc_outputs, markdown)},
    {LC_CHARTS, CLI_TEXT("charts"), offsetof(lc_outputs, charts)},
    {LC_JUNIT, CLI_TEXT("test results"), offsetof(lc_outputs, junit)},
};
enum { KINDS = sizeof kinds / sizeof *kinds, REPORT = 0, GAP_PLACES = KINDS, STORE, FIRST_FIELD };

static const char *path_of(const lc_outputs *outputs, size_t kind) {
    return *(const char *const *)((const char *)outputs + kinds[kind].offset);
}

bool cli_is_stdout(const char *path) {
    return path && strcmp(path, "-") == 0;
}

bool cli_outputs_stdout(const lc_outputs *outputs) {
    bool found = false;
    for (size_t i = 0; i < KINDS; i++) found = found || (path_of(outputs, i) && cli_is_stdout(path_of(outputs, i)));
    return found;
}

/* One file to be written. */
typedef struct target {
    lc_output_kind kind;
    const char *what, *path; /* path NULL: not wanted */
} target;

static const char *after_category(const char *text) {
    const char *equals = strchr(text, '=');
    return equals ? equals + 1 : text;
}

/* The file beside the gaps that holds the weighted places, "" when the format holds both. */
static void name_places(const char *gaps, char places[PATH_BYTES]) {
    const char *dot = strrchr(gaps, '.');
    places[0] = '\0';
    if (dot && strcasecmp(dot, ".gpkg") != 0)
        snprintf(places, PATH_BYTES, "%.*s_gap_places%s", (int)(dot - gaps), gaps, dot);
}

static target target_at(const lc_outputs *outputs, const char *places, size_t i) {
    if (i < KINDS) return (target){kinds[i].kind, kinds[i].what, path_of(outputs, i)};
    if (i == GAP_PLACES) return (target){LC_GAPS, CLI_TEXT("gaps"), *places ? places : NULL};
    if (i == STORE) return (target){LC_HISTORY, CLI_TEXT("history"), outputs->store};
    return (target){LC_DISTANCES, CLI_TEXT("distances"), after_category(outputs->fields[i - FIRST_FIELD])};
}

/* --------------------------------------------------------------- checking */

/* The folder of a path, with '/' at its end; "./" for a bare name. */
static void folder_of(const char *path, char folder[PATH_BYTES]) {
    const char *slash = strrchr(path, '/');
    snprintf(folder, PATH_BYTES, "%.*s", slash ? (int)(slash - path + 1) : 2, slash ? path : "./");
}

static const char *name_of(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool same_node(const char *a, const char *b) {
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

bool cli_same_file(const char *a, const char *b) {
    char one[PATH_BYTES], other[PATH_BYTES];
    if (same_node(a, b)) return true;
    if (strcmp(name_of(a), name_of(b)) != 0) return false;
    folder_of(a, one);
    folder_of(b, other);
    return same_node(one, other);
}

bool cli_is_source(const char *source, const char *path) {
    char file[PATH_BYTES];
    struct stat st;
    size_t n = strcspn(source, "|");
    if (n >= sizeof file || stat(path, &st) != 0 || !S_ISREG(st.st_mode)) return false;
    memcpy(file, source, n);
    file[n] = '\0';
    return same_node(file, path);
}

/* In several planes a raster is a file for each: NAME_N30.5E104.0.tif. Is a SOURCE one of those of NAME.tif? */
static bool is_plane_of(const char *source, const char *path) {
    const char *name = name_of(path), *dot = strrchr(name, '.');
    char file[PATH_BYTES], one[PATH_BYTES], other[PATH_BYTES];
    size_t stem = dot ? (size_t)(dot - name) : strlen(name);
    snprintf(file, sizeof file, "%.*s", (int)strcspn(source, "|"), source);
    const char *own = name_of(file), *ending = strrchr(own, '.');
    if (strncmp(own, name, stem) != 0 || own[stem] != '_' || !own[stem + 1] || !strchr("NS", own[stem + 1]) ||
        !isdigit((unsigned char)own[stem + 2]) || !ending || strcmp(ending, dot ? dot : "") != 0)
        return false;
    folder_of(file, one);
    folder_of(path, other);
    return same_node(one, other);
}

/* Is any input `same` as a file? */
static bool is_input(const cli_run *run, const char *path, bool (*same)(const char *source, const char *path)) {
    const lc_city_options *city = &run->city;
    const char *input[] = {city->network,   city->communities, city->residential, city->demand,
                           city->compounds, city->gates,       city->dem};
    bool found = false;
    for (size_t i = 0; i < sizeof input / sizeof *input; i++) found = found || (input[i] && same(input[i], path));
    for (size_t i = 0; i < run->n_edits; i++) found = found || same(run->edits[i], path);
    for (size_t i = 0; i < city->n_osm; i++) found = found || same(city->osm[i], path);
    for (size_t i = 0; i < city->n_facilities; i++) found = found || same(after_category(city->facilities[i]), path);
    for (size_t i = 0; i < city->n_pois; i++) found = found || same(city->pois[i], path);
    for (size_t i = 0; i < city->n_entrances; i++) found = found || same(after_category(city->entrances[i]), path);
    for (size_t i = 0; i < city->n_groups; i++) found = found || same(after_category(city->groups[i]), path);
    return found;
}

/* `CATEGORY=FILE.tif`, both parts there? */
static int check_field(const char *field) {
    const char *equals = strchr(field, '=');
    if (equals && equals > field && equals[1]) return CLI_PASSED;
    return cli_fail("--field: '%s' is not CATEGORY=FILE.tif, for example park=park.tif", field);
}

/* A result may replace an older one, but neither an input nor another result. */
static int check_target(lc_context *ctx, const cli_run *run, const char *places, size_t i) {
    const lc_outputs *outputs = &run->outputs;
    target self = target_at(outputs, places, i);
    lc_write_options options = LC_WRITE_OPTIONS_INIT;
    options.category = "any";
    if (!self.path) return CLI_PASSED;
    if (lc_write_check(ctx, self.kind, self.path, &options) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    if (i != REPORT && outputs->baseline && same_node(outputs->baseline, self.path))
        return cli_fail("%s is the baseline; only a new report may replace it, give the %s another name", self.path,
                        cli_tr(self.what));
    if (is_input(run, self.path, cli_is_source) || (self.kind == LC_DISTANCES && is_input(run, self.path, is_plane_of)))
        return cli_fail("%s is an input; give the %s another name", self.path, cli_tr(self.what));
    for (size_t k = 0; k < i; k++) {
        target other = target_at(outputs, places, k);
        if (other.path && cli_same_file(self.path, other.path))
            return cli_fail("%s would hold two results, %s and %s; give one another name", self.path,
                            cli_tr(other.what), cli_tr(self.what));
    }
    return CLI_PASSED;
}

/* What the writers need to know beyond the report. */
static lc_write_options options_of(const cli_run *run, const lc_diff *diff) {
    lc_write_options options = LC_WRITE_OPTIONS_INIT;
    options.tiles = run->outputs.tiles;
    options.tiles_attribution = run->outputs.tiles_attribution;
    options.out_crs = run->outputs.out_crs;
    options.diff = diff;
    options.city = &run->city;
    options.check = &run->check;
    options.outputs = &run->outputs;
    options.profile = run->profile;
    options.edits = run->edits;
    options.n_edits = run->n_edits;
    return options;
}

static int check_tiles(lc_context *ctx, const cli_run *run) {
    const lc_outputs *outputs = &run->outputs;
    if (!outputs->tiles && !outputs->tiles_attribution) return CLI_PASSED;
    if (!outputs->html) return cli_fail("tiles are for the map; give it a file with --html");
    const lc_write_options options = options_of(run, NULL);
    if (lc_write_check(ctx, LC_MAP, outputs->html, &options) == LC_OK) return CLI_PASSED;
    return cli_fail("%s", lc_error_message(ctx));
}

static int check_crs(const lc_outputs *outputs) {
    if (!outputs->out_crs || outputs->areas || outputs->gaps || outputs->gpkg || outputs->xlsx) return CLI_PASSED;
    return cli_fail("--out-crs is for --areas, --gaps, --gpkg and --xlsx, none of which is written; leave it out");
}

int cli_outputs_check(lc_context *ctx, const cli_run *run) {
    const lc_outputs *outputs = &run->outputs;
    char places[PATH_BYTES] = "";
    int code = check_tiles(ctx, run);
    if (code == CLI_PASSED) code = check_crs(outputs);
    if (outputs->gaps) name_places(outputs->gaps, places);
    for (size_t i = 0; i < outputs->n_fields && code == CLI_PASSED; i++) code = check_field(outputs->fields[i]);
    for (size_t i = 0; i < FIRST_FIELD + outputs->n_fields && code == CLI_PASSED; i++)
        code = check_target(ctx, run, places, i);
    return code;
}

/* ---------------------------------------------------------------- writing */

static lc_status write_field(lc_context *ctx, const lc_report *report, const char *field) {
    const char *path = after_category(field);
    char category[PATH_BYTES];
    lc_write_options options = LC_WRITE_OPTIONS_INIT;
    snprintf(category, sizeof category, "%.*s", (int)(path - field - 1), field);
    options.category = category;
    return lc_write(ctx, report, LC_DISTANCES, path, &options);
}

lc_status cli_outputs_write_kinds(lc_context *ctx, const cli_run *run, const lc_report *report, const lc_diff *diff,
                                  bool to_stdout) {
    const lc_write_options options = options_of(run, diff);
    lc_status status = LC_OK;
    for (size_t i = 0; i < KINDS && status == LC_OK; i++) {
        const char *path = path_of(&run->outputs, i);
        if (path && cli_is_stdout(path) == to_stdout) status = lc_write(ctx, report, kinds[i].kind, path, &options);
    }
    return status;
}

/* Files first, and all of them or none; then what goes to standard output. */
lc_status cli_outputs_write(lc_context *ctx, const cli_run *run, const lc_report *report, const lc_diff *diff) {
    const lc_outputs *outputs = &run->outputs;
    lc_outputs_begin(ctx);
    lc_status status = cli_outputs_write_kinds(ctx, run, report, diff, false);
    for (size_t i = 0; i < outputs->n_fields && status == LC_OK; i++)
        status = write_field(ctx, report, outputs->fields[i]);
    if (status == LC_OK)
        status = cli_commit(ctx);
    else
        lc_outputs_abort(ctx);
    if (status == LC_OK) status = cli_outputs_write_kinds(ctx, run, report, diff, true);
    /* Last: the history tells of runs whose other results are there. */
    if (status == LC_OK && outputs->store) status = lc_write(ctx, report, LC_HISTORY, outputs->store, NULL);
    return status;
}
