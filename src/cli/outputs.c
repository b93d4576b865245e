/* Where a check's results go: whether they could be written there, asked before the work, and writing them. */
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli.h"

enum { PATH_BYTES = 4096 };

/* What is written, for all kinds. */
typedef struct results {
    const lc_check_options *check;
    const lc_report *report;
    const lc_diff *diff; /* NULL without a baseline */
} results;

static lc_html_options html_options(const lc_check_options *check) {
    return (lc_html_options){.tiles = check->tiles, .tiles_attribution = check->tiles_attribution};
}

static lc_status write_report(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write(ctx, r->report, path);
}

static lc_status write_areas(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_areas(ctx, r->report, path);
}

static lc_status write_gaps(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_gaps(ctx, r->report, path);
}

static lc_status write_csv(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_csv(ctx, r->report, path, false);
}

static lc_status write_csv_bom(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_csv(ctx, r->report, path, true);
}

static lc_status write_xlsx(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_xlsx(ctx, r->report, path);
}

static lc_status write_gpkg(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_gpkg(ctx, r->report, path);
}

static lc_status write_html(lc_context *ctx, const results *r, const char *path) {
    const lc_html_options options = html_options(r->check);
    return lc_report_write_html(ctx, r->report, &options, path);
}

static lc_status write_markdown(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_markdown(ctx, r->report, r->check, r->diff, path);
}

static lc_status write_junit(lc_context *ctx, const results *r, const char *path) {
    return lc_report_write_junit(ctx, r->report, r->diff, path);
}

/* A result: where its file's name stands in the options, whether it could be written there, and writing it. */
typedef struct result_kind {
    const char *what;
    size_t offset;
    lc_status (*check)(lc_context *ctx, const char *path);
    lc_status (*write)(lc_context *ctx, const results *r, const char *path);
} result_kind;

/* In the order of writing. */
static const result_kind kinds[] = {
    {CLI_TEXT("report"), offsetof(lc_check_options, output), lc_output_check, write_report},
    {CLI_TEXT("service areas"), offsetof(lc_check_options, areas), lc_output_check_layer, write_areas},
    {CLI_TEXT("gaps"), offsetof(lc_check_options, gaps), lc_output_check_layer, write_gaps},
    {CLI_TEXT("table"), offsetof(lc_check_options, csv), lc_output_check_csv, write_csv},
    {CLI_TEXT("table"), offsetof(lc_check_options, csv_bom), lc_output_check_csv, write_csv_bom},
    {CLI_TEXT("workbook"), offsetof(lc_check_options, xlsx), lc_output_check_xlsx, write_xlsx},
    {CLI_TEXT("GeoPackage"), offsetof(lc_check_options, gpkg), lc_output_check_gpkg, write_gpkg},
    {CLI_TEXT("map"), offsetof(lc_check_options, html), lc_output_check, write_html},
    {CLI_TEXT("summary"), offsetof(lc_check_options, markdown), lc_output_check, write_markdown},
    {CLI_TEXT("test results"), offsetof(lc_check_options, junit), lc_output_check, write_junit},
};
enum { KINDS = sizeof kinds / sizeof *kinds, REPORT = 0, GAP_PLACES = KINDS, STORE, FIRST_FIELD };

static const char *path_of(const lc_check_options *check, size_t kind) {
    return *(const char *const *)((const char *)check + kinds[kind].offset);
}

static bool is_stdout(const char *path) {
    return strcmp(path, "-") == 0;
}

bool cli_outputs_stdout(const lc_check_options *check) {
    bool found = false;
    for (size_t i = 0; i < KINDS; i++) found = found || (path_of(check, i) && is_stdout(path_of(check, i)));
    return found;
}

