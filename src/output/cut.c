#include "output/cut.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/output_set.h"
#include "base/path.h"
#include "city/shard.h"
#include "output/extract.h"
#include "profile/data_dir.h"

static char EXTRACT[] = "extract.osm.pbf", LAYERS[] = "layers.sqlite";

/* What the scripts are written from. */
typedef struct {
    lc_context *ctx;
    const lc_cut_job *job;
    const lc_cut_options *options;
    size_t parts;
    const char *why_whole; /* no extracts are made, and why; NULL with extracts, or without OpenStreetMap */
    lc_extract_job extract;
    size_t *first; /* first plane of each part, and the number of planes */
    char **pbf;    /* one a part: its extract; NULL without */
    int digits;    /* of a part's number in names */
    char *project; /* its whole path, as a word of a shell */
    char *inputs;  /* files whose contents make a part anew when they change, as words of a shell */
    char *merged;  /* what merging writes besides report and table, as words of a shell */
    char *cut;     /* files that parts have their own of, a line each: digest and path */
    char rules[65];
} cutting_t;

/* ------------------------------------------------------------------------------------------------------------ inputs
 */

/* A word of a shell; malloc'ed. */
static char *quoted(const char *text) {
    char *word = LC_NEW(char, 4 * strlen(text) + 3), *to = word;
    if (!word) return NULL;
    *to++ = '\'';
    for (; *text; text++) {
        if (*text == '\'')
            memcpy(to, "'\\''", 4), to += 4;
        else
            *to++ = *text;
    }
    *to++ = '\'';
    *to = '\0';
    return word;
}

static bool add_text(char **to, const char *text, const char *ending) {
    char *longer = lc_sprintf("%s%s%s", *to, text, ending);
    free(*to);
    *to = longer;
    return longer;
}

/* A file that a part reads. */
static bool add_input(cutting_t *c, const char *path) {
    char *word = quoted(path);
    bool ok = word && add_text(&c->inputs, " ", word);
    free(word);
    return ok;
}

/* A file that parts have their own of. Names with line ends cannot stand in a list of lines. */
static bool add_cut(cutting_t *c, const char *path, const char *sha256) {
    if (strchr(path, '\n')) return true;
    return add_text(&c->cut, sha256, "  ") && add_text(&c->cut, path, "\n");
}

/* Have parts their own of what this source takes of the file? */
static bool is_cut(const cutting_t *c, const lc_cut_file *file) {
    return (file->use == LC_CUT_OSM && c->pbf) || file->use == LC_CUT_RULES ||
           (file->use != LC_CUT_EDITS && lc_cut_sources_have(c->job->sources, file->source));
}

/* A file may be both, for two of its layers; in each list it stands once. */
static bool is_listed(const cutting_t *c, const lc_cut_file *file) {
    for (const lc_cut_file *other = c->job->files->file; other < file; other++)
        if (strcmp(other->path, file->path) == 0 && is_cut(c, other) == is_cut(c, file)) return true;
    return false;
}

/* What a digest is taken of is what was read: the file has been left alone since. */
static lc_status add_file(cutting_t *c, const lc_cut_file *file) {
    bool own = is_cut(c, file);
    char sha256[65];
    lc_status status = LC_OK;
    if (is_listed(c, file)) return LC_OK;
    if (file->use == LC_CUT_OSM && c->pbf)
        memcpy(sha256, c->extract.osm.sha256, sizeof sha256);
    else if (own)
        status = lc_sha256_files(c->ctx, (const char *const[]){file->path}, 1, sha256);
    if (status == LC_OK) status = lc_cut_file_check(c->ctx, file);
    if (status == LC_OK && !(own ? add_cut(c, file->path, sha256) : add_input(c, file->path)))
        status = lc_fail_memory(c->ctx);
    return status;
}

static lc_status list_inputs(cutting_t *c) {
    c->inputs = lc_strdup("");
    c->cut = lc_strdup("");
    lc_status status = c->inputs && c->cut ? LC_OK : lc_fail_memory(c->ctx);
    for (size_t i = 0; status == LC_OK && i < c->job->files->n; i++) status = add_file(c, &c->job->files->file[i]);
    return status == LC_OK ? lc_rules_digest(c->ctx, c->options->city->data_dir, c->rules) : status;
}

