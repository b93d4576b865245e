#include "siting/ask.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/options.h"
#include "network/access.h"
#include "siting/candidate_sources.h"

void lc_ask_free(lc_ask *ask) {
    free(ask->profile.indicators);
    free(ask->weight);
    free(ask->category);
    *ask = (lc_ask){0};
}

/* ----------------------------------------------------------------------------------------------------------- question
 */

static lc_status take_question(lc_context *ctx, lc_ask *ask) {
    const lc_site_options *o = &ask->options;
    const double given[] = {
        [LC_SITE_COUNT] = o->count,
        [LC_SITE_REACH] = o->reach,
        [LC_SITE_EACH_COMMUNITY] = o->each_community,
        [LC_SITE_BUDGET] = o->budget,
    };
    size_t n = 0;
    for (size_t k = 0; k < sizeof given / sizeof *given; k++) {
        if (isnan(given[k])) continue;
        ask->question = (lc_site_question)k;
        ask->asked = given[k];
        n++;
    }
    if (n != 1)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "site: ask one question, with --count, --reach, --each-community or --budget");
    if (ask->question == LC_SITE_COUNT && !(ask->asked >= 1 && ask->asked <= 1e9 && ask->asked == floor(ask->asked)))
        return lc_fail(ctx, LC_ERR_INPUT, "count %g: give a whole number of sites, 1 or more", ask->asked);
    if (ask->question == LC_SITE_BUDGET && !(ask->asked > 0 && isfinite(ask->asked)))
        return lc_fail(ctx, LC_ERR_INPUT, "budget %g: give what may be spent, above 0", ask->asked);
    bool share = ask->question == LC_SITE_REACH || ask->question == LC_SITE_EACH_COMMUNITY;
    if (share && !(ask->asked > 0 && ask->asked <= 1))
        return lc_fail(ctx, LC_ERR_INPUT, "target %g: give a share above 0 and up to 1, for example 0.9", ask->asked);
    return LC_OK;
}

static lc_status check_limits(lc_context *ctx, lc_ask *ask) {
    lc_site_options *o = &ask->options;
    lc_status status = lc_link_limit_settle(ctx, &o->link_limit_m);
    if (status != LC_OK) return status;
    if (isnan(o->time_limit_s)) o->time_limit_s = 0;
    if (!(o->time_limit_s >= 0 && isfinite(o->time_limit_s)))
        return lc_fail(ctx, LC_ERR_INPUT, "time limit %g: give seconds, 0 or more", o->time_limit_s);
    if (isnan(o->max_memory)) o->max_memory = (double)lc_memory_left(ctx);
    if (!(o->max_memory > 0)) return lc_fail(ctx, LC_ERR_INPUT, "max memory %g: give bytes above 0", o->max_memory);
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------- indicators
 */

/* The ids of a profile, as many as fit. */
static void list_ids(const lc_profile *profile, char *text, size_t size) {
    size_t at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < profile->n_indicators; i++) {
        const char *id = profile->indicators[i].id;
        if (at + strlen(id) + 8 > size) {
            snprintf(text + at, size - at, ", …");
            return;
        }
        at += (size_t)snprintf(text + at, size - at, "%s%s", i ? ", " : "", id);
    }
}

static const lc_indicator_def *find_indicator(const lc_profile *profile, const char *id, size_t length) {
    for (size_t i = 0; i < profile->n_indicators; i++)
        if (strlen(profile->indicators[i].id) == length && strncmp(profile->indicators[i].id, id, length) == 0)
            return &profile->indicators[i];
    return NULL;
}

static lc_status take_indicator(lc_context *ctx, const lc_profile *profile, const char *text, lc_ask *ask) {
    size_t length = strcspn(text, "="), k = ask->profile.n_indicators;
    const lc_indicator_def *def = find_indicator(profile, text, length);
    if (!def) {
        char ids[512];
        list_ids(profile, ids, sizeof ids);
        return lc_fail(ctx, LC_ERR_INPUT, "indicator \"%.*s\": profile %s has none of this id; it has %s", (int)length,
                       text, profile->name, ids);
    }
    if (def->n_rules == 0)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "indicator \"%s\" is made of others, and no facility of its own; name those instead", def->id);
    for (size_t i = 0; i < k; i++)
        if (strcmp(ask->profile.indicators[i].id, def->id) == 0)
            return lc_fail(ctx, LC_ERR_INPUT, "indicator \"%s\" is named twice", def->id);
    ask->weight[k] = 1;
    if (text[length] == '=' &&
        (!lc_number_read(text + length + 1, &ask->weight[k]) || !(ask->weight[k] > 0 && isfinite(ask->weight[k]))))
        return lc_fail(ctx, LC_ERR_INPUT, "indicator \"%s\": write ID=WEIGHT with a weight above 0", text);
    ask->profile.indicators[ask->profile.n_indicators++] = *def;
    return LC_OK;
}

