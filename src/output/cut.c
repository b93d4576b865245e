#define _XOPEN_SOURCE 700 /* realpath() */

#include "output/cut.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/output_set.h"
#include "city/shard.h"
#include "output/extract.h"

static char EXTRACT[] = "extract.osm.pbf";

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

static bool add_word(cutting_t *c, const char *word, const char *ending) {
    char *longer = lc_sprintf("%s %s%s", c->inputs, word, ending);
    free(c->inputs);
    c->inputs = longer;
    return longer;
}

/* A source that is a file, with all that belongs to a shapefile; nothing for databases and services. */
static bool add_source(cutting_t *c, const char *source) {
    struct stat st;
    if (!source) return true;
    char *path = lc_sprintf("%.*s", (int)strcspn(source, "|"), source);
    char *whole = path && stat(path, &st) == 0 && S_ISREG(st.st_mode) ? realpath(path, NULL) : NULL;
    bool ok = path != NULL;
    if (whole) {
        size_t n = strlen(whole);
        bool shapefile = n > 4 && strcmp(whole + n - 4, ".shp") == 0;
        if (shapefile) whole[n - 4] = '\0';
        char *word = quoted(whole);
        ok = word && add_word(c, word, shapefile ? ".*" : "");
        free(word);
    }
    free(whole);
    free(path);
    return ok;
}

/* CATEGORY=SOURCE, or SOURCE. */
static bool add_sources(cutting_t *c, const char *const *list, size_t n, bool named) {
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        const char *equals = named ? strchr(list[i], '=') : NULL;
        ok = add_source(c, equals ? equals + 1 : list[i]);
    }
    return ok;
}

static lc_status list_inputs(cutting_t *c) {
    const lc_city_options *o = c->options->city;
    const char *single[] = {c->options->project, c->options->profile, o->network, o->communities, o->residential,
                            o->demand,           o->compounds,        o->gates,   o->dem};
    c->inputs = lc_strdup("");
    size_t n_osm = c->pbf ? 0 : o->n_osm; /* the extract stands for it, and part.yaml has its digest */
    bool ok = c->inputs && add_sources(c, o->osm, n_osm, false) &&
              add_sources(c, o->facilities, o->n_facilities, true) && add_sources(c, o->pois, o->n_pois, false) &&
              add_sources(c, o->entrances, o->n_entrances, true);
    for (size_t i = 0; ok && i < sizeof single / sizeof *single; i++) ok = add_source(c, single[i]);
    return ok ? LC_OK : lc_fail_memory(c->ctx);
}

static lc_status name_project(cutting_t *c) {
    char *whole = realpath(c->options->project, NULL);
    if (!whole)
        return lc_fail(c->ctx, LC_ERR_INPUT, "%s cannot be read: %s", c->options->project,
                       lc_system_text(c->ctx, errno));
    c->project = quoted(whole);
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

static void print_run(const cutting_t *c, FILE *file, size_t part) {
    const char *own = c->pbf ? " part.yaml extract.osm.pbf" : " part.yaml";
    fprintf(file,
            "#!/bin/sh\n"
            "# Part %zu of %zu. Done once: again only when an input, or lifecircle, has changed.\n"
            "set -eu\n"
            "cd \"$(dirname \"$0\")\"\n"
            "lifecircle=${LIFECIRCLE:-lifecircle}\n"
            "inputs=$({ \"$lifecircle\" --version; sha256sum%s%s; } | sha256sum)\n"
            "if [ -s report.geojson ] && [ -s report.csv ] && [ \"$(cat inputs.sha256 2>/dev/null)\" = \"$inputs\" ]; "
            "then exit 0; fi\n"
            "rm -f inputs.sha256\n"
            "\"$lifecircle\" check %s --shard part.yaml --output report.geojson --csv report.csv --quiet --no-fail\n"
            "echo \"$inputs\" >inputs.sha256\n",
            part, c->parts, own, c->inputs, c->project);
}

static void print_parallel(const cutting_t *c, FILE *file, size_t part) {
    (void)c;
    (void)part;
    fputs(
        "#!/bin/sh\n"
        "# All parts on this machine, JOBS at a time (default 2), each tried three times; then their reports as one.\n"
        "# With GNU parallel, or with xargs, which tries once, where it is not installed.\n"
        "set -eu\n"
        "cd \"$(dirname \"$0\")\"\n"
        "if command -v parallel >/dev/null; then\n"
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
            "cd \"$(dirname \"$0\")\"\n"
            "job=$(sbatch --parsable --array=1-%zu --output=part-%%a.log \"$@\" part.slurm)\n"
            "sbatch --parsable --dependency=\"afterany:${job%%%%;*}\" --kill-on-invalid-dep=yes --output=merge.log "
            "merge.sh\n",
            c->parts);
}

static void print_merge(const cutting_t *c, FILE *file, size_t part) {
    (void)c;
    (void)part;
    fputs("#!/bin/sh\n"
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
          "exec \"${LIFECIRCLE:-lifecircle}\" merge part-*/report.geojson --output report.geojson --csv report.csv\n",
          file);
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
                       .extract = c->pbf ? EXTRACT : NULL,
                       .osm = c->extract.osm};
    lc_cut_part_print(file, &own);
}

/* Below the folder of part k; malloc'ed. */
static char *in_part(const cutting_t *c, size_t k, const char *name) {
    return lc_sprintf("%s/part-%0*zu/%s", c->job->folder, c->digits, k, name);
}

static lc_status write_parts(cutting_t *c) {
    lc_status status = LC_OK;
    for (size_t k = 1; status == LC_OK && k <= c->parts; k++) {
        char *script = in_part(c, k, "run.sh"), *part = in_part(c, k, "part.yaml");
        status = write_text(c, part, print_part, k, TEXT);
        if (status == LC_OK) status = write_text(c, script, print_run, k, SCRIPT);
        free(part);
        free(script);
    }
    return status;
}

static lc_status write_scripts(cutting_t *c) {
    static const struct {
        const char *name;
        print_fn print;
    } scripts[] = {{"run-parallel.sh", print_parallel},
                   {"run-slurm.sh", print_slurm},
                   {"part.slurm", print_part_job},
                   {"merge.sh", print_merge}};
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < sizeof scripts / sizeof *scripts; i++) {
        char *path = lc_sprintf("%s/%s", c->job->folder, scripts[i].name);
        status = write_text(c, path, scripts[i].print, 0, SCRIPT);
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
    if (status != LC_OK || !o->network || lc_osm_is_name(o->network)) return status;
    memset(c->extract.length_m, 0, planes->n * sizeof *c->extract.length_m);
    return lc_cut_survey_lines(c->ctx, o->network, planes, c->extract.length_m);
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
    static const step_fn steps[] = {name_project,  survey,      divide,     make_folders,
                                    make_extracts, list_inputs, write_texts};
    cutting_t c = {.ctx = ctx, .job = job, .options = job->options, .parts = job->parts, .digits = 3};
    for (size_t n = job->parts; n >= 1000; n /= 10) c.digits++;
    lc_status status = make_folder(&c, job->folder);
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](&c);
    *why_whole = c.why_whole;
    clear(&c);
    return status;
}