/* One file to be written. */
typedef struct target {
    const char *what, *path; /* path NULL: not wanted */
    lc_status (*check)(lc_context *ctx, const char *path);
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

static target target_at(const lc_check_options *check, const char *places, size_t i) {
    if (i < KINDS) return (target){kinds[i].what, path_of(check, i), kinds[i].check};
    if (i == GAP_PLACES) return (target){CLI_TEXT("gaps"), *places ? places : NULL, lc_output_check_layer};
    if (i == STORE) return (target){CLI_TEXT("history"), check->store, lc_output_check_store};
    return (target){CLI_TEXT("distances"), after_category(check->fields[i - FIRST_FIELD]), lc_output_check_field};
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

static bool is_input(const lc_check_options *check, const char *path) {
    const char *input[] = {check->osm,    check->network,   check->communities, check->residential,
                           check->demand, check->compounds, check->gates};
    bool found = false;
    for (size_t i = 0; i < sizeof input / sizeof *input; i++)
        found = found || (input[i] && cli_is_source(input[i], path));
    for (size_t i = 0; i < check->n_facilities; i++)
        found = found || cli_is_source(after_category(check->facilities[i]), path);
    for (size_t i = 0; i < check->n_pois; i++) found = found || cli_is_source(check->pois[i], path);
    for (size_t i = 0; i < check->n_entrances; i++)
        found = found || cli_is_source(after_category(check->entrances[i]), path);
    return found;
}

/* `CATEGORY=FILE.tif`, both parts there? */
static int check_field(const char *field) {
    const char *equals = strchr(field, '=');
    if (equals && equals > field && equals[1]) return CLI_PASSED;
    return cli_fail("--field: '%s' is not CATEGORY=FILE.tif, for example park=park.tif", field);
}

/* A result may replace an older one, but neither an input nor another result. */
static int check_target(lc_context *ctx, const lc_check_options *check, const char *places, size_t i) {
    target self = target_at(check, places, i);
    if (!self.path) return CLI_PASSED;
    if (self.check(ctx, self.path) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    if (i != REPORT && check->baseline && same_node(check->baseline, self.path))
        return cli_fail("%s is the baseline; only a new report may replace it, give the %s another name", self.path,
                        cli_tr(self.what));
    if (is_input(check, self.path))
        return cli_fail("%s is an input; give the %s another name", self.path, cli_tr(self.what));
    for (size_t k = 0; k < i; k++) {
        target other = target_at(check, places, k);
        if (other.path && cli_same_file(self.path, other.path))
            return cli_fail("%s would hold two results, %s and %s; give one another name", self.path,
                            cli_tr(other.what), cli_tr(self.what));
    }
    return CLI_PASSED;
}

static int check_tiles(lc_context *ctx, const lc_check_options *check) {
    if (!check->tiles && !check->tiles_attribution) return CLI_PASSED;
    if (!check->html) return cli_fail("tiles are for the map; give it a file with --html");
    const lc_html_options options = html_options(check);
    if (lc_output_check_html(ctx, &options, check->html) == LC_OK) return CLI_PASSED;
    return cli_fail("%s", lc_error_message(ctx));
}

int cli_outputs_check(lc_context *ctx, const lc_check_options *check) {
    char places[PATH_BYTES] = "";
    int code = check_tiles(ctx, check);
    if (check->gaps) name_places(check->gaps, places);
    for (size_t i = 0; i < check->n_fields && code == CLI_PASSED; i++) code = check_field(check->fields[i]);
    for (size_t i = 0; i < FIRST_FIELD + check->n_fields && code == CLI_PASSED; i++)
        code = check_target(ctx, check, places, i);
    return code;
}

/* ---------------------------------------------------------------- writing */

static lc_status write_field(lc_context *ctx, const lc_report *report, const char *field) {
    const char *path = after_category(field);
    char category[PATH_BYTES];
    snprintf(category, sizeof category, "%.*s", (int)(path - field - 1), field);
    return lc_report_write_field(ctx, report, category, path);
}

static lc_status write_kinds(lc_context *ctx, const results *r, bool to_stdout) {
    lc_status status = LC_OK;
    for (size_t i = 0; i < KINDS && status == LC_OK; i++) {
        const char *path = path_of(r->check, i);
        if (path && is_stdout(path) == to_stdout) status = kinds[i].write(ctx, r, path);
    }
    return status;
}

/* Files first, and all of them or none; then what goes to standard output. */
lc_status cli_outputs_write(lc_context *ctx, const lc_check_options *check, const lc_report *report,
                            const lc_diff *diff) {
    const results r = {check, report, diff};
    lc_outputs_begin(ctx);
    lc_status status = write_kinds(ctx, &r, false);
    for (size_t i = 0; i < check->n_fields && status == LC_OK; i++) status = write_field(ctx, report, check->fields[i]);
    if (status == LC_OK)
        status = lc_outputs_commit(ctx);
    else
        lc_outputs_abort(ctx);
    if (status == LC_OK) status = write_kinds(ctx, &r, true);
    /* Last: the history tells of runs whose other results are there. */
    if (status == LC_OK && check->store) status = lc_report_store(ctx, report, check->store, NULL);
    return status;
}
