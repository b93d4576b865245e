/* What the commands share. The command line knows the library by its public header alone. */
#ifndef LC_CLI_CLI_H
#define LC_CLI_CLI_H

#include <popt.h>
#include <stdbool.h>
#include <stdio.h>

#include "lifecircle.h"

/* Exit codes (lifecircle(1)). */
enum { CLI_PASSED = 0, CLI_MISSED = 1, CLI_WRONG = 2 };

/* Commands: argv[0] is the command's full name, for its help. Return the exit code. */
int cli_check(int argc, const char **argv);
int cli_prepare(int argc, const char **argv);
int cli_profiles(int argc, const char **argv);
int cli_doctor(int argc, const char **argv);
int cli_history(int argc, const char **argv);
int cli_init(int argc, const char **argv);
int cli_inspect(int argc, const char **argv);
int cli_cut(int argc, const char **argv);
int cli_diff(int argc, const char **argv);
int cli_edits(int argc, const char **argv);
int cli_merge(int argc, const char **argv);
int cli_serve(int argc, const char **argv);
int cli_site(int argc, const char **argv);

/* One line on standard error, "lifecircle: …", translated; returns CLI_WRONG. */
int cli_fail(const char *format, ...) LC_PRINTF(1, 2);
/* cli_fail() with popt's last error: an unknown option, with the one that may have been meant, a missing value. */
struct poptOption;
int cli_fail_option(const char *command, const struct poptOption *options, const char *option, int popt_error);

/* The known word that is nearest to a mistyped one: begin, try all that are known, and look at `found`. */
typedef struct cli_nearest {
    const char *word, *found; /* found NULL: none is near */
    size_t length, least;
} cli_nearest;
cli_nearest cli_nearest_to(const char *word, size_t length);
void cli_nearest_try(cli_nearest *nearest, const char *known);
/* Standard output flushed; `code`, or CLI_WRONG when it could not be written. */
int cli_finish(int code);

/* Take the options of every command out of the arguments, --lang, --max-memory and --offline; the exit code. */
int cli_take_common(int *argc, char **argv);
/* --max-memory and --offline to a context. */
void cli_hand_common(lc_context *ctx);
/* Look for a mistyped word among their names. */
void cli_try_common(cli_nearest *nearest);
/* The language of all that follows, "zh" or "en"; false when it is neither. */
bool cli_set_language(const char *value);
/* Does the user read Chinese (--lang, else LC_ALL, LC_MESSAGES, LANG)? */
bool cli_chinese(void);
/* `text` in the user's language; static. */
const char *cli_tr(const char *text);
/* Marks a text that is translated where it is shown. */
#define CLI_TEXT(text) text

/* From here on signals end the program as people expect: SIGINT, SIGTERM and SIGHUP cancel the work of the context, and
   the exit code is 128 and the signal's number; a library that aborts, or calls exit(), is one line and CLI_WRONG. */
void cli_ending_start(void);
/* From here on a signal is the way to end the command, whose exit code is its own. */
void cli_ending_expect(void);
/* The exit code of main(): `code`, unless a signal says another one. */
int cli_ending_code(int code);
/* Memory is out: one line and CLI_WRONG, at once; temporary files go. Returns only while files take their places. */
void cli_end_short(void);
/* A library asked for a large block, and did not get it: what it has made may lack something. */
void cli_refuse_memory(void);
/* lc_outputs_commit(), unless memory has been short (cli_refuse_memory()). */
lc_status cli_commit(lc_context *ctx);
/* The context of a command, which speaks the user's language, keeps to --max-memory and --offline, and which signals
   cancel: one at a time. NULL when memory is out. */
lc_context *cli_context(void);
void cli_context_end(lc_context *ctx);

/* Rows of popt's table of a command's options; `text` is translated where it is shown. */
#define VALUE(name, letter, id, text, what)                                                                            \
    { name, letter, POPT_ARG_STRING, NULL, id, text, what }
#define FLAG(name, letter, id, text)                                                                                   \
    { name, letter, POPT_ARG_NONE, NULL, id, text, NULL }
/* A command's options, translated: what follows "Usage: ", and popt's table, in which help comes last. */
void cli_help(const char *usage, const struct poptOption *options);
/* Options under a title, in this order; groups end with one without a title, names with NULL. */
typedef struct cli_help_group {
    const char *title;
    const char *const *options; /* long names */
} cli_help_group;
/* cli_help() in groups; what no group names comes last, so that none is lost. */
void cli_help_grouped(const char *usage, const struct poptOption *options, const cli_help_group *groups);
/* The help of check, of which `options` are the options. */
void cli_check_help(const struct poptOption *options);

