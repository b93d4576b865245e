#include "profile/indicator_copy.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

/* Rules of any_of that are given in metres stay as they are. */
static bool copy_rules(const lc_indicator_def *base, double speed, lc_indicator_def *copy) {
    copy->rules = LC_NEW0(lc_rule, base->n_rules);
    if (!copy->rules) return false;
    for (; copy->n_rules < base->n_rules; copy->n_rules++) {
        lc_rule *rule = &copy->rules[copy->n_rules];
        *rule = base->rules[copy->n_rules];
        rule->category = lc_strdup(rule->category);
        if (!rule->category) return false;
        if (!isnan(rule->minutes) && !isnan(speed)) rule->distance_m = rule->minutes * speed;
    }
    return true;
}

/* A copy has no targets: say so where the base has one; else what the base says holds here as well. */
static bool copy_note(const lc_indicator_def *base, const lc_copy_words *words, lc_indicator_def *copy) {
    if (isnan(base->target) && isnan(base->community_target)) {
        if (!base->target_note_en) return true;
        copy->target_note_en = lc_strdup(base->target_note_en);
        copy->target_note_zh = lc_strdup(base->target_note_zh);
    } else {
        copy->target_note_en = lc_sprintf(words->note_en, base->id);
        copy->target_note_zh = lc_sprintf(words->note_zh, base->id);
    }
    return copy->target_note_en && copy->target_note_zh;
}

bool lc_indicator_copy(const lc_indicator_def *base, const lc_copy_words *words, double speed, lc_indicator_def *copy) {
    const char *verified = base->verified && !isnan(speed) ? "unverified" : base->verified;
    copy->id = words->id;
    copy->title_en = lc_sprintf("%s (%s)", base->title_en, words->title_en);
    copy->title_zh = lc_sprintf("%s（%s）", base->title_zh, words->title_zh);
    copy->metric = base->metric;
    copy->denominator = base->denominator;
    copy->measures = base->measures;
    copy->decay = base->decay;
    if (base->supply && !(copy->supply = lc_strdup(base->supply))) return false;
    copy->target = copy->community_target = NAN;
    copy->source = lc_strdup(base->source);
    copy->source_zh = lc_strdup(base->source_zh);
    copy->verified = lc_strdup(verified);
    if (!copy->scenario && base->scenario && !(copy->scenario = lc_strdup(base->scenario))) return false;
    return copy->id && copy->title_en && copy->title_zh && (!base->source || (copy->source && copy->source_zh)) &&
           (!verified || copy->verified) && copy_note(base, words, copy) && copy_rules(base, speed, copy);
}

bool lc_combination_copy(const lc_combination *base, lc_combination *copy) {
    *copy = *base;
    copy->part = base->n_parts ? LC_NEW(size_t, base->n_parts) : NULL;
    if (copy->part) memcpy(copy->part, base->part, base->n_parts * sizeof *copy->part);
    return copy->part || base->n_parts == 0;
}
