/* The help of check: what everybody needs first, then the rest by what it is for, and an example. */
#include <popt.h>

#include "cli.h"

static const char *const FIRST[] = {"osm", "communities", "name-field", "profile", "html", NULL};
static const char *const INPUTS[] = {"network",      "id-field",  "population-field", "group-field", "facilities",
                                     "pois",         "entrances", "residential",      "demand",      "weight-field",
                                     "floors-field", "group",     "compounds",        "gates",       "dem",
                                     "edits",        NULL};
static const char *const MEASURED[] = {"walk-cost", "dem-smooth", "island-gap", "link-limit",
                                       "overlap",   "planes",     NULL};
static const char *const OUTPUTS[] = {"output",  "areas",    "gaps",  "field", "csv",
                                      "csv-bom", "xlsx",     "gpkg",  "tiles", "tiles-attribution",
                                      "out-crs", "markdown", "junit", "quiet", NULL};
static const char *const COMPARING[] = {"baseline", "tolerance", "store", "no-fail", "allow-no-data", NULL};
static const char *const TUNING[] = {"max-error", "max-distance-error", "threads", "shard", "data", "verbose", NULL};

static const cli_help_group GROUPS[] = {{CLI_TEXT("What everybody needs:"), FIRST},
                                        {CLI_TEXT("Inputs:"), INPUTS},
                                        {CLI_TEXT("What to measure, and how people walk:"), MEASURED},
                                        {CLI_TEXT("Outputs:"), OUTPUTS},
                                        {CLI_TEXT("Comparing, and what counts as a failure:"), COMPARING},
                                        {CLI_TEXT("Tuning:"), TUNING},
                                        {NULL, NULL}};

void cli_check_help(const struct poptOption *options) {
    cli_help_grouped("lifecircle check [PROJECT.yaml] [OPTION...]", options, GROUPS);
    puts(cli_tr("\nA SOURCE is a path with QGIS-style suffixes: "
                "city.gpkg|layername=parks|subset=level = 'street'|crs=EPSG:4547|encoding=GBK\n"
                "\nExample: the districts of a city, their parks from a layer of one's own, and a map:\n"
                "  lifecircle check --osm city.osm.pbf --communities districts.shp --name-field name \\\n"
                "      --facilities park=parks.gpkg --html map.html"));
}
