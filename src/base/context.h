/* The context: the last error, warnings, progress, phases. Everything fallible in the library takes one. */
#ifndef LC_BASE_CONTEXT_H
#define LC_BASE_CONTEXT_H

#include "base/error.h"
#include "base/secrets.h"

enum { LC_EXAMPLES_MAX = 5, LC_EXAMPLE_SIZE = 256 };

/* Warnings gathered while reading and checking; one entry a code, in order of first appearance. Files get the English
   texts, whatever the language, so that the same inputs give the same bytes; people get the `local` ones. */
typedef struct lc_warning_entry {
    char *code, *message, *local;
    size_t count;
    char *examples[LC_EXAMPLES_MAX], *local_examples[LC_EXAMPLES_MAX];
    size_t n_examples;
} lc_warning_entry;

typedef struct lc_warnings {
    lc_warning_entry *entry;
    size_t n, capacity;
} lc_warnings;

/* A file that is written but not yet in its place; `temp` NULL: `path` is to go once the others are in place. */
typedef struct lc_pending_file {
    char *temp, *path;
    char *kept;  /* second name of the file that was at `path`; NULL without */
    bool placed; /* the new file is at `path` */
} lc_pending_file;

struct lc_context {
    lc_error_state error;
    bool chinese;
    int threads;
    lc_progress_fn progress;
    void *progress_user;
    atomic_bool cancel;       /* lc_cancel() was called */
    atomic_bool told_to_stop; /* the progress callback said so; until the next call begins */
    const lc_context *parent; /* of a context for work on another thread: ends with it; NULL without */
    lc_warnings warnings;
    lc_secrets secrets; /* of the sources that were named: no message or warning shows them */
    lc_phase_time *phases;
    size_t n_phases, cap_phases;
    lc_phase_time *phase; /* that is running; NULL between them */
    double phase_started;
    bool collecting; /* between lc_outputs_begin() and its end: finished files wait in `pending` */
    lc_pending_file *pending;
    size_t n_pending, cap_pending;
    lc_stats stats;
};

/* A context for work on another thread, of the same language and number of threads, which is cancelled with this one.
   NULL when memory is out. */
lc_context *lc_context_beside(const lc_context *ctx);
/* Add one case of warning `code`. `message` (static text) is kept from the first case; the formatted text is an
   example of where, kept for the first five. Pass NULL as format for a case without example. */
void lc_warn(lc_context *ctx, const char *code, const char *message, const char *format, ...) LC_PRINTF(4, 5);
/* Add one case whose example is there in both languages: what files get, and what people read. */
void lc_warn_example(lc_context *ctx, const char *code, const char *message, const char *english, const char *local);
/* Add `count` cases at once, without examples. Nothing happens when count is 0. */
void lc_warn_count(lc_context *ctx, const char *code, const char *message, size_t count);
void lc_warnings_clear(lc_warnings *warnings);
/* Copies of all of them behind those that `to` has, which has none of their codes. false when memory is out. */
bool lc_warnings_copy(lc_warnings *to, const lc_warnings *from);
/* Move warnings whose code `to` does not have behind those it has; `from` is empty then. false when memory is out. */
bool lc_warnings_join(lc_warnings *to, lc_warnings *from);

/* The i-th, in the language of the context that warned. Strings belong to the warnings. */
lc_warning lc_warnings_at(const lc_warnings *warnings, size_t i);

/* What every long call begins with: no error, and no warnings. Phases and stats go on adding up. */
void lc_context_begin(lc_context *ctx);
/* Start timing a phase (ends the one before); NULL only ends. Also reports progress 0 of it. */
lc_status lc_phase_begin(lc_context *ctx, const char *phase);
/* Report progress of the running phase; LC_ERR_CANCELLED when the callback says so, or lc_cancel() was called. */
lc_status lc_progress(lc_context *ctx, double done);
/* Add what a worker counted of boxes, candidates, cells, pieces and slivers. */
void lc_stats_add(lc_stats *total, const lc_stats *work);
/* Seconds on a clock that only goes forward. */
double lc_seconds(void);
/* Number of worker threads to use, at least 1. */
int lc_threads(const lc_context *ctx);

#endif
