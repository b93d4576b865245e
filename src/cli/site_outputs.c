/* Where the results of `lifecircle site` go. */
#include <string.h>

#include "site.h"

enum { KINDS = LC_SITING_MAP + 1 };

bool cli_site_stdout(const cli_site_outputs *outputs) {
    bool any = false;
    for (size_t k = 0; k < KINDS; k++) any = any || cli_is_stdout(outputs->path[k]);
    return any;
}

static const char *after_category(const char *text) {
    size_t n = strcspn(text, "=|");
    return text[n] == '=' ? text + n + 1 : text;
}

static bool is_one_of(const char *path, const char *const *sources, size_t n) {
    bool found = false;
    for (size_t i = 0; i < n; i++) found = found || cli_is_source(after_category(sources[i]), path);
    return found;
}

static bool is_input(const char *path, const lc_city_options *city, const lc_site_options *site) {
    const char *const input[] = {city->network,   city->communities, city->residential, city->demand,
                                 city->compounds, city->gates,       city->dem};
    bool found = is_one_of(path, city->osm, city->n_osm) || is_one_of(path, city->facilities, city->n_facilities) ||
                 is_one_of(path, city->pois, city->n_pois) || is_one_of(path, city->entrances, city->n_entrances) ||
                 is_one_of(path, city->groups, city->n_groups) || is_one_of(path, site->candidates, site->n_candidates);
    for (size_t i = 0; i < sizeof input / sizeof *input; i++)
        found = found || (input[i] && cli_is_source(input[i], path));
    return found;
}

int cli_site_outputs_check(lc_context *ctx, const cli_site_outputs *outputs, const lc_city_options *city,
                           const lc_site_options *site) {
    for (size_t k = 0; k < KINDS; k++) {
        const char *path = outputs->path[k];
        if (!path) continue;
        if (lc_siting_write_check(ctx, (lc_siting_kind)k, path) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
        if (is_input(path, city, site))
            return cli_fail("%s is an input; give the %s another name", path, cli_tr(CLI_TEXT("sites")));
        for (size_t i = 0; i < k; i++)
            if (outputs->path[i] && cli_same_file(path, outputs->path[i]))
                return cli_fail("%s would hold two results; give one another name", path);
    }
    return CLI_PASSED;
}

/* Files first, and all of them or none; then what goes to standard output. */
lc_status cli_site_outputs_write(lc_context *ctx, const cli_site_outputs *outputs, const lc_siting *siting) {
    lc_status status = LC_OK;
    lc_outputs_begin(ctx);
    for (size_t k = 0; k < KINDS && status == LC_OK; k++)
        if (outputs->path[k] && !cli_is_stdout(outputs->path[k]))
            status = lc_siting_write(ctx, siting, (lc_siting_kind)k, outputs->path[k]);
    if (status == LC_OK)
        status = cli_commit(ctx);
    else
        lc_outputs_abort(ctx);
    for (size_t k = 0; k < KINDS && status == LC_OK; k++)
        if (cli_is_stdout(outputs->path[k])) status = lc_siting_write(ctx, siting, (lc_siting_kind)k, outputs->path[k]);
    return status;
}
