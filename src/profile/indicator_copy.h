/* Indicators that are others once more: at another walking speed, or over another demand. */
#ifndef LC_PROFILE_INDICATOR_COPY_H
#define LC_PROFILE_INDICATOR_COPY_H

#include "profile/profile.h"

/* What a copy is called. */
typedef struct lc_copy_words {
    char *id;                        /* taken; NULL when memory is out */
    const char *title_en, *title_zh; /* put behind those of the base */
    const char *note_en, *note_zh;   /* on the target of the base, whose id is the argument */
} lc_copy_words;

/*
 * Fill `copy`, which is zero but for its group and scenario, but for what it combines. It has no targets. With a
 * speed, its minutes are metres at that speed, and a number that was verified is so no longer.
 * @param speed_m_per_min NaN: the distances of the base
 * false when memory is out.
 */
bool lc_indicator_copy(const lc_indicator_def *base, const lc_copy_words *words, double speed_m_per_min,
                       lc_indicator_def *copy);
/* A combination of the same parts. */
bool lc_combination_copy(const lc_combination *base, lc_combination *copy);

#endif
