/* Profiles: which indicators to measure, with their targets and where the numbers come from (docs/profiles.md). */
#ifndef LC_PROFILE_PROFILE_H
#define LC_PROFILE_PROFILE_H

#include "profile/walk_cost.h"

typedef enum lc_metric { LC_NETWORK = 0, LC_STRAIGHT, LC_MIXED } lc_metric; /* mixed: a combination of both */
typedef enum lc_denominator { LC_AREA = 0, LC_RESIDENTIAL, LC_POPULATION } lc_denominator;
/* The share within reach, or what there is for each person within reach. */
typedef enum lc_measure_kind { LC_MEASURES_COVERAGE = 0, LC_MEASURES_2SFCA } lc_measure_kind;
typedef enum lc_decay { LC_DECAY_NONE = 0, LC_DECAY_GAUSSIAN } lc_decay;
typedef enum lc_level { LC_LEVEL_ANY = 0, LC_LEVEL_STREET, LC_LEVEL_COMMUNITY, LC_LEVEL_STATION } lc_level;

/* One rule: facilities of a category (filtered) within a distance. */
typedef struct lc_rule {
    char *category;
    double distance_m;               /* always set after loading; `minutes` are turned into metres by then */
    double minutes;                  /* as given; NaN when the rule says distance_m */
    double min_area_m2, max_area_m2; /* NaN when not given */
    lc_level level;
} lc_rule;

/* Other indicators of the profile: an indicator may ask that all of them, or so many, cover a place. */
typedef struct lc_combination {
    lc_combines kind;
    size_t *part; /* n_parts, indices of indicators */
    size_t n_parts;
    size_t least;      /* as many must cover: all of them for LC_COMBINES_ALL */
    bool skip_missing; /* parts without data do not count; else there is no answer when one has none */
} lc_combination;

typedef struct lc_indicator_def {
    char *id, *title_en, *title_zh; /* titles default to the id */
    char *scenario;                 /* the scenario whose speed it is measured at; NULL for the profile's own */
    char *group;                    /* whose people it counts; NULL: everybody */
    char **groups;                  /* n_groups that it is measured for as well: those copies stand behind it */
    size_t n_groups;
    lc_metric metric;           /* default network */
    lc_denominator denominator; /* default area */
    lc_rule *rules;             /* one, or the members of any_of; none for a combination */
    size_t n_rules;
    lc_combination combines;
    lc_measure_kind measures;
    char *supply; /* 2SFCA: a field of the facilities; NULL: their area */
    lc_decay decay;
    double target, community_target;       /* NaN when not given */
    char *source, *source_zh;              /* NULL when not given; the report has the first, in every language */
    char *verified;                        /* NULL when not given */
    char *target_note_en, *target_note_zh; /* what the target is, or why there is none; NULL when not given */
} lc_indicator_def;

/* Another walking speed, at which every indicator in minutes is measured once more. */
typedef struct lc_scenario {
    char *id, *title_en, *title_zh; /* titles default to the id */
    char *group; /* whom the speed is of: indicators with this group are measured for it; NULL: for all */
    double walk_speed_m_per_min;
    bool has_walk_cost; /* else it has the profile's */
    lc_walk_cost walk_cost;
} lc_scenario;

/* A group of people, and where it comes from. */
typedef struct lc_group_def {
    char *source; /* "GROUP=SOURCE", or "GROUP=field:FIELD" of the demand */
    char *title_en, *title_zh;
} lc_group_def;

struct lc_profile {
    char *name, *title_en, *title_zh, *source, *source_zh;
    double walk_speed_m_per_min;
    lc_walk_cost walk_cost;       /* {0}: as long as paths are */
    bool has_walk_cost;           /* it was given, be it that nothing counts */
    lc_indicator_def *indicators; /* those of scenarios and groups stand behind the one they vary */
    size_t n_indicators;
    size_t
        *combination; /* n_combinations, indicators that combine others, each behind the combinations among its parts */
    size_t n_combinations;
    size_t *scorecard; /* n_scorecard, indicators with a community_target */
    size_t n_scorecard;
    lc_scenario *scenarios;
    size_t n_scenarios;
    lc_group_def *groups;
    size_t n_groups, cap_groups;
    char **categories; /* n_categories: counted and measured though no indicator may ask for them */
    size_t n_categories;
    double *bands_m; /* n_bands, ascending: edges of the distance bands to report */
    size_t n_bands;
    char **parents; /* n_parents, the files of the profiles that it extends, the nearest first */
    size_t n_parents;
};

#endif
