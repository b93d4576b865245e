/* The figures of a report, as far as two reports are compared by them. */
#ifndef LC_REPORT_FIGURES_H
#define LC_REPORT_FIGURES_H

#include "base/context.h"

/* What makes an indicator: when one of these differs, ratios are answers to different questions. `rules` say all that
   the members behind it say; those are for reports without them. `combines` says all of the parts as well. */
enum { LC_DEFINITION_MEMBERS = 6, LC_DEFINITION_RULES = 2, LC_DEFINITION_COMBINES = 5 };
extern const char *const lc_definition_member[LC_DEFINITION_MEMBERS];

/* A name and a value, written as in JSON. */
typedef struct lc_setting {
    char *name, *value;
} lc_setting;

typedef struct lc_figure_input {
    char *role, *file, *layer, *crs, *encoding, *sha256; /* all but role and file may be NULL */
    double features;                                     /* NaN when not known */
} lc_figure_input;

/* One ratio. */
typedef struct lc_figure {
    double ratio, err, offnet; /* NaN without */
    char *reason;              /* why there is no ratio; may be NULL all the same */
    lc_verdict verdict;
} lc_figure;

typedef struct lc_figure_indicator {
    char *id, *title_en, *title_zh;            /* titles may be NULL */
    char *definition[LC_DEFINITION_MEMBERS];   /* as in JSON, rules in short; NULL when the report does not say */
    bool supply;                               /* its values are no shares, and may be above 1 */
    double target, community_target;           /* NaN without */
    char *target_text, *community_target_text; /* as in JSON; NULL without */
    lc_figure city;
} lc_figure_indicator;

typedef struct lc_figure_community {
    char *id, *name;
} lc_figure_community;

struct lc_figures {
    char *file; /* name without folder; NULL for a report that is not in a file */
    char *version, *profile;
    lc_setting *parameters;
    size_t n_parameters;
    lc_figure_input *inputs;
    size_t n_inputs;
    char *edits; /* each by what it does, in their order; NULL for a city as it is */
    lc_figure_indicator *indicators;
    size_t n_indicators;
    char **categories; /* those whose facilities are counted */
    size_t n_categories;
    lc_figure_community *communities;
    size_t n_communities;
    lc_figure *values; /* [community * n_indicators + indicator] */
    double *counts;    /* [community * n_categories + category], NaN when not known */
};

/* Does member k of the definition differ between two indicators? */
bool lc_definition_differs(const lc_figure_indicator *before, const lc_figure_indicator *after, size_t k);

#endif
