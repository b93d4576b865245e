/* The answer of `lifecircle site` for people. */
#include <math.h>
#include <string.h>

#include "site.h"

enum { CELL = 64, COLUMNS = 7 };

/* A whole number with the digits in groups of three. */
static void put_grouped(char cell[CELL], double value) {
    char digits[CELL];
    int n = snprintf(digits, sizeof digits, "%.0f", value), at = 0;
    for (int i = 0; i < n && at < CELL - 2; i++) {
        if (i && (n - i) % 3 == 0 && digits[i - 1] != '-') cell[at++] = ',';
        cell[at++] = digits[i];
    }
    cell[at] = '\0';
}

/* Demand: whole numbers, or shares where all of it is small. */
static void put_demand(char cell[CELL], double value, double demand) {
    if (demand >= 1000)
        put_grouped(cell, value);
    else
        snprintf(cell, CELL, "%.4f", value);
}

static bool is_least(const lc_siting_totals *t) {
    return t->question == LC_SITE_REACH || t->question == LC_SITE_EACH_COMMUNITY;
}

static void put_totals(FILE *file, const lc_siting_totals *t, size_t n) {
    char before[CELL], value[CELL], demand[CELL], covers[CELL], candidates[CELL];
    put_demand(before, t->before, t->demand);
    put_demand(value, t->value, t->demand);
    put_demand(demand, t->demand, t->demand);
    put_grouped(covers, (double)t->covers);
    put_grouped(candidates, (double)t->candidates);
    fprintf(file, cli_tr("%zu sites of %s candidates, which cover %s places one by one\n"), n, candidates, covers);
    fprintf(file, cli_tr("covered demand   %s -> %s of %s\n"), before, value, demand);
    fprintf(file, cli_tr("share, exactly   %.4f -> %.4f\n"), t->ratio_before, t->ratio_after);
}

/* How good it is. */
static void put_proof(FILE *file, const lc_siting_totals *t) {
    char bound[CELL];
    if (t->optimal) {
        fputs(cli_tr("proof            nothing is better\n"), file);
    } else if (is_least(t)) {
        fprintf(file, cli_tr("proof            at least %g is needed, and this costs %g: a gap of %.2f %%\n"), t->bound,
                t->cost, 100 * t->gap);
    } else {
        put_demand(bound, t->bound, t->demand);
        fprintf(file, cli_tr("proof            nothing covers more than %s: a gap of %.2f %%\n"), bound, 100 * t->gap);
    }
}

static void fill_site(const lc_siting *s, const lc_siting_totals *t, size_t i, char cell[COLUMNS][CELL]) {
    lc_new_site site = lc_siting_site(s, i);
    snprintf(cell[0], CELL, "%zu", i + 1);
    put_demand(cell[1], site.gain, t->demand);
    put_demand(cell[2], site.alone, t->demand);
    put_demand(cell[3], lc_siting_curve(s, i + 1), t->demand);
    snprintf(cell[4], CELL, "%g", site.cost);
    cell[5][0] = cell[6][0] = '\0';
    cli_add(cell[5], CELL, "%s", site.category);
    cli_add(cell[6], CELL, "%s", site.name ? site.name : site.id);
}

static void put_sites(FILE *file, const lc_siting *s, const lc_siting_totals *t) {
    const char *const head[COLUMNS] = {
        cli_tr("rank"), cli_tr("adds"),     cli_tr("alone"),    cli_tr("covered by then"),
        cli_tr("cost"), cli_tr("category"), cli_tr("candidate")};
    size_t n = lc_siting_count(s);
    int width[COLUMNS];
    char cell[COLUMNS][CELL];
    if (!n) return;
    for (int k = 0; k < COLUMNS; k++) width[k] = cli_width(head[k]);
    for (size_t i = 0; i < n; i++) {
        fill_site(s, t, i, cell);
        for (int k = 0; k < COLUMNS; k++)
            if (cli_width(cell[k]) > width[k]) width[k] = cli_width(cell[k]);
    }
    fputc('\n', file);
    for (size_t i = 0; i <= n; i++) {
        if (i) fill_site(s, t, i - 1, cell);
        for (int k = 0; k < COLUMNS; k++) {
            const char *text = i ? cell[k] : head[k];
            if (k) fputs("  ", file);
            if (k < 5)
                cli_pad(file, text, width[k], true);
            else
                cli_pad(file, text, k == 5 ? width[k] : cli_width(text), false);
        }
        fputc('\n', file);
    }
}

static void put_warnings(FILE *file, const lc_siting *s) {
    size_t n = lc_siting_warning_count(s);
    if (n) fprintf(file, "\n%s\n", cli_tr("Warnings"));
    for (size_t i = 0; i < n; i++) {
        lc_warning warning = lc_siting_warning(s, i);
        fprintf(file, "  %6zu  %s", warning.count, warning.message);
        if (warning.n_examples) fprintf(file, cli_tr(" (for example %s)"), warning.examples[0]);
        fputc('\n', file);
    }
}

static void put_files(FILE *file, const cli_site_outputs *outputs) {
    static const char *const what[] = {CLI_TEXT("Sites"), CLI_TEXT("Edits"), CLI_TEXT("GeoPackage"), CLI_TEXT("Table"),
                                       CLI_TEXT("Map")};
    bool any = false;
    for (size_t k = 0; k <= LC_SITING_MAP; k++) {
        if (!outputs->path[k]) continue;
        if (!any) fputc('\n', file);
        any = true;
        fprintf(file, "%s: %s\n", cli_tr(what[k]), outputs->path[k]);
    }
}

void cli_site_summary(FILE *file, const lc_siting *s, const cli_site_outputs *outputs) {
    lc_siting_totals t = lc_siting_totals_of(s);
    put_totals(file, &t, lc_siting_count(s));
    put_proof(file, &t);
    put_sites(file, s, &t);
    put_warnings(file, s);
    put_files(file, outputs);
}
