#include "output/siting_json.h"

#include "output/json_members.h"
#include "output/siting_write.h"

enum { RATIO_DECIMALS = 6, DEMAND_DECIMALS = 3, SHORT_DECIMALS = 9 };

int lc_siting_decimals(const lc_siting *s) {
    return s->n_indicators > 1 ? RATIO_DECIMALS : DEMAND_DECIMALS;
}

/* "count", "reach", "each_community", "budget". */
static const char *site_question_name(lc_site_question question) {
    static const char *const names[] = {"count", "reach", "each_community", "budget"};
    return names[question];
}

static void put_short(lc_json *json, const char *key, double value) {
    lc_json_key(json, key);
    lc_json_short(json, value, SHORT_DECIMALS);
}

/* {"count": 10}: the question and its number. */
static void write_question(lc_json *json, const lc_siting *s) {
    lc_json_open_member(json, "question", '{');
    put_short(json, site_question_name(s->question), s->asked);
    lc_json_close(json, '}');
}

static void write_indicator(lc_json *json, const lc_siting_indicator *i) {
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_text(json, "id", i->id);
    lc_json_open_member(json, "title", '{');
    lc_json_put_text(json, "en", i->title_en);
    lc_json_put_text(json, "zh", i->title_zh);
    lc_json_close(json, '}');
    lc_json_put_text(json, "metric", i->metric);
    lc_json_put_text(json, "denominator", i->denominator);
    put_short(json, "weight", i->weight);
    lc_json_put_fixed(json, "demand", i->demand, DEMAND_DECIMALS);
    lc_json_put_fixed(json, "before", i->before, DEMAND_DECIMALS);
    lc_json_put_fixed(json, "value", i->value, DEMAND_DECIMALS);
    lc_json_put_fixed(json, "ratio_before", i->ratio_before, RATIO_DECIMALS);
    lc_json_put_fixed(json, "ratio_after", i->ratio_after, RATIO_DECIMALS);
    lc_json_close(json, '}');
}

/* The id of the one indicator, or the ids of several. */
static void write_ids(lc_json *json, const lc_siting *s) {
    if (s->n_indicators == 1) {
        lc_json_put_text(json, "indicator", s->indicator[0].id);
        return;
    }
    lc_json_open_member(json, "indicator", '[');
    for (size_t k = 0; k < s->n_indicators; k++) lc_json_text(json, s->indicator[k].id);
    lc_json_close(json, ']');
}

static bool gains(const lc_siting *s, size_t c) {
    for (size_t k = 0; k < s->n_indicators; k++) {
        lc_siting_ratio r = s->ratio[c * s->n_indicators + k];
        if (r.after > r.before + 1e-9) return true;
    }
    return false;
}

/* Communities that gain. */
static void write_communities(lc_json *json, const lc_siting *s) {
    lc_json_open_member(json, "communities", '[');
    for (size_t c = 0; c < s->n_communities; c++) {
        if (!gains(s, c)) continue;
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "id", s->id[c]);
        lc_json_put_text(json, "name", s->name[c]);
        for (size_t k = 0; k < s->n_indicators; k++) {
            lc_siting_ratio r = s->ratio[c * s->n_indicators + k];
            lc_json_open_member(json, s->indicator[k].id, '[');
            lc_json_fixed(json, r.before, RATIO_DECIMALS);
            lc_json_fixed(json, r.after, RATIO_DECIMALS);
            lc_json_close(json, ']');
        }
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_inputs(lc_json *json, const lc_siting *s) {
    lc_json_open_member(json, "inputs", '[');
    for (size_t i = 0; i < s->n_info; i++) {
        lc_json_newline(json);
        lc_json_input(json, &s->info[i]);
    }
    lc_json_close(json, ']');
}

static void write_warnings(lc_json *json, const lc_siting *s) {
    lc_json_open_member(json, "warnings", '[');
    for (size_t i = 0; i < s->warnings.n; i++) {
        lc_json_newline(json);
        lc_json_warning(json, &s->warnings.entry[i]);
    }
    lc_json_close(json, ']');
}

void lc_siting_summary(lc_json *json, const lc_siting *s) {
    lc_json_open_member(json, "lifecircle", '{');
    lc_json_put_text(json, "schema", "lifecircle-sites/1");
    lc_json_put_text(json, "version", LC_VERSION);
    lc_json_put_text(json, "profile", s->profile);
    write_ids(json, s);
    write_question(json, s);
    lc_json_put_fixed(json, "demand", s->demand, lc_siting_decimals(s));
    lc_json_put_fixed(json, "before", s->before, lc_siting_decimals(s));
    lc_json_put_fixed(json, "value", s->value, lc_siting_decimals(s));
    lc_json_put_fixed(json, "bound", s->bound, lc_siting_decimals(s));
    put_short(json, "gap", s->gap);
    lc_json_put_flag(json, "optimal", s->optimal);
    put_short(json, "cost", s->cost);
    lc_json_put_fixed(json, "ratio_before", s->ratio_before, RATIO_DECIMALS);
    lc_json_put_fixed(json, "ratio_after", s->ratio_after, RATIO_DECIMALS);
    lc_json_open_member(json, "curve", '[');
    for (size_t k = 0; k <= s->n; k++) lc_json_fixed(json, s->curve[k], lc_siting_decimals(s));
    lc_json_close(json, ']');
    lc_json_put_count(json, "candidates", s->n_candidates);
    lc_json_put_count(json, "covers", s->n_entries);
    lc_json_open_member(json, "indicators", '[');
    for (size_t k = 0; k < s->n_indicators; k++) write_indicator(json, &s->indicator[k]);
    lc_json_close(json, ']');
    write_communities(json, s);
    write_inputs(json, s);
    write_warnings(json, s);
    lc_json_close(json, '}');
}
