#include "output/extract.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/budget.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/program.h"
#include "geo/lonlat.h"
#include "geo/union.h"
#include "output/json_features.h"
#include "profile/yaml_schema.h"

static const char PROGRAM[] = "osmium";
/* The margin of an extract is wider by this than that of a plane: its corners are rounded to the digits of a position.
 */
static const double WIDER_M = 10;
/* osmium keeps a bit a node id for each extract of a pass, and less than as much again for ways and relations. */
enum { IDS_A_BYTE = 8, BASE_BYTES = 1 << 26, EXTRACTS_MOST = 500 };

const char *lc_extract_why_not(const lc_city_options *o) {
    static const char *const ENDINGS[] = {".pbf"};
    if (o->n_osm == 0) return NULL;
    if (o->n_osm > 1) return LC_TEXT("there are several; 'osmium merge' makes one of them, which can be cut");
    if (!lc_path_ending(o->osm[0], ENDINGS, 1))
        return LC_TEXT("it is no .pbf; 'osmium cat FILE -o FILE.osm.pbf' makes one of it, which can be cut");
    return lc_program_exists(PROGRAM) ? NULL : LC_TEXT("osmium is not installed (package osmium-tool)");
}

static char *in_folder(const lc_extract_job *job, const char *name) {
    return lc_sprintf("%s/%s", job->folder, name);
}

/* ------------------------------------------------------------------------------------------------------------ survey
 */

/* The file with all paths, and all that a category may take. */
static lc_status filter(lc_context *ctx, const lc_extract_job *job, const char *to, const char *log) {
    char **expression = NULL;
    size_t n = 0, at = 0;
    lc_status status = lc_cut_filters(ctx, job->options->data_dir, &expression, &n);
    const char **argument = LC_NEW0(const char *, n + 8);
    if (status == LC_OK && !argument) status = lc_fail_memory(ctx);
    const char *head[] = {PROGRAM, "tags-filter", "--no-progress", "--overwrite", "--output", to, job->pbf};
    for (size_t i = 0; status == LC_OK && i < sizeof head / sizeof *head; i++) argument[at++] = head[i];
    for (size_t i = 0; status == LC_OK && i < n; i++) argument[at++] = expression[i];
    if (status == LC_OK) status = lc_program_run(ctx, argument, log);
    for (size_t i = 0; i < n; i++) free(expression[i]);
    free(expression);
    free((void *)argument);
    return status;
}

/* "Number of nodes: 12" of `osmium fileinfo`. */
static bool add_count(const char *text, const char *what, size_t *n) {
    const char *at = strstr(text, what);
    if (at) *n += strtoull(at + strlen(what), NULL, 10);
    return at;
}

static lc_status count_objects(lc_context *ctx, lc_extract_job *job, const char *log) {
    const char *argument[] = {PROGRAM, "fileinfo", "--extended", "--no-progress", job->pbf, NULL};
    char *text = NULL;
    size_t size;
    lc_status status = lc_program_run(ctx, argument, log);
    if (status == LC_OK) status = lc_text_read(ctx, log, LC_TEXT("cut again"), &text, &size);
    job->osm.n_objects = 0;
    if (status == LC_OK && !(add_count(text, "Number of nodes:", &job->osm.n_objects) &&
                             add_count(text, "Number of ways:", &job->osm.n_objects) &&
                             add_count(text, "Number of relations:", &job->osm.n_objects)))
        status = lc_fail(ctx, LC_ERR_IO, "osmium fileinfo does not say how many objects %s has; see %s", job->pbf, log);
    free(text);
    return status;
}

static lc_status name_osm(lc_context *ctx, lc_extract_job *job) {
    const char *slash = strrchr(job->pbf, '/');
    job->osm.name = lc_strdup(slash ? slash + 1 : job->pbf);
    return job->osm.name ? lc_sha256_files(ctx, &job->pbf, 1, job->osm.sha256) : lc_fail_memory(ctx);
}

