/* The table of covers of a city: rows are uncovered points of demand, one after the other for each indicator. */
#ifndef LC_SITING_MODEL_H
#define LC_SITING_MODEL_H

#include "measure/results.h"
#include "siting/ask.h"
#include "siting/candidates.h"
#include "siting/cover.h"
#include "siting/demand.h"
#include "siting/problem.h"

/* The demand of one indicator. */
typedef struct lc_model_part {
    const lc_demand *demand;
    size_t n, first;            /* rows first .. first + n - 1 are the points that nothing covers yet */
    uint32_t *point;            /* n: of the demand */
    double total, before;       /* all of it, and what exists covers */
    double *all_of, *before_of; /* a community: the same there */
} lc_model_part;

typedef struct lc_model {
    const lc_ask *ask;
    const lc_city *city;
    lc_demand demand[3]; /* by lc_denominator, those that are needed */
    bool made[3];
    lc_model_part *part; /* one an indicator asked for */
    size_t n_rows;
    double *weight; /* a row: what it counts for the answer */
    size_t n_columns;
    const lc_candidates *candidates; /* one a category asked for */
    size_t *first_column;            /* n_categories + 1 */
    double *cost;
    unsigned char *fix;
    bool has_cost;
    lc_cover cover;
    double held; /* bytes that other models hold */
} lc_model;

/*
 * Lay out the model: the demand of a city, what is covered by what exists (by `fields`, whose plan is of ask->profile),
 * and what each candidate covers. All that is named must outlive it. To be freed. Errors: LC_ERR_INPUT when it does not
 * fit into ask->options.max_memory beside models that hold `held` bytes.
 */
lc_status lc_model_new(lc_context *ctx, const lc_ask *ask, const lc_fields *fields, const lc_candidates *candidates,
                       double held, lc_model *out);
/* What a model counts for, bytes. */
double lc_model_bytes(const lc_model *model);
/* Its columns, their costs and what is fixed: what a model begins with that has ask and candidates. */
lc_status lc_model_number_columns(lc_context *ctx, lc_model *model);
/* What each row counts for, after its parts are there. */
lc_status lc_model_weigh_rows(lc_context *ctx, lc_model *model);
void lc_model_free(lc_model *model);

/* The category of a column, and the candidate's number there. */
void lc_model_column(const lc_model *model, size_t column, size_t *category, size_t *candidate);

#endif
