/* The call that makes a report, as a shell takes it. Folders are left out: they are of one machine only. */
#include "output/command_line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/digits.h"

/* A call that is being printed. */
typedef struct {
    FILE *file;
    bool memory; /* false: it was out, and something is missing */
} printer;

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

static void put_option(printer *p, const char *name, const char *value) {
    if (!value) return;
    fprintf(p->file, " \\\n    --%s ", name);
    put_quoted(p->file, value, strlen(value));
}

/* How much of a path is shown of a connection or an address, which may hold passwords: only its kind. 0 for a file. */
static size_t kind_length(const char *source, size_t path) {
    const char *address = strstr(source, "://");
    size_t colon = strcspn(source, ":/|");
    if (address && address < source + path) return (size_t)(address - source) + 3;
    return source[colon] == ':' ? colon + 1 : 0;
}

/* A SOURCE or a file, behind `prefix` bytes of a category: the folder goes, the suffixes stay. */
static void put_source(printer *p, const char *name, const char *value, size_t prefix) {
    if (!value) return;
    const char *source = value + prefix, *start = source;
    size_t path = strcspn(source, "|"), kind = kind_length(source, path);
    for (size_t i = 0; i < path; i++)
        if (source[i] == '/') start = source + i + 1;
    char *text = kind ? lc_sprintf("%.*s…%s", (int)(prefix + kind), value, source + path)
                      : lc_sprintf("%.*s%s", (int)prefix, value, start);
    char *shown = text ? lc_source_shown(text) : NULL;
    if (!shown) p->memory = false;
    put_option(p, name, shown);
    free(shown);
    free(text);
}

static void put_sources(printer *p, const char *name, const char *const *values, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *equals = strchr(values[i], '=');
        put_source(p, name, values[i], equals ? (size_t)(equals - values[i] + 1) : 0);
    }
}

static void put_number(printer *p, const char *name, double value) {
    if (!isnan(value)) put_option(p, name, lc_digits_short(value).text);
}

static void put_city(printer *p, const lc_city_options *o) {
    for (size_t i = 0; i < o->n_osm; i++) put_source(p, "osm", o->osm[i], 0);
    put_source(p, "network", o->network, 0);
    put_source(p, "communities", o->communities, 0);
    put_option(p, "id-field", o->id_field);
    put_option(p, "name-field", o->name_field);
    put_option(p, "population-field", o->population_field);
    put_option(p, "group-field", o->group_field);
    put_sources(p, "facilities", o->facilities, o->n_facilities);
    for (size_t i = 0; i < o->n_pois; i++) put_source(p, "pois", o->pois[i], 0);
    put_sources(p, "entrances", o->entrances, o->n_entrances);
    put_source(p, "residential", o->residential, 0);
    put_source(p, "demand", o->demand, 0);
    put_option(p, "weight-field", o->weight_field);
    put_option(p, "floors-field", o->floors_field);
    put_source(p, "compounds", o->compounds, 0);
    put_source(p, "gates", o->gates, 0);
}

static void put_check(printer *p, const lc_check_options *o) {
    put_number(p, "max-error", o->max_error);
    put_number(p, "max-distance-error", o->max_distance_error_m);
    if (o->overlap) fputs(" \\\n    --overlap", p->file);
}

bool lc_print_command(FILE *file, const lc_write_options *run) {
    printer print = {file, true}, *p = &print;
    fputs("lifecircle check", file);
    put_city(p, run->city);
    for (size_t i = 0; i < run->n_edits; i++) put_source(p, "edits", run->edits[i], 0);
    put_source(p, "profile", run->profile, 0);
    if (run->check) put_number(p, "link-limit", run->check->link_limit_m);
    put_number(p, "island-gap", run->city->island_gap_m);
    put_source(p, "dem", run->city->dem, 0);
    put_number(p, "dem-smooth", run->city->dem_smooth_m);
    put_option(p, "walk-cost", run->city->walk_cost);
    put_option(p, "planes", run->city->planes);
    put_option(p, "shard", run->city->shard);
    if (run->check) put_check(p, run->check);
    if (run->outputs) put_source(p, "output", run->outputs->output, 0);
    fputc('\n', file);
    return print.memory;
}