/* Progress on standard error while a context works: only on a terminal, one line that is gone at the end. */
void cli_progress_start(lc_context *ctx, bool quiet);
void cli_progress_stop(lc_context *ctx);
/* Does the line stand on the terminal? For a signal's handler as well. */
bool cli_progress_shows(void);

/* What a command line and its project file say of a run. */
typedef struct cli_run {
    lc_city_options city;
    const char *profile;
    lc_check_options check;
    lc_outputs outputs;
    const char *const *edits; /* n_edits SOURCEs */
    size_t n_edits;
} cli_run;

/* Is an output's path standard output? NULL, an output that is not wanted, is not. */
bool cli_is_stdout(const char *path);
/* Do two paths lead to one file, there already or not? */
bool cli_same_file(const char *a, const char *b);
/* Is `source` (a SOURCE, its suffixes aside) the regular file `path`? */
bool cli_is_source(const char *source, const char *path);
/* Could all results be written where `run` wants them? Asked before the work; the exit code. */
int cli_outputs_check(lc_context *ctx, const cli_run *run);
/* Write them; `diff` is NULL without a baseline. */
lc_status cli_outputs_write(lc_context *ctx, const cli_run *run, const lc_report *report, const lc_diff *diff);
/* Of these, those that do, or do not, go to standard output; no rasters and no history. */
lc_status cli_outputs_write_kinds(lc_context *ctx, const cli_run *run, const lc_report *report, const lc_diff *diff,
                                  bool to_stdout);
/* Does a result go to standard output? */
bool cli_outputs_stdout(const lc_outputs *outputs);

/* The table of a finished check, and where its results went. */
void cli_summary(FILE *file, const lc_context *ctx, const lc_report *report, const cli_run *run, bool chinese);
/* Indicators without a ratio: why, and which option would supply the data. Nothing when there are none. */
void cli_no_data(FILE *file, const lc_context *ctx, const lc_report *report, bool allowed);

/* A line that tells of a city with edits; nothing for one as it is. */
void cli_summary_edits(FILE *file, const lc_report *report);
/* Its lines on several services at once, the scorecard, and what lies inside the communities. */
void cli_summary_parts(FILE *file, const lc_report *report, bool chinese);

/* The time, the work and the memory of the last check, to standard error. */
void cli_work(const lc_context *ctx);

/* What changed between two reports, `before` and `after` their names; at most CLI_ROWS of a kind unless `all`. */
enum { CLI_ROWS = 20 };
void cli_changes(FILE *file, const lc_context *ctx, const lc_diff *diff, const char *before, const char *after,
                 bool all);

/* A number from `least` to `most`, all of the text of --option; the exit code. */
int cli_read_number(const char *option, const char *text, double least, double most, double *out);
/* The number of --threads; the exit code. */
int cli_read_threads(const char *text, int *out);
/* --option's text into *out, which owns it; empty, or there already, is an error. The exit code. */
int cli_take_text(const char *option, char *text, char **out);
/* Read all options of a command, whose numbers are those of the rows of `options` from 1 on, help the last: what is
   given, and the values, which text[] owns. After help nothing is wrong with an option that is not known. The exit
   code. */
int cli_take_texts(const char *command, const struct poptOption *options, poptContext popt, char **text, bool *given);
/* Values of an option that may be repeated, owned. */
typedef struct cli_list {
    char **text;
    size_t n;
} cli_list;
/* --option's text behind the others of *out, which owns it; empty is an error. The exit code. */
int cli_take_member(const char *option, char *text, cli_list *out);
void cli_list_free(cli_list *list);
/* The sources of categories (`CATEGORY=SOURCE`) that a list, which is made longer, does not have come from the project:
   options win one by one. false when memory is out. */
bool cli_join_sources(const char ***list, size_t *n, const char *const *project, size_t n_project);
/* The error of an option that is repeated and says only one thing; the exit code. */
int cli_fail_repeated(const char *option);

/* Text in columns of a terminal: how wide UTF-8 text shows (CJK counts double), and text cut or padded to a width. */
int cli_width(const char *text);
void cli_pad(FILE *file, const char *text, int width, bool right);
/* Add to the text in a cell of `size` bytes; what has no room is "…". */
void cli_add(char *cell, size_t size, const char *format, ...) LC_PRINTF(3, 4);

#endif
