/* The call that makes a report, as a shell takes it. Folders are left out: they are of one machine only. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "output/report_markdown.h"
#include "report/digits.h"

static void put_quoted(FILE *file, const char *text, size_t n) {
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./=:,+@%";
    if (n > 0 && strspn(text, plain) >= n) {
        fwrite(text, 1, n, file);
        return;
    }
    fputc('\'', file);
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '\'')
            fputs("'\\''", file);
        else
            fputc(text[i] == '\n' || text[i] == '\r' ? ' ' : text[i], file);
    }
    fputc('\'', file);
}

static void put_option(FILE *file, const char *name, const char *value) {
    if (!value) return;
    fprintf(file, " \\\n    --%s ", name);
    put_quoted(file, value, strlen(value));
}

/* How much of a path is shown of a connection or an address, which may hold passwords: only its kind. 0 for a file. */
static size_t kind_length(const char *source, size_t path) {
    const char *address = strstr(source, "://");
    size_t colon = strcspn(source, ":/|");
    if (address && address < source + path) return (size_t)(address - source) + 3;
    return source[colon] == ':' ? colon + 1 : 0;
}

/* A SOURCE or a file, behind `prefix` bytes of a category: the folder goes, the suffixes stay. */
static void put_source(FILE *file, const char *name, const char *value, size_t prefix) {
    if (!value) return;
    const char *source = value + prefix, *start = source;
    size_t path = strcspn(source, "|"), kind = kind_length(source, path);
    for (size_t i = 0; i < path; i++)
        if (source[i] == '/') start = source + i + 1;
    char *text = kind ? lc_sprintf("%.*s…%s", (int)(prefix + kind), value, source + path)
                      : lc_sprintf("%.*s%s", (int)prefix, value, start);
    char *shown = text ? lc_source_shown(text) : NULL;
    put_option(file, name, shown ? shown : "…");
    free(shown);
    free(text);
}

static void put_sources(FILE *file, const char *name, const char *const *values, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *equals = strchr(values[i], '=');
        put_source(file, name, values[i], equals ? (size_t)(equals - values[i] + 1) : 0);
    }
}

static void put_number(FILE *file, const char *name, double value) {
    if (!isnan(value)) put_option(file, name, lc_digits_short(value).text);
}

static void put_city(FILE *file, const lc_city_options *o) {
    for (size_t i = 0; i < o->n_osm; i++) put_source(file, "osm", o->osm[i], 0);
    put_source(file, "network", o->network, 0);
    put_source(file, "communities", o->communities, 0);
    put_option(file, "id-field", o->id_field);
    put_option(file, "name-field", o->name_field);
    put_option(file, "population-field", o->population_field);
    put_option(file, "group-field", o->group_field);
    put_sources(file, "facilities", o->facilities, o->n_facilities);
    for (size_t i = 0; i < o->n_pois; i++) put_source(file, "pois", o->pois[i], 0);
    put_sources(file, "entrances", o->entrances, o->n_entrances);
    put_source(file, "residential", o->residential, 0);
    put_source(file, "demand", o->demand, 0);
    put_option(file, "weight-field", o->weight_field);
    put_option(file, "floors-field", o->floors_field);
    put_source(file, "compounds", o->compounds, 0);
    put_source(file, "gates", o->gates, 0);
}

static void put_check(FILE *file, const lc_check_options *o) {
    put_number(file, "max-error", o->max_error);
    if (o->overlap) fputs(" \\\n    --overlap", file);
}

void lc_print_command(FILE *file, const lc_write_options *run) {
    fputs("lifecircle check", file);
    put_city(file, run->city);
    for (size_t i = 0; i < run->n_edits; i++) put_source(file, "edits", run->edits[i], 0);
    put_source(file, "profile", run->profile, 0);
    if (run->check) put_number(file, "link-limit", run->check->link_limit_m);
    put_number(file, "island-gap", run->city->island_gap_m);
    put_source(file, "dem", run->city->dem, 0);
    put_number(file, "dem-smooth", run->city->dem_smooth_m);
    put_option(file, "walk-cost", run->city->walk_cost);
    put_option(file, "planes", run->city->planes);
    put_option(file, "shard", run->city->shard);
    if (run->check) put_check(file, run->check);
    if (run->outputs) put_source(file, "output", run->outputs->output, 0);
    fputc('\n', file);
}
