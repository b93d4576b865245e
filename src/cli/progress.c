#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* Signal handlers have no arguments: the one piece of state that must be global. */
static lc_context *volatile working;

static struct {
    bool shown;  /* write the line at all */
    bool dirty;  /* the line stands on the terminal */
    int percent; /* what it shows */
    const char *phase;
    struct sigaction before; /* what Ctrl-C did before */
} line;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    if (working) lc_cancel(working);
}

static bool on_progress(const char *phase, double done, void *user) {
    (void)user;
    int percent = (int)(100 * (!(done > 0) ? 0 : done > 1 ? 1 : done));
    bool same = line.phase && strcmp(line.phase, phase) == 0 && line.percent == percent;
    if (!line.shown || same) return true;
    line.phase = phase;
    line.percent = percent;
    line.dirty = true;
    fprintf(stderr, "\r\033[K%s %d %%", phase, percent);
    fflush(stderr);
    return true;
}

static bool is_terminal(void) {
    const char *term = getenv("TERM");
    return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

void cli_progress_start(lc_context *ctx, bool quiet) {
    working = ctx;
    line.shown = !quiet && is_terminal();
    line.dirty = false;
    line.phase = NULL;
    /* The second Ctrl-C ends the program as usual, should the first not be heard for long. */
    struct sigaction action = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, &line.before);
    if (line.before.sa_handler == SIG_IGN) sigaction(SIGINT, &line.before, NULL); /* as nohup and shells want it */
    lc_context_set_progress(ctx, on_progress, NULL);
}

void cli_progress_stop(lc_context *ctx) {
    lc_context_set_progress(ctx, NULL, NULL);
    sigaction(SIGINT, &line.before, NULL);
    working = NULL;
    if (line.dirty) fputs("\r\033[K", stderr);
    line.dirty = false;
}
