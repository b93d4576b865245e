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

/* What the scripts are written from. */
typedef struct {
    lc_context *ctx;
    const lc_cut_options *options;
    const char *folder;
    size_t parts;
    int digits;    /* of a part's number in names */
    char *project; /* whole path */
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
    c->project = realpath(c->options->project, NULL);
    bool ok = c->inputs && add_sources(c, o->osm, o->n_osm, false) &&
              add_sources(c, o->facilities, o->n_facilities, true) && add_sources(c, o->pois, o->n_pois, false) &&
              add_sources(c, o->entrances, o->n_entrances, true);
    for (size_t i = 0; ok && i < sizeof single / sizeof *single; i++) ok = add_source(c, single[i]);
    if (!ok) return lc_fail_memory(c->ctx);
    return c->project ? LC_OK
                      : lc_fail(c->ctx, LC_ERR_INPUT, "%s cannot be read: %s", c->options->project,
                                lc_system_text(c->ctx, errno));
}

/* ----------------------------------------------------------------------------------------------------------- scripts
 */

static lc_status make_folder(cutting_t *c, const char *path) {
    if (mkdir(path, 0777) == 0 || errno == EEXIST) return LC_OK;
    return lc_fail(c->ctx, LC_ERR_IO, "folder %s cannot be made: %s", path, lc_system_text(c->ctx, errno));
}

/* A script whose text `write` prints. */
typedef void (*print_fn)(const cutting_t *c, FILE *file, size_t part);

static lc_status write_script(cutting_t *c, const char *path, print_fn print, size_t part) {
    lc_output output = {0};
    lc_status status = path ? lc_output_open(c->ctx, path, &output) : lc_fail_memory(c->ctx);
    if (status != LC_OK) return status;
    print(c, output.file, part);
    if (fchmod(fileno(output.file), 0755) == 0) return lc_output_commit(c->ctx, &output);
    status = lc_fail(c->ctx, LC_ERR_IO, "%s cannot be made a program: %s", path, lc_system_text(c->ctx, errno));
    lc_output_abort(&output);
    return status;
}

static void print_run(const cutting_t *c, FILE *file, size_t part) {
    char *project = quoted(c->project);
    fprintf(file,
            "#!/bin/sh\n"
            "# Part %zu of %zu. Done once: again only when an input, or lifecircle, has changed.\n"
            "set -eu\n"
            "cd \"$(dirname \"$0\")\"\n"
            "lifecircle=${LIFECIRCLE:-lifecircle}\n"
            "inputs=$({ \"$lifecircle\" --version; sha256sum%s; } | sha256sum)\n"
            "if [ -s report.geojson ] && [ \"$(cat inputs.sha256 2>/dev/null)\" = \"$inputs\" ]; then exit 0; fi\n"
            "rm -f inputs.sha256\n"
            "\"$lifecircle\" check %s --shard %zu/%zu --output report.geojson --quiet --no-fail\n"
            "echo \"$inputs\" >inputs.sha256\n",
            part, c->parts, c->inputs, project ? project : "", part, c->parts);
    free(project);
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
            "# All parts as a Slurm job array, and a job that merges their reports when every one has succeeded. "
            "Options for\n"
            "# sbatch (memory, time, partition) go on the command line: ./run-slurm.sh --mem=8G --time=2:00:00\n"
            "set -eu\n"
            "cd \"$(dirname \"$0\")\"\n"
            "job=$(sbatch --parsable --array=1-%zu --output=part-%%a.log \"$@\" part.slurm)\n"
            "sbatch --parsable --dependency=\"afterok:${job%%%%;*}\" --kill-on-invalid-dep=yes --output=merge.log "
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
          "for part in part-*; do\n"
          "    [ -d \"$part\" ] || continue\n"
          "    if [ ! -s \"$part/inputs.sha256\" ]; then\n"
          "        echo \"$part has not been checked: run $part/run.sh again\" >&2\n"
          "        exit 1\n"
          "    fi\n"
          "done\n"
          "exec \"${LIFECIRCLE:-lifecircle}\" merge part-*/report.geojson --output report.geojson\n",
          file);
}

static lc_status write_parts(cutting_t *c) {
    lc_status status = LC_OK;
    for (size_t k = 1; status == LC_OK && k <= c->parts; k++) {
        char *folder = lc_sprintf("%s/part-%0*zu", c->folder, c->digits, k);
        char *script = folder ? lc_sprintf("%s/run.sh", folder) : NULL;
        status = folder ? make_folder(c, folder) : lc_fail_memory(c->ctx);
        if (status == LC_OK) status = write_script(c, script, print_run, k);
        free(script);
        free(folder);
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
        char *path = lc_sprintf("%s/%s", c->folder, scripts[i].name);
        status = write_script(c, path, scripts[i].print, 0);
        free(path);
    }
    return status;
}

lc_status lc_cut_write(lc_context *ctx, const lc_cut_options *options, size_t parts, const char *folder) {
    cutting_t c = {.ctx = ctx, .options = options, .folder = folder, .parts = parts, .digits = 3};
    for (size_t n = parts; n >= 1000; n /= 10) c.digits++;
    lc_status status = list_inputs(&c);
    if (status == LC_OK) status = make_folder(&c, folder);
    bool own = lc_outputs_join(ctx);
    if (status == LC_OK) status = write_parts(&c);
    if (status == LC_OK) status = write_scripts(&c);
    status = lc_outputs_leave(ctx, own, status);
    free(c.project);
    free(c.inputs);
    return status;
}