static lc_status name_project(cutting_t *c) {
    char *whole = lc_path_absolute(c->options->project); /* as layers are known by */
    c->project = whole ? quoted(whole) : NULL;
    free(whole);
    return c->project ? LC_OK : lc_fail_memory(c->ctx);
}

/* ----------------------------------------------------------------------------------------------------------- scripts
 */

static lc_status make_folder(cutting_t *c, const char *path) {
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return LC_OK;
    return lc_fail(c->ctx, LC_ERR_IO, "folder %s cannot be made: %s", path, lc_system_text(c->ctx, errno));
}

/* Prints a file; `part` counts from 1. */
typedef void (*print_fn)(const cutting_t *c, FILE *file, size_t part);

enum { TEXT = 0644, SCRIPT = 0755 };

static lc_status write_text(cutting_t *c, const char *path, print_fn print, size_t part, mode_t mode) {
    lc_output output = {0};
    lc_status status = path ? lc_output_open(c->ctx, path, &output) : lc_fail_memory(c->ctx);
    if (status != LC_OK) return status;
    print(c, output.file, part);
    if (fchmod(fileno(output.file), mode) == 0) return lc_output_commit(c->ctx, &output);
    status = lc_fail(c->ctx, LC_ERR_IO, "%s cannot be made a program: %s", path, lc_system_text(c->ctx, errno));
    lc_output_abort(&output);
    return status;
}

/* Outputs that parts write for themselves as well, so that what is needed for those of the whole is prepared. */
enum { AREAS, GAPS, XLSX, GPKG, HTML, WISHES };
static const struct {
    const char *option, *file;
    size_t offset;
} WISH[WISHES] = {[AREAS] = {"areas", "areas.geojson", offsetof(lc_outputs, areas)},
                  [GAPS] = {"gaps", "gaps.geojson", offsetof(lc_outputs, gaps)},
                  [XLSX] = {"xlsx", "report.xlsx", offsetof(lc_outputs, xlsx)},
                  [GPKG] = {"gpkg", "report.gpkg", offsetof(lc_outputs, gpkg)},
                  [HTML] = {"html", "map.html", offsetof(lc_outputs, html)}};

/* What the project writes of that kind; NULL: nothing. */
static const char *wish_of(const cutting_t *c, size_t k) {
    const lc_outputs *outputs = c->options->outputs;
    return outputs ? *(const char *const *)((const char *)outputs + WISH[k].offset) : NULL;
}

static void print_run(const cutting_t *c, FILE *file, size_t part) {
    const char *own = c->pbf ? " part.yaml layers.sqlite extract.osm.pbf" : " part.yaml layers.sqlite";
    fprintf(file,
            "#!/bin/sh\n"
            "# Part %zu of %zu. Done once: again only when an input, or lifecircle, has changed.\n"
            "set -eu\n"
            "cd \"$(dirname \"$0\")\"\n"
            "lifecircle=${LIFECIRCLE:-lifecircle}\n"
            "inputs=$({ \"$lifecircle\" --version; sha256sum%s%s 2>/dev/null; } | sha256sum)\n"
            "if [ -s report.geojson ] && [ -s report.csv ] && [ -s report_layers.sqlite ] && [ \"$(cat inputs.sha256 "
            "2>/dev/null)\" = \"$inputs\" ]; "
            "then exit 0; fi\n"
            "rm -f inputs.sha256\n"
            "\"$lifecircle\" check %s --shard part.yaml --output report.geojson --csv report.csv",
            part, c->parts, own, c->inputs, c->project);
    for (size_t k = 0; k < WISHES; k++)
        if (wish_of(c, k)) fprintf(file, " --%s %s", WISH[k].option, WISH[k].file);
    fputs(" --quiet --no-fail\n"
          "echo \"$inputs\" >inputs.sha256\n",
          file);
}

