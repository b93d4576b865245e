/* Rules over OpenStreetMap tags, as data: who may walk on a way, and what demand is made of. */
#ifndef LC_PROFILE_RULES_H
#define LC_PROFILE_RULES_H

#include "profile/categories.h"
#include "profile/path_classes.h"

static const double LC_ISLAND_GAP_M = 20; /* where neither the rules nor an option say otherwise */
static const double LC_ISLAND_GAP_MOST_M = 1000;

/*
 * Walk rules (data/rules/walk.yaml). A way takes part when `require` all match, `exclude` none match, and either one of
 * `grant` matches and its highway is not in `never`; or `deny` none match, its highway is neither in `never` nor in
 * `unless_granted`, and if it is in `with_sidewalk` one of `sidewalk` matches. A way that does and that one of
 * `squares` matches is no path but a square, and so is a multipolygon that does, whether or not one matches.
 */
typedef struct lc_walk_rules {
    lc_tag_match *require, *exclude, *grant, *deny, *sidewalk, *squares;
    size_t n_require, n_exclude, n_grant, n_deny, n_sidewalk, n_squares;
    char **never, **unless_granted, **with_sidewalk; /* values of highway */
    size_t n_never, n_unless_granted, n_with_sidewalk;
    lc_path_classes classes;
    double island_gap_m; /* islands of paths are joined over gaps up to this */
} lc_walk_rules;

lc_status lc_walk_rules_load(lc_context *ctx, const char *data_dir, lc_walk_rules **out);
void lc_walk_rules_free(lc_walk_rules *rules);

typedef enum lc_walk_use { LC_WALK_NOT = 0, LC_WALK_PATH, LC_WALK_SQUARE } lc_walk_use;
/* What a way is to walkers. */
lc_walk_use lc_walk_use_of(const lc_walk_rules *rules, lc_tag_fn tag, const void *object);
/* Is it a path? */
bool lc_walk_allowed(const lc_walk_rules *rules, lc_tag_fn tag, const void *object);
/* Is a multipolygon with these tags a square? Not where the rules know none. */
bool lc_walk_is_square(const lc_walk_rules *rules, lc_tag_fn tag, const void *object);

/* What demand is made of where no layer of it is given (data/rules/land.yaml): areas only, both. */
typedef struct lc_land {
    lc_category_def residential, building;
    char *floors; /* the tag with a building's number of floors; NULL: none */
} lc_land;

lc_status lc_land_load(lc_context *ctx, const char *data_dir, lc_land **out);
void lc_land_free(lc_land *land);

/* Which nodes are entrances (data/rules/entrances.yaml): a category of nodes, to be freed with
   lc_entrance_rules_free(). */
lc_status lc_entrance_rules_load(lc_context *ctx, const char *data_dir, lc_category_def **out);
void lc_entrance_rules_free(lc_category_def *rules);

#endif
