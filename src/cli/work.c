#include <sys/resource.h>

#include "cli.h"

static void print_phases(const lc_context *ctx) {
    for (size_t i = 0; i < lc_phase_count(ctx); i++) {
        lc_phase_time phase = lc_phase(ctx, i);
        fprintf(stderr, "%8.3f s  %s\n", phase.seconds, phase.phase);
    }
}

/* What was done, how long the two hot parts of it took for an item, and the memory. */
static void print_stats(const lc_context *ctx) {
    lc_stats s = lc_check_stats(ctx);
    const struct {
        const char *text;
        size_t n;
    } line[] = {
        {CLI_TEXT("nodes of the network"), s.nodes},
        {CLI_TEXT("edges"), s.edges},
        {CLI_TEXT("path segments"), s.segments},
        {CLI_TEXT("searches over the network"), s.searches},
        {CLI_TEXT("nodes settled by them"), s.settled},
        {CLI_TEXT("communities measured, once a pass"), s.communities},
        {CLI_TEXT("communities measured again, more finely"), s.repeated},
        {CLI_TEXT("boxes examined"), s.boxes},
        {CLI_TEXT("segments weighed in them"), s.candidates},
        {CLI_TEXT("cells divided among segments"), s.cells},
        {CLI_TEXT("pieces that made"), s.pieces},
        {CLI_TEXT("slivers under parabolas"), s.slivers},
    };
    for (size_t i = 0; i < sizeof line / sizeof *line; i++)
        fprintf(stderr, "%12zu  %s\n", line[i].n, cli_tr(line[i].text));
    if (s.settled) fprintf(stderr, "%9.0f ns  %s\n", 1e9 * s.search_s / (double)s.settled, cli_tr("a settled node"));
    if (s.segments)
        fprintf(stderr, "%9.0f ns  %s\n", 1e9 * s.measure_s / (double)s.segments,
                cli_tr("of measuring a path segment"));
    struct rusage use;
    if (getrusage(RUSAGE_SELF, &use) == 0)
        fprintf(stderr, "%8ld MiB  %s\n", use.ru_maxrss >> 10, cli_tr("memory at most"));
}

void cli_work(const lc_context *ctx) {
    print_phases(ctx);
    print_stats(ctx);
}
