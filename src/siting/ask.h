/* What is asked: options of lc_site(), checked. */
#ifndef LC_SITING_ASK_H
#define LC_SITING_ASK_H

#include "profile/profile.h"

typedef struct lc_ask {
    lc_site_options options; /* borrowed strings, with defaults in place */
    lc_site_question question;
    double asked;          /* the number, share or budget */
    lc_profile profile;    /* the indicators that were asked for, and nothing else; borrowed strings */
    double *weight;        /* one an indicator */
    const char **category; /* n_categories: those that the indicators' facilities are of; borrowed */
    size_t n_categories;
} lc_ask;

/* Check the options against a profile. To be freed. Errors: LC_ERR_INPUT, LC_ERR_MEMORY. */
lc_status lc_ask_new(lc_context *ctx, const lc_profile *profile, const lc_site_options *options, lc_ask *out);
void lc_ask_free(lc_ask *ask);

#endif
