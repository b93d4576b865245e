#include "city_options.h"

#include <stdlib.h>

static int fail_extra(const char *command, const char *extra) {
    char *shown = lc_source_shown(extra); /* a source without its option, perhaps */
    int code = cli_fail("'%s' is too much: %s takes one project file; other files go with their options",
                        shown ? shown : "", command);
    free(shown);
    return code;
}

int cli_read_project(lc_context *ctx, poptContext popt, const char *command, lc_project **out) {
    const char *project = poptGetArg(popt), *extra = poptGetArg(popt);
    if (extra) return fail_extra(command, extra);
    if (!project) return CLI_PASSED;
    if (lc_context_hide_source(ctx, project) == LC_OK && lc_project_read(ctx, project, out) == LC_OK) return CLI_PASSED;
    return cli_fail("%s", lc_error_message(ctx));
}

/* Numbers of options are those of an enumeration, from 1 on. */
static size_t last_of(const struct poptOption *options) {
    int last = 0;
    for (; options->longName; options++)
        if (options->val > last) last = options->val;
    return (size_t)last;
}

bool cli_city_start(cli_city *call, lc_city_options *city, const struct poptOption *options, size_t most) {
    *call = (cli_city){.city = city,
                       .options = options,
                       .value = calloc(most, sizeof *call->value),
                       .given = calloc(last_of(options) + 1, sizeof *call->given),
                       .osm = calloc(most, sizeof *call->osm),
                       .facilities = calloc(most, sizeof *call->facilities),
                       .pois = calloc(most, sizeof *call->pois),
                       .entrances = calloc(most, sizeof *call->entrances),
                       .groups = calloc(most, sizeof *call->groups)};
    city->osm = call->osm;
    city->facilities = call->facilities;
    city->pois = call->pois;
    city->entrances = call->entrances;
    city->groups = call->groups;
    return call->osm && call->facilities && call->pois && call->entrances && call->groups && call->value && call->given;
}

void cli_city_end(cli_city *call) {
    for (size_t i = 0; i < call->n_values; i++) free(call->value[i]);
    free(call->value);
    free(call->given);
    free(call->groups);
    free(call->entrances);
    free(call->pois);
    free(call->facilities);
    free(call->osm);
    *call = (cli_city){0};
}

static bool is_list(int option) {
    return option == CITY_OSM || option == CITY_FACILITIES || option == CITY_POIS || option == CITY_ENTRANCES ||
           option == CITY_GROUP;
}

/* Where a single text goes; NULL for a number or a list. */
static const char **text_field(lc_city_options *city, int option) {
    switch (option) {
    case CITY_NETWORK:
        return &city->network;
    case CITY_COMMUNITIES:
        return &city->communities;
    case CITY_ID_FIELD:
        return &city->id_field;
    case CITY_NAME_FIELD:
        return &city->name_field;
    case CITY_RESIDENTIAL:
        return &city->residential;
    case CITY_DEMAND:
        return &city->demand;
    case CITY_WEIGHT_FIELD:
        return &city->weight_field;
    case CITY_FLOORS_FIELD:
        return &city->floors_field;
    case CITY_COMPOUNDS:
        return &city->compounds;
    case CITY_GATES:
        return &city->gates;
    case CITY_DEM:
        return &city->dem;
    case CITY_WALK_COST:
        return &city->walk_cost;
    case CITY_PLANES:
        return &city->planes;
    case CITY_DATA:
        return &city->data_dir;
    default:
        return NULL;
    }
}

static int set(cli_city *call, int option, const char *name, const char *text) {
    lc_city_options *city = call->city;
    switch (option) {
    case CITY_OSM:
        call->osm[city->n_osm++] = text;
        return CLI_PASSED;
    case CITY_FACILITIES:
        call->facilities[city->n_facilities++] = text;
        return CLI_PASSED;
    case CITY_POIS:
        call->pois[city->n_pois++] = text;
        return CLI_PASSED;
    case CITY_ENTRANCES:
        call->entrances[city->n_entrances++] = text;
        return CLI_PASSED;
    case CITY_GROUP:
        call->groups[city->n_groups++] = text;
        return CLI_PASSED;
    case CITY_DEM_SMOOTH:
        return cli_read_number(name, text, 0, 1e5, &city->dem_smooth_m);
    case CITY_ISLAND_GAP:
        return cli_read_number(name, text, 0, 1000, &city->island_gap_m);
    default:
        *text_field(city, option) = text;
        return CLI_PASSED;
    }
}

static const char *name_of(const struct poptOption *options, int option) {
    while (options->longName && options->val != option) options++;
    return options->longName ? options->longName : "";
}

int cli_city_take(cli_city *call, lc_context *ctx, poptContext popt, int option, bool repeats, const char **name,
                  const char **text) {
    char *value = poptGetOptArg(popt);
    if (!value || lc_context_hide_source(ctx, value) != LC_OK) {
        free(value);
        return cli_fail("out of memory");
    }
    call->value[call->n_values++] = value;
    *name = name_of(call->options, option);
    *text = value;
    if (call->given[option] && !repeats && !is_list(option)) return cli_fail_repeated(*name);
    call->given[option] = true;
    if (!*value) return cli_fail("--%s needs a value that is not empty", *name);
    return option < CITY_OPTIONS ? set(call, option, *name, value) : CLI_PASSED;
}

bool cli_city_fill(cli_city *call, const lc_city_options *project) {
    lc_city_options *city = call->city;
    bool ok = cli_join_sources(&call->facilities, &city->n_facilities, project->facilities, project->n_facilities) &&
              cli_join_sources(&call->entrances, &city->n_entrances, project->entrances, project->n_entrances) &&
              cli_join_sources(&call->groups, &city->n_groups, project->groups, project->n_groups);
    city->facilities = call->facilities;
    city->entrances = call->entrances;
    city->groups = call->groups;
    if (ok) lc_city_options_fill(city, project);
    return ok;
}

lc_status cli_load_profile(lc_context *ctx, const char *data_dir, const char *profile, lc_profile **out) {
    return lc_profile_load(ctx, data_dir, profile ? profile : "life-circle", out);
}

lc_status cli_open_city(lc_context *ctx, const lc_city_options *city, const lc_profile *profile, bool keep_paths,
                        lc_city **out) {
    const lc_profile *const profiles[] = {profile};
    lc_city_options options = *city;
    options.profiles = profiles;
    options.n_profiles = 1;
    options.keep_paths = keep_paths;
    return lc_city_open(ctx, &options, out);
}