/* Where the sources are at hand they must be as they were when they were cut. */
static const char CHECK_SOURCES[] =
    "changed=\n"
    "while read -r digest file; do\n"
    "    [ ! -e \"$file\" ] || [ \"$(sha256sum <\"$file\")\" = \"$digest  -\" ] || changed=\"$changed $file\"\n"
    "done <sources.sha256\n"
    "if [ -n \"$changed\" ]; then echo \"changed since it was cut:$changed; cut again\" >&2; exit 1; fi\n";

static void print_parallel(const cutting_t *c, FILE *file, size_t part) {
    (void)c;
    (void)part;
    fprintf(
        file,
        "#!/bin/sh\n"
        "# All parts on this machine, JOBS at a time (default 2), each tried three times; then their reports as one.\n"
        "# With GNU parallel, or with xargs, which tries once, where it is not installed.\n"
        "set -eu\n"
        "cd \"$(dirname \"$0\")\"\n%s",
        CHECK_SOURCES);
    fputs("if command -v parallel >/dev/null; then\n"
          "    parallel --will-cite --jobs \"${JOBS:-2}\" --retries 3 --joblog jobs.log sh {} ::: part-*/run.sh || {\n"
          "        echo \"these parts failed:\" >&2\n"
          "        awk 'NR > 1 && $7 != 0 { print $NF }' jobs.log >&2\n"
          "        exit 1\n"
          "    }\n"
          "else\n"
          "    printf '%s\\n' part-*/run.sh | xargs -n 1 -P \"${JOBS:-2}\" sh\n"
          "fi\n"
          "exec sh merge.sh\n",
          file);
}

static void print_part_job(const cutting_t *c, FILE *file, size_t part) {
    (void)part;
    fprintf(file,
            "#!/bin/sh\n"
            "# A part as a task of a job array: run-slurm.sh submits it. Three tries.\n"
            "#SBATCH --job-name=lifecircle\n"
            "#SBATCH --requeue\n"
            "cd \"$SLURM_SUBMIT_DIR\"\n"
            "part=part-$(printf '%%0%dd' \"$SLURM_ARRAY_TASK_ID\")\n"
            "for try in 1 2 3; do sh \"$part/run.sh\" && exit 0; done\n"
            "echo \"$part failed\" >&2\n"
            "exit 1\n",
            c->digits);
}

static void print_slurm(const cutting_t *c, FILE *file, size_t part) {
    (void)part;
    fprintf(file,
            "#!/bin/sh\n"
            "# All parts as a Slurm job array, and a job that merges their reports when all have ended, or says which "
            "failed.\n"
            "# Options for sbatch (memory, time, partition) go on the command line: ./run-slurm.sh --mem=8G "
            "--time=2:00:00\n"
            "set -eu\n"
            "cd \"$(dirname \"$0\")\"\n%s"
            "job=$(sbatch --parsable --array=1-%zu --output=part-%%a.log \"$@\" part.slurm)\n"
            "sbatch --parsable --dependency=\"afterany:${job%%%%;*}\" --kill-on-invalid-dep=yes --output=merge.log "
            "merge.sh\n",
            CHECK_SOURCES, c->parts);
}

/* Is the name of output k of the merging, in its folder, that of another one? */
static bool is_taken(const cutting_t *c, size_t k) {
    const char *name = lc_path_name(wish_of(c, k));
    bool taken = strcmp(name, "report.geojson") == 0 || strcmp(name, "report.csv") == 0;
    for (size_t i = 0; i < WISHES; i++)
        taken = taken || (i != k && wish_of(c, i) && strcmp(name, lc_path_name(wish_of(c, i))) == 0);
    return taken;
}

/* " --OPTION 'TEXT'" behind the words so far; nothing without a text. */
static bool add_option(char **to, const char *option, const char *text) {
    char *word = text ? quoted(text) : NULL;
    bool ok = !text || (word && add_text(to, " --", option) && add_text(to, " ", word));
    free(word);
    return ok;
}

/* " --areas 'areas.gpkg'": by the name that the project has for it, with the option before that where it is taken. */
static bool add_merged(cutting_t *c, size_t k) {
    const char *path = wish_of(c, k);
    if (!path) return true;
    bool taken = is_taken(c, k);
    char *own = lc_sprintf("%s%s%s", taken ? WISH[k].option : "", taken ? "_" : "", lc_path_name(path));
    bool ok = own && add_option(&c->merged, WISH[k].option, own);
    free(own);
    return ok;
}