lc_status lc_extract_survey(lc_context *ctx, lc_extract_job *job) {
    char *paths = in_folder(job, "paths.osm.pbf"), *log = in_folder(job, "osmium.log");
    lc_status status = paths && log ? lc_phase_begin(ctx, "survey paths") : lc_fail_memory(ctx);
    if (status == LC_OK) status = name_osm(ctx, job);
    if (status == LC_OK) status = count_objects(ctx, job, log);
    if (status == LC_OK) status = filter(ctx, job, paths, log);
    if (status == LC_OK)
        status = lc_cut_survey_osm(ctx, job->options, paths, job->planes, job->length_m, &job->osm, &job->highest_node);
    if (paths) unlink(paths);
    if (log && (status == LC_OK || status == LC_ERR_CANCELLED)) unlink(log);
    free(paths);
    free(log);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- regions
 */

static bool add_box(lc_geoms *to, const lc_box *b) {
    return lc_geoms_begin(to, LC_POLYGON, 0) && lc_geoms_begin_part(to) && lc_geoms_add(to, b->x0, b->y0) &&
           lc_geoms_add(to, b->x1, b->y0) && lc_geoms_add(to, b->x1, b->y1) && lc_geoms_add(to, b->x0, b->y1) &&
           lc_geoms_add(to, b->x0, b->y0);
}

/* The box on the globe from -180 to 180 degrees: in two pieces across the antimeridian. */
static bool add_on_globe(lc_geoms *to, lc_box box) {
    bool ok = true;
    if (box.x1 - box.x0 >= 360) return add_box(to, &(lc_box){-180, box.y0, 180, box.y1});
    for (int turn = -1; ok && turn <= 1; turn++) {
        lc_box there = {box.x0 + 360 * turn, box.y0, box.x1 + 360 * turn, box.y1};
        lc_box cut = lc_box_common(&there, &(lc_box){-180, -90, 180, 90});
        if (cut.x0 < cut.x1) ok = add_box(to, &cut);
    }
    return ok;
}

/* One polygon wherever boxes overlap: osmium takes what lies in an odd number of them. */
static lc_status region_of(lc_context *ctx, const lc_extract_job *job, size_t first, size_t end, lc_geoms *out) {
    lc_geoms boxes = {0};
    bool ok = true;
    for (size_t k = first; ok && k < end; k++) {
        const lc_plane *plane = &job->planes->plane[k];
        if (plane->box.x0 <= plane->box.x1)
            ok = add_on_globe(&boxes, lc_lonlat_grown(&plane->box, job->margin_m + WIDER_M));
    }
    lc_status status = ok ? lc_geoms_union(ctx, &boxes, 0, out) : lc_fail_memory(ctx);
    lc_geoms_free(&boxes);
    return status;
}

/* -------------------------------------------------------------------------------------------------------------- runs
 */

/* The configuration of one pass: parts from .. to - 1. */
static lc_status print_config(lc_context *ctx, FILE *file, const lc_extract_job *job, const size_t *first, size_t from,
                              size_t to, char *const *output) {
    lc_json json = {.file = file};
    lc_status status = LC_OK;
    lc_json_open(&json, '{');
    lc_json_open_member(&json, "extracts", '[');
    for (size_t k = from; status == LC_OK && k < to; k++) {
        lc_geoms region = {0};
        status = region_of(ctx, job, first[k], first[k + 1], &region);
        lc_json_newline(&json);
        lc_json_open(&json, '{');
        lc_json_put_text(&json, "output", output[k]);
        lc_json_key(&json, "multipolygon");
        lc_json_polygons(&json, &region);
        lc_json_close(&json, '}');
        lc_geoms_free(&region);
    }
    lc_json_close(&json, ']');
    lc_json_close(&json, '}');
    fputc('\n', file);
    return status;
}

static lc_status write_config(lc_context *ctx, const char *path, const lc_extract_job *job, const size_t *first,
                              size_t from, size_t to, char *const *output) {
    lc_output file = {0};
    lc_status status = lc_output_open(ctx, path, &file);
    if (status != LC_OK) return status;
    status = print_config(ctx, file.file, job, first, from, to, output);
    if (status == LC_OK) return lc_output_commit(ctx, &file);
    lc_output_abort(&file);
    return status;
}

/* How many extracts osmium can write in one pass over the file with half of the memory that is free, and allowed. */
static size_t extracts_a_pass(const lc_context *ctx, const lc_extract_job *job) {
    double free_bytes = (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    free_bytes = fmin(free_bytes, (double)lc_memory_left(ctx));
    double one = 2.0 * (double)job->highest_node / IDS_A_BYTE + BASE_BYTES;
    double n = floor(0.5 * free_bytes / one);
    return n < 1 ? 1 : n > EXTRACTS_MOST ? EXTRACTS_MOST : (size_t)n;
}

/* `n` extracts; none is left when it fails: osmium writes them under their names, and they may be half of what they are
   to be. */
static lc_status run_pass(lc_context *ctx, const lc_extract_job *job, const char *config, const char *log,
                          char *const *output, size_t n) {
    const char *argument[] = {PROGRAM,
                              "extract",
                              "--no-progress",
                              "--overwrite",
                              "--config",
                              config,
                              "--strategy",
                              "smart",
                              "--option",
                              "types=multipolygon,boundary",
                              "--set-bounds",
                              job->pbf,
                              NULL};
    lc_status status = lc_program_run(ctx, argument, log);
    for (size_t i = 0; status != LC_OK && i < n; i++) unlink(output[i]);
    return status;
}

lc_status lc_extract_write(lc_context *ctx, const lc_extract_job *job, const size_t *first, size_t n,
                           char *const *output) {
    char *config = in_folder(job, "extract.json"), *log = in_folder(job, "osmium.log");
    size_t a_pass = extracts_a_pass(ctx, job);
    lc_status status = config && log ? lc_phase_begin(ctx, "cut extracts") : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < n; k += a_pass) {
        size_t end = n - k < a_pass ? n : k + a_pass;
        status = write_config(ctx, config, job, first, k, end, output);
        if (status == LC_OK) status = run_pass(ctx, job, config, log, output + k, end - k);
        if (status == LC_OK) status = lc_progress(ctx, (double)end / (double)n);
    }
    bool done = status == LC_OK || status == LC_ERR_CANCELLED; /* there is nothing to be looked up in them */
    if (done && config) unlink(config);
    if (done && log) unlink(log);
    free(config);
    free(log);
    return status;
}
