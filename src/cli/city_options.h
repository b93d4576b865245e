/* The options that name a city, the same for every command that opens one. */
#ifndef LC_CLI_CITY_OPTIONS_H
#define LC_CLI_CITY_OPTIONS_H

#include <popt.h>

#include "cli.h"

/* A command's own options begin at CITY_OPTIONS. */
enum {
    CITY_OSM = 1,
    CITY_NETWORK,
    CITY_COMMUNITIES,
    CITY_ID_FIELD,
    CITY_NAME_FIELD,
    CITY_FACILITIES,
    CITY_POIS,
    CITY_ENTRANCES,
    CITY_RESIDENTIAL,
    CITY_DEMAND,
    CITY_WEIGHT_FIELD,
    CITY_FLOORS_FIELD,
    CITY_GROUP,
    CITY_COMPOUNDS,
    CITY_GATES,
    CITY_DEM,
    CITY_DEM_SMOOTH,
    CITY_WALK_COST,
    CITY_ISLAND_GAP,
    CITY_PLANES,
    CITY_DATA,
    CITY_OPTIONS
};

/* What there is in the city. */
#define CITY_SOURCE_ROWS                                                                                               \
    VALUE("osm", 0, CITY_OSM, "OpenStreetMap file: network, and every category without a source; repeatable", "FILE"), \
        VALUE("network", 0, CITY_NETWORK, "lines or an OpenStreetMap file to walk on, instead of those of --osm",      \
              "SOURCE"),                                                                                               \
        VALUE("communities", 0, CITY_COMMUNITIES, "community polygons", "SOURCE"),                                     \
        VALUE("id-field", 0, CITY_ID_FIELD, "field with the community's id (default 1, 2, 3, ...)", "FIELD"),          \
        VALUE("name-field", 0, CITY_NAME_FIELD, "field with the community's name (default the id)", "FIELD")

#define CITY_SERVICE_ROWS                                                                                              \
    VALUE("facilities", 0, CITY_FACILITIES, "facilities of a category; repeatable", "CATEGORY=SOURCE"),                \
        VALUE("pois", 0, CITY_POIS,                                                                                    \
              "table of AMap or Baidu, for every category that has no source of its own; repeatable", "SOURCE"),       \
        VALUE("entrances", 0, CITY_ENTRANCES, "entrance points of a category; repeatable", "CATEGORY=SOURCE"),         \
        VALUE("residential", 0, CITY_RESIDENTIAL, "residential land polygons", "SOURCE"),                              \
        VALUE("demand", 0, CITY_DEMAND, "weighted points, buildings or a population raster", "SOURCE"),                \
        VALUE("weight-field", 0, CITY_WEIGHT_FIELD, "field of the demand with the weight", "FIELD"),                   \
        VALUE("floors-field", 0, CITY_FLOORS_FIELD, "field of the demand with a building's number of floors",          \
              "FIELD"),                                                                                                \
        VALUE("group", 0, CITY_GROUP, "people of a group, or field:FIELD of the demand; repeatable", "GROUP=SOURCE"),  \
        VALUE("compounds", 0, CITY_COMPOUNDS, "gated compounds, polygons that are left through their gates",           \
              "SOURCE"),                                                                                               \
        VALUE("gates", 0, CITY_GATES, "the compounds' gates, points", "SOURCE")

/* How people walk in it. */
#define CITY_WALKING_ROWS                                                                                              \
    VALUE("dem", 0, CITY_DEM, "raster of heights: slopes make walking longer, by Tobler's speeds", "SOURCE"),          \
        VALUE("dem-smooth", 0, CITY_DEM_SMOOTH, "average heights over cells within this, metres (default 45)", "M"),   \
        VALUE("walk-cost", 0, CITY_WALK_COST,                                                                          \
              "what walking costs beyond length: realistic, langmuir, step_free, or a set", "NAME"),                   \
        VALUE("island-gap", 0, CITY_ISLAND_GAP,                                                                        \
              "join islands of paths over gaps up to this, metres; 0 joins none (default 20)", "M")

#define CITY_DATA_ROW                                                                                                  \
    VALUE("planes", 0, CITY_PLANES,                                                                                    \
          "work in one plane, in those of all cells, or (auto, default) in several where one is not enough",           \
          "auto|one|cells"),                                                                                           \
        VALUE("data", 0, CITY_DATA, "folder with profiles/ and rules/", "FOLDER")

/* The project file that the command line names, NULL when it names none; the exit code. */
int cli_read_project(lc_context *ctx, poptContext popt, const char *command, lc_project **out);

/* The command line of a command that opens a city: the lists of `city`, in its order, and all values. */
typedef struct cli_city {
    lc_city_options *city;
    const struct poptOption *options; /* of the command, those above among them */
    const char **osm, **facilities, **pois, **entrances, **groups;
    char **value; /* of all options; lists and `city` point at them */
    bool *given;  /* by the option's number */
    size_t n_values;
} cli_city;

/* Room for `most` values in every list of `city`, which points at them. false when memory is out. */
bool cli_city_start(cli_city *call, lc_city_options *city, const struct poptOption *options, size_t most);
void cli_city_end(cli_city *call);
/*
 * Take the value of popt's last option, which is not empty, and there once unless it `repeats`; `ctx` knows it as a
 * source whose secrets are hidden. One of the options above goes where it belongs.
 * @param repeats may an option of the command's own be repeated?
 * @param name,text the option and its value, there until the end
 * @return the exit code
 */
int cli_city_take(cli_city *call, lc_context *ctx, poptContext popt, int option, bool repeats, const char **name,
                  const char **text);
/* What the command line leaves open comes from a project's city. false when memory is out. */
bool cli_city_fill(cli_city *call, const lc_city_options *project);

/* The profile of a command line or a project; NULL is life-circle. */
lc_status cli_load_profile(lc_context *ctx, const char *data_dir, const char *profile, lc_profile **out);
/* Open the city as far as a profile asks. */
lc_status cli_open_city(lc_context *ctx, const lc_city_options *city, const lc_profile *profile, bool keep_paths,
                        lc_city **out);

#endif