static lc_status name_merged(cutting_t *c) {
    const lc_outputs *o = c->options->outputs;
    bool in_crs = wish_of(c, AREAS) || wish_of(c, GAPS) || wish_of(c, XLSX) || wish_of(c, GPKG);
    bool ok = (c->merged = lc_strdup("")) != NULL;
    for (size_t k = 0; ok && k < WISHES; k++) ok = add_merged(c, k);
    if (ok && wish_of(c, HTML))
        ok = add_option(&c->merged, "tiles", o->tiles) &&
             add_option(&c->merged, "tiles-attribution", o->tiles_attribution);
    ok = ok && (!in_crs || add_option(&c->merged, "out-crs", o->out_crs));
    return ok ? LC_OK : lc_fail_memory(c->ctx);
}

static void print_merge(const cutting_t *c, FILE *file, size_t part) {
    (void)part;
    fprintf(
        file,
        "#!/bin/sh\n"
        "# The reports of all parts as one.\n"
        "set -eu\n"
        "cd \"${SLURM_SUBMIT_DIR:-$(dirname \"$0\")}\"\n"
        "failed=\n"
        "for part in part-*; do\n"
        "    [ -d \"$part\" ] || continue\n"
        "    [ -s \"$part/inputs.sha256\" ] || failed=\"$failed $part\"\n"
        "done\n"
        "for part in $failed; do echo \"$part has not been checked: run $part/run.sh again\" >&2; done\n"
        "[ -z \"$failed\" ] || exit 1\n"
        "exec \"${LIFECIRCLE:-lifecircle}\" merge part-*/report.geojson --output report.geojson --csv report.csv%s\n",
        c->merged);
}

static void print_part(const cutting_t *c, FILE *file, size_t part) {
    const lc_planes *planes = &c->job->city->shared->planes;
    lc_cut_part own = {.number = part,
                       .of = c->parts,
                       .n_planes = planes->n,
                       .n_communities = c->job->city->n_communities,
                       .first = c->first[part - 1],
                       .end = c->first[part],
                       .margin_m = c->job->margin_m,
                       .layers = LAYERS,
                       .extract = c->pbf ? EXTRACT : NULL,
                       .osm = c->extract.osm};
    memcpy(own.rules, c->rules, sizeof own.rules);
    lc_cut_part_print(file, &own);
}

static void print_cut(const cutting_t *c, FILE *file, size_t part) {
    (void)part;
    fputs(c->cut, file);
}

/* Below the folder of part k; malloc'ed. */
static char *in_part(const cutting_t *c, size_t k, const char *name) {
    return lc_sprintf("%s/part-%0*zu/%s", c->job->folder, c->digits, k, name);
}

static lc_status write_parts(cutting_t *c) {
    lc_status status = LC_OK;
    for (size_t k = 1; status == LC_OK && k <= c->parts; k++) {
        char *script = in_part(c, k, "run.sh"), *part = in_part(c, k, "part.yaml"), *layers = in_part(c, k, LAYERS);
        status = write_text(c, part, print_part, k, TEXT);
        if (status == LC_OK) status = write_text(c, script, print_run, k, SCRIPT);
        if (status == LC_OK && !layers) status = lc_fail_memory(c->ctx);
        if (status == LC_OK)
            status = lc_cut_sources_write(c->ctx, c->job->sources, c->first[k - 1], c->first[k], layers);
        free(layers);
        free(part);
        free(script);
    }
    return status;
}

