/*
 * How the program ends when it is told to, or when a library can only abort.
 *
 * The first signal cancels the work, which ends by itself: files are closed, temporary ones removed, memory freed. What
 * does not hear (one overlay of large polygons, a database that does not answer) is ended after GRACE_S, and at once by
 * a second signal; never while files take their places, which is short. Handlers have no arguments: this is the one
 * piece of state that must be global.
 */
#define _DEFAULT_SOURCE /* RTLD_DEFAULT */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

enum { GRACE_S = 2, BY_SIGNAL = 128 };

static _Atomic(lc_context *) working;
static atomic_int received;  /* the first signal; 0 before */
static atomic_bool ended;    /* main() is done */
static atomic_bool expected; /* a signal is the way to end it */
static atomic_bool refused;  /* a library did not get a large block */
static const char *cancelled, *aborted, *no_memory;

static void say(const char *text) {
    static const char clear[] = "\r\033[K", before[] = "lifecircle: ";
    ssize_t written = cli_progress_shows() ? write(STDERR_FILENO, clear, sizeof clear - 1) : 0;
    if (written >= 0) written = write(STDERR_FILENO, before, sizeof before - 1);
    if (written >= 0) written = write(STDERR_FILENO, text, strlen(text));
    if (written >= 0) written = write(STDERR_FILENO, "\n", 1);
    (void)written;
}

/* Now, without what is left to do; false when files are taking their places. */
static bool end_now(const char *text, int code) {
    lc_context *ctx = atomic_load(&working);
    if (ctx && !lc_outputs_discard(ctx)) return false;
    say(text);
    _exit(code);
}

static void on_grace_over(int signal_number) {
    (void)signal_number;
    if (!end_now(cancelled, BY_SIGNAL + atomic_load(&received))) alarm(1);
}

static void on_stop(int signal_number) {
    int none = 0;
    bool first = atomic_compare_exchange_strong(&received, &none, signal_number);
    lc_context *ctx = atomic_load(&working);
    if (!first || !ctx) {
        end_now(cancelled, BY_SIGNAL + atomic_load(&received));
        return;
    }
    lc_cancel(ctx);
    alarm(GRACE_S);
}

/* GDAL, PROJ and others end the process when memory is out: as an error with one line. */
static void on_abort(int signal_number) {
    (void)signal_number;
    end_now(aborted, CLI_WRONG);
    _exit(CLI_WRONG);
}

static void on_terminate(void) {
    on_abort(SIGABRT);
}

/* popt and others call exit(1) when memory is out, which would mean a missed target; they have said why. */
static void on_exit_inside(void) {
    if (!atomic_load(&ended)) _exit(CLI_WRONG);
}

/* What shells and nohup want ignored stays so. */
static void handle(int signal_number, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags}, before;
    sigemptyset(&action.sa_mask);
    if (sigaction(signal_number, NULL, &before) == 0 && before.sa_handler == SIG_IGN) return;
    sigaction(signal_number, &action, NULL);
}

/* An exception of C++ that nobody catches: without the lines that its run time prints. Its name by the ABI of C++,
   since this program is C. */
static void handle_exceptions(void) {
    typedef void (*handler)(void);
    handler (*set)(handler) = NULL;
    void *found = dlsym(RTLD_DEFAULT, "_ZSt13set_terminatePFvvE");
    memcpy(&set, &found, sizeof set);
    if (set) set(on_terminate);
}

void cli_ending_start(void) {
    cancelled = cli_tr("cancelled");
    aborted = cli_tr("a library ended the program, as a rule for want of memory; give it more, or a smaller input");
    no_memory = cli_tr("out of memory");
    signal(SIGXFSZ, SIG_IGN); /* a file over the limit is a failed write, with a message, and no half of it stays */
    handle(SIGINT, on_stop, SA_RESTART);
    handle(SIGTERM, on_stop, SA_RESTART);
    handle(SIGHUP, on_stop, SA_RESTART);
    handle(SIGALRM, on_grace_over, SA_RESTART);
    handle(SIGABRT, on_abort, 0);
    handle_exceptions();
    atexit(on_exit_inside);
}

void cli_ending_expect(void) {
    atomic_store(&expected, true);
}

void cli_end_short(void) {
    end_now(no_memory ? no_memory : "out of memory", CLI_WRONG);
}

void cli_refuse_memory(void) {
    atomic_store(&refused, true);
}

lc_status cli_commit(lc_context *ctx) {
    if (atomic_load(&refused)) cli_end_short();
    return lc_outputs_commit(ctx);
}

int cli_ending_code(int code) {
    if (code != CLI_WRONG && atomic_load(&refused)) cli_end_short();
    int signal_number = atomic_load(&received);
    atomic_store(&ended, true);
    if (!signal_number || atomic_load(&expected)) return code;
    if (code != CLI_WRONG) cli_fail("told to stop when all was done; the outputs are whole");
    return BY_SIGNAL + signal_number;
}

lc_context *cli_context(void) {
    lc_context *ctx = lc_context_new();
    if (!ctx) return NULL;
    lc_context_set_language(ctx, cli_chinese() ? "zh" : "en");
    cli_hand_common(ctx);
    atomic_store(&working, ctx);
    if (atomic_load(&received)) lc_cancel(ctx);
    return ctx;
}

void cli_context_end(lc_context *ctx) {
    atomic_store(&working, NULL);
    lc_context_free(ctx);
}
