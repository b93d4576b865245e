#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* One line, of one work at a time. */
static struct {
    bool shown;          /* write the line at all */
    bool apart;          /* each on a line of its own, for a program that runs this one */
    volatile bool dirty; /* the line stands on the terminal */
    int percent;         /* what it shows */
    const char *phase;
} line;

static bool on_progress(const char *phase, double done, void *user) {
    (void)user;
    int percent = (int)(100 * (!(done > 0) ? 0 : done > 1 ? 1 : done));
    bool same = line.phase && strcmp(line.phase, phase) == 0 && line.percent == percent;
    if (!line.shown || same) return true;
    line.phase = phase;
    line.percent = percent;
    line.dirty = !line.apart;
    fprintf(stderr, line.apart ? "progress: %s %d %%\n" : "\r\033[K%s %d %%", phase, percent);
    fflush(stderr);
    return true;
}

static bool is_terminal(void) {
    const char *term = getenv("TERM");
    return isatty(STDERR_FILENO) && term && *term && strcmp(term, "dumb") != 0;
}

/* LIFECIRCLE_PROGRESS=lines. */
static bool wants_lines(void) {
    const char *asked = getenv("LIFECIRCLE_PROGRESS");
    return asked && strcmp(asked, "lines") == 0;
}

void cli_progress_start(lc_context *ctx, bool quiet) {
    line.apart = wants_lines();
    line.shown = !quiet && (line.apart || is_terminal());
    line.dirty = false;
    line.phase = NULL;
    lc_context_set_progress(ctx, on_progress, NULL);
}

void cli_progress_stop(lc_context *ctx) {
    lc_context_set_progress(ctx, NULL, NULL);
    if (line.dirty) fputs("\r\033[K", stderr);
    line.dirty = false;
}

bool cli_progress_shows(void) {
    return line.dirty;
}
