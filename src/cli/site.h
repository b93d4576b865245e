/* The parts of `lifecircle site`: where its results go, and what it prints. */
#ifndef LC_CLI_SITE_H
#define LC_CLI_SITE_H

#include "cli.h"

/* A path for each lc_siting_kind; NULL where it is not wanted. */
typedef struct cli_site_outputs {
    const char *path[LC_SITING_MAP + 1];
} cli_site_outputs;

/* Could all be written, none over an input or another one? The exit code. */
int cli_site_outputs_check(lc_context *ctx, const cli_site_outputs *outputs, const lc_city_options *city,
                           const lc_site_options *site);
lc_status cli_site_outputs_write(lc_context *ctx, const cli_site_outputs *outputs, const lc_siting *siting);
/* Does a result go to standard output? */
bool cli_site_stdout(const cli_site_outputs *outputs);

/* The answer for people. */
void cli_site_summary(FILE *file, const lc_siting *siting, const cli_site_outputs *outputs);

#endif