static lc_status list_categories(lc_context *ctx, lc_ask *ask) {
    size_t n = 0;
    for (size_t i = 0; i < ask->profile.n_indicators; i++) n += ask->profile.indicators[i].n_rules;
    ask->category = LC_NEW(const char *, n);
    if (!ask->category) return lc_fail_memory(ctx);
    for (size_t i = 0; i < ask->profile.n_indicators; i++)
        for (size_t r = 0; r < ask->profile.indicators[i].n_rules; r++) {
            const char *category = ask->profile.indicators[i].rules[r].category;
            bool known = false;
            for (size_t k = 0; k < ask->n_categories; k++) known = known || strcmp(ask->category[k], category) == 0;
            if (!known) ask->category[ask->n_categories++] = category;
        }
    return LC_OK;
}

static lc_status take_indicators(lc_context *ctx, const lc_profile *profile, lc_ask *ask) {
    const lc_site_options *o = &ask->options;
    lc_status status = LC_OK;
    if (o->n_indicators == 0)
        return lc_fail(ctx, LC_ERR_INPUT, "site: name what is to be covered with --indicator, an id of the profile");
    ask->profile = (lc_profile){.name = profile->name,
                                .title_en = profile->title_en,
                                .title_zh = profile->title_zh,
                                .walk_speed_m_per_min = profile->walk_speed_m_per_min,
                                .has_walk_cost = profile->has_walk_cost,
                                .walk_cost = profile->walk_cost,
                                .scenarios = profile->scenarios,
                                .n_scenarios = profile->n_scenarios};
    ask->profile.indicators = LC_NEW(lc_indicator_def, o->n_indicators);
    ask->weight = LC_NEW(double, o->n_indicators);
    if (!ask->profile.indicators || !ask->weight) return lc_fail_memory(ctx);
    for (size_t i = 0; status == LC_OK && i < o->n_indicators; i++)
        status = take_indicator(ctx, profile, o->indicators[i], ask);
    return status == LC_OK ? list_categories(ctx, ask) : status;
}

/* --------------------------------------------------------------------------------------------------------- candidates
 */

static lc_status check_candidates(lc_context *ctx, const lc_ask *ask) {
    const lc_site_options *o = &ask->options;
    if (o->n_candidates == 0)
        return lc_fail(ctx, LC_ERR_INPUT, "site: name where one may build with --candidates, a SOURCE or paths:50");
    for (size_t i = 0; i < o->n_candidates; i++) {
        size_t length = lc_candidates_category(o->candidates[i]);
        bool known = length == 0;
        for (size_t k = 0; k < ask->n_categories; k++)
            known = known ||
                    (strlen(ask->category[k]) == length && strncmp(ask->category[k], o->candidates[i], length) == 0);
        if (!known)
            return lc_fail(ctx, LC_ERR_INPUT,
                           "candidates \"%s\": no indicator that is asked for counts this category; the first that is "
                           "counted is %s",
                           o->candidates[i], ask->category[0]);
    }
    for (size_t i = 0; i < o->n_must; i++)
        for (size_t k = 0; k < o->n_exclude; k++)
            if (strcmp(o->must[i], o->exclude[k]) == 0)
                return lc_fail(ctx, LC_ERR_INPUT, "candidate \"%s\" must be taken and is excluded; say one of the two",
                               o->must[i]);
    return LC_OK;
}

lc_status lc_ask_new(lc_context *ctx, const lc_profile *profile, const lc_site_options *options, lc_ask *out) {
    *out = (lc_ask){.options = LC_SITE_OPTIONS_INIT};
    lc_status status = lc_options_read(ctx, "lc_site_options", &out->options, sizeof out->options, options);
    if (status == LC_OK) status = take_question(ctx, out);
    if (status == LC_OK) status = check_limits(ctx, out);
    if (status == LC_OK) status = take_indicators(ctx, profile, out);
    if (status == LC_OK) status = check_candidates(ctx, out);
    if (status != LC_OK) lc_ask_free(out);
    return status;
}
