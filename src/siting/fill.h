/* The answer, put together for people. */
#ifndef LC_SITING_FILL_H
#define LC_SITING_FILL_H

#include "siting/candidate_sources.h"
#include "siting/measured.h"
#include "siting/model.h"
#include "siting/siting.h"

/* Of several planes city, model and candidates are those of all, lon/lat, and the city has no CRS. */
typedef struct lc_fill_job {
    const lc_ask *ask;
    const lc_city *city;
    const lc_candidates *candidates;
    const lc_model *model;
    const lc_siting_answer *answer;
    const lc_exact *before, *after;
    lc_noted *noted; /* given away */
} lc_fill_job;

/* The warnings gathered so far are the answer's. */
lc_status lc_siting_fill(lc_context *ctx, const lc_fill_job *job, lc_siting **out);

#endif
