/* A city, or a plane of one, that is checked again and again, with other edits each time. */
#ifndef LC_API_LIVE_CITY_H
#define LC_API_LIVE_CITY_H

#include "api/checking.h"
#include "city/edited_city.h"
#include "report/join.h"
#include "report/shapes_job.h"

/* The city with some edits, and all that was made of it. */
typedef struct lc_live_state {
    lc_edits *edits; /* own; NULL: the city as it is */
    lc_edited_city edited;
    lc_check_options options; /* with them */
    lc_checking checking;
    /* of a plane: */
    bool *here;          /* what the edits did in it (lc_plane_edits_here) */
    bool meets;          /* a community is near a path */
    const char **reason; /* lc_plan_reasons() */
    lc_checked fine;     /* the same with smaller errors, as totals may ask for; its report is NULL before that */
} lc_live_state;

typedef struct lc_live_city {
    lc_city city; /* borrowed but for the projection, or own */
    const lc_profile *profile;
    const lc_check_options *options; /* settled, without edits; borrowed */
    lc_kept kept;
    lc_live_state *base; /* without edits: what every change is told against */
    lc_live_state *now;  /* may be the base itself */
    lc_live_state *next; /* of a step under way; NULL: the city stays as it is now */
} lc_live_city;

/* From the next state on, or in these options, nothing is wanted but numbers. */
void lc_live_skip(lc_check_options *options);

/*
 * Carry out edits, which become the state's, for the next step; nothing is measured yet. `seen`: the same edits as they
 * are to be carried out, of several planes with what came of them; NULL: as they are. `bare`: numbers alone are wanted.
 */
lc_status lc_live_city_edit(lc_context *ctx, lc_live_city *live, lc_edits *edits, const lc_edits *seen, bool bare);
/* Measure the next state; its report is that of a check. */
lc_status lc_live_city_measure(lc_context *ctx, lc_live_city *live);
/* The next state is the one that stands now. Without one nothing happens. */
void lc_live_city_go_on(lc_live_city *live);
/* Give the next state up, and what has been kept of it. */
void lc_live_city_go_back(lc_live_city *live);

/* What areas of a state are drawn from. */
lc_shapes_job lc_live_job(const lc_live_state *state);

/* Free all but the city. */
void lc_live_city_free(lc_live_city *live);

#endif