static lc_status write_scripts(cutting_t *c) {
    static const struct {
        const char *name;
        print_fn print;
        mode_t mode;
    } scripts[] = {{"run-parallel.sh", print_parallel, SCRIPT},
                   {"run-slurm.sh", print_slurm, SCRIPT},
                   {"part.slurm", print_part_job, SCRIPT},
                   {"merge.sh", print_merge, SCRIPT},
                   {"sources.sha256", print_cut, TEXT}};
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < sizeof scripts / sizeof *scripts; i++) {
        char *path = lc_sprintf("%s/%s", c->job->folder, scripts[i].name);
        status = write_text(c, path, scripts[i].print, 0, scripts[i].mode);
        free(path);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------------ cutting
 */

/* The length of the paths in each plane, where something can be said of it. */
static lc_status survey(cutting_t *c) {
    const lc_city_options *o = c->options->city;
    const lc_planes *planes = &c->job->city->shared->planes;
    c->extract = (lc_extract_job){.options = o,
                                  .planes = planes,
                                  .folder = c->job->folder,
                                  .margin_m = c->job->margin_m,
                                  .length_m = LC_NEW0(double, planes->n)};
    if (!c->extract.length_m) return lc_fail_memory(c->ctx);
    c->why_whole = lc_extract_why_not(o);
    lc_status status = LC_OK;
    if (o->n_osm && !c->why_whole) {
        c->extract.pbf = o->osm[0];
        status = lc_extract_survey(c->ctx, &c->extract);
    }
    const lc_geoms *lines = lc_cut_sources_lines(c->job->sources, o->network);
    if (status != LC_OK || !lines) return status;
    memset(c->extract.length_m, 0, planes->n * sizeof *c->extract.length_m);
    lc_cut_survey_lines(lines, planes, c->extract.length_m);
    return LC_OK;
}

/* Parts of about the same length of paths; of about the same number of communities where there are none. */
static lc_status divide(cutting_t *c) {
    const lc_planes *planes = &c->job->city->shared->planes;
    double total = 0;
    for (size_t k = 0; k < planes->n; k++) total += c->extract.length_m[k];
    c->first = LC_NEW0(size_t, c->parts + 1);
    lc_status status = c->first ? LC_OK : lc_fail_memory(c->ctx);
    for (size_t p = 1; status == LC_OK && p <= c->parts; p++) {
        lc_shard_of part = {.number = p, .of = c->parts};
        status = lc_shard_planes(c->ctx, planes, total > 0 ? c->extract.length_m : NULL, &part, &c->first[p - 1],
                                 &c->first[p]);
    }
    return status;
}

static lc_status make_folders(cutting_t *c) {
    lc_status status = LC_OK;
    for (size_t k = 1; status == LC_OK && k <= c->parts; k++) {
        char *folder = in_part(c, k, "");
        status = folder ? make_folder(c, folder) : lc_fail_memory(c->ctx);
        free(folder);
    }
    return status;
}

static lc_status make_extracts(cutting_t *c) {
    if (!c->extract.pbf) return LC_OK;
    c->pbf = LC_NEW0(char *, c->parts);
    bool ok = c->pbf;
    for (size_t k = 0; ok && k < c->parts; k++) ok = (c->pbf[k] = in_part(c, k + 1, EXTRACT));
    return ok ? lc_extract_write(c->ctx, &c->extract, c->first, c->parts, c->pbf) : lc_fail_memory(c->ctx);
}

static void clear(cutting_t *c) {
    for (size_t k = 0; c->pbf && k < c->parts; k++) free(c->pbf[k]);
    free(c->pbf);
    free(c->first);
    lc_cut_osm_clear(&c->extract.osm);
    free(c->extract.length_m);
    free(c->project);
    free(c->inputs);
    free(c->cut);
    free(c->merged);
}

/* All of them or none. */
static lc_status write_texts(cutting_t *c) {
    bool own = lc_outputs_join(c->ctx);
    lc_status status = write_parts(c);
    if (status == LC_OK) status = write_scripts(c);
    return lc_outputs_leave(c->ctx, own, status);
}

lc_status lc_cut_write(lc_context *ctx, const lc_cut_job *job, const char **why_whole) {
    typedef lc_status (*step_fn)(cutting_t *);
    static const step_fn steps[] = {name_project,  survey,      divide,      make_folders,
                                    make_extracts, list_inputs, name_merged, write_texts};
    cutting_t c = {.ctx = ctx, .job = job, .options = job->options, .parts = job->parts, .digits = 3};
    for (size_t n = job->parts; n >= 1000; n /= 10) c.digits++;
    lc_status status = make_folder(&c, job->folder);
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](&c);
    *why_whole = c.why_whole;
    clear(&c);
    return status;
}
