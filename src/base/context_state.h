/* What a context holds. Errors, languages and the context's own functions look at it; others go through these. */
#ifndef LC_BASE_CONTEXT_STATE_H
#define LC_BASE_CONTEXT_STATE_H

#include <stdatomic.h>

#include "base/secrets.h"
#include "lifecircle.h"

enum { LC_MESSAGE_MAX = 2048 }; /* bytes shown; the rest of a longer message is cut behind a whole character */

/* The last error of a context. Strings are owned; NULL is not known. */
typedef struct lc_error_state {
    char text[LC_MESSAGE_MAX];
    lc_status status;
    lc_error_class error_class;
    char *file, *layer;
    int64_t feature; /* -1: not known */
    size_t line;     /* 0: not known */
} lc_error_state;

enum { LC_EXAMPLES_MAX = 5 }; /* the first ones; `count` has all */

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
    bool lost; /* memory was out for one of them: the work that they are of fails when they are taken */
} lc_warnings;

/* A temporary file (temp_file.h). `path` has its room here: a signal's handler reads it at any time. */
enum { LC_PATH_BYTES = 4096 }; /* the system opens no longer path (PATH_MAX) */
typedef struct lc_temp_file {
    struct lc_temp_file *next;
    atomic_bool there; /* the file is at `path` */
    bool taken;        /* somebody writes it; else the next one may have this place */
    int lock;          /* a descriptor that says that the file is in use */
    char path[LC_PATH_BYTES];
} lc_temp_file;

/* A file that is written but not yet in its place, or one that is to go once the others are in theirs. */
typedef struct lc_pending_file {
    lc_temp_file *temp; /* NULL once it is placed, and for a file that goes */
    char *path;
    bool goes;
    char *kept;    /* second name of the file that was at `path`; NULL without */
    int kept_lock; /* a descriptor that says that it is in use; -1 without */
    bool placed;   /* the new file is at `path` */
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
    _Atomic(lc_temp_file *) temps; /* all that the context has ever had at once */
    atomic_bool committing;        /* files are taking their places */
    size_t plane, n_planes;        /* that is at work, of several; 0 of 0 for one */
    lc_stats stats;
    uint64_t max_memory;     /* bytes that the process may hold */
    double memory_checked_s; /* lc_seconds() when it was checked last */
    bool offline;            /* no source may lie elsewhere */
};

#endif
