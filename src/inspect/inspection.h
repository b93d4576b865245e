/* What is found about a source, gathered piece by piece. */
#ifndef LC_INSPECT_INSPECTION_H
#define LC_INSPECT_INSPECTION_H

#include "base/language.h"
#include "geo/geoms.h"
#include "network/network.h"
#include "network/paths.h"
#include "source/survey.h"

struct lc_city;
struct lc_inputs;
struct lc_planes;

/* A number for the JSON object, within a section; NaN is null. */
typedef struct lc_finding {
    const char *section; /* "network", "osm", …: static */
    char *key;
    double value;
    int decimals;
} lc_finding;

typedef struct lc_found_fact {
    const char *key; /* static */
    char *label, *text;
} lc_found_fact;

typedef struct lc_found_problem {
    const char *code; /* static, or kept in `owned` */
    char *owned;
    lc_severity severity;
    char *message, *fix;
    size_t count;
    char *example[LC_EXAMPLES_MAX];
    size_t n_examples;
    lc_xy *at; /* n_at places, lon/lat: all there are, up to LC_PLACES_MAX */
    size_t n_at, cap_at;
} lc_found_problem;

enum { LC_PLACES_MAX = 1000 };

struct lc_inspection {
    lc_context *ctx; /* while it is made */
    bool memory;     /* is out: found at the end, so that the findings can be written down one after the other */
    lc_fitness fitness;
    char *file, *reason, *json;
    const char *role; /* static; NULL for an OpenStreetMap file and what has no role */
    lc_survey survey;
    bool surveyed;
    lc_survey_layer_info *layer; /* n_layers, when one has to be chosen */
    size_t n_layers;
    lc_box extent; /* lon/lat; lc_box_empty() when not known */
    size_t fit;    /* features that the role can use */
    lc_found_fact *fact;
    size_t n_facts, cap_facts;
    lc_finding *finding;
    size_t n_findings, cap_findings;
    lc_found_problem *problem;
    size_t n_problems, cap_problems;
};

/* Write down: for people (label, format and message are English, and shown in the context's language), and for
   machines. */
void lc_found(lc_inspection *out, const char *key, const char *label, const char *format, ...) LC_PRINTF(4, 5);
/* The same for a label that is a name and stays as it is. */
void lc_found_named(lc_inspection *out, const char *key, const char *name, const char *format, ...) LC_PRINTF(4, 5);
/* out->extent as a fact. */
void lc_found_extent(lc_inspection *out);
void lc_found_number(lc_inspection *out, const char *section, const char *key, double value, int decimals);
/* A problem to add examples and places to, until the next one; fix may be NULL. NULL, which the two below take, when
   memory is out. */
lc_found_problem *lc_found_problem_of(lc_inspection *out, lc_severity severity, const char *code, const char *message,
                                      const char *fix, size_t count);
void lc_found_example(lc_inspection *out, lc_found_problem *problem, const char *format, ...) LC_PRINTF(3, 4);
/* What to do about it, with what was found in it. */
void lc_found_fix(lc_inspection *out, lc_found_problem *problem, const char *format, ...) LC_PRINTF(3, 4);
/* A place in lon/lat; it becomes an example, too. */
void lc_found_place(lc_inspection *out, lc_found_problem *problem, lc_xy lonlat, const char *format, ...)
    LC_PRINTF(4, 5);
/* Everything that the context warns of becomes a problem, but for `skip` (NULL-terminated) codes. */
void lc_found_warnings(lc_inspection *out, const char *const *skip);

/* inspect_layer.c: the survey in words. */
void lc_inspect_survey(lc_inspection *out);
/* The layers that one has to be chosen from. */
void lc_inspect_layers(lc_inspection *out, const lc_source *source);
/* inspect_osm.c: an OpenStreetMap file; and reading one into in->osm, with the tags that the rules in `in` need (the
   walk rules must be there); several files make one. */
lc_status lc_inspect_osm(lc_inspection *out, const lc_inspect_options *options, const char *path);
lc_status lc_inspect_osm_read(lc_context *ctx, const char *const *path, size_t n, struct lc_inputs *in);
/* inspect_roles.c: what matters for a role. The source has been surveyed and has a CRS. *against tells whether a
   failure is that of what the source is held against. */
lc_status lc_inspect_role(lc_inspection *out, const lc_inspect_options *options, const lc_source *source,
                          bool *against);
/* inspect_network.c: length, components, places where a junction seems to be missing; and of drawn lines how they were
   joined and what was found. `how` and `finds` are NULL for OpenStreetMap, where lines that cross without a common node
   are bridges. */
lc_status lc_inspect_network(lc_inspection *out, const lc_paths *paths, const lc_work_crs *crs, const lc_noding *how,
                             const lc_line_finds *finds);
/* inspect_communities.c: overlaps, slivers, areas; of a city that takes several planes areas alone, in them. */
lc_status lc_inspect_communities(lc_inspection *out, const struct lc_city *city, const struct lc_planes *planes);
/* inspect_pois.c: what the rows of a POI table belong to; nothing happens for other layers. */
lc_status lc_inspect_pois(lc_inspection *out, const char *data_dir, const lc_source *source);
/* inspect_json.c */
bool lc_inspection_write_json(lc_inspection *out);

/* inspect_raster.c: a population raster. */
lc_status lc_inspect_raster(lc_inspection *out, const lc_source *source);
/* inspect_heights.c: a raster of heights; *against as of lc_inspect_role(). */
lc_status lc_inspect_heights(lc_inspection *out, const lc_inspect_options *options, const lc_source *source,
                             bool *against);

#endif
