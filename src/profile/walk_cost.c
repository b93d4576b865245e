#include "profile/walk_cost.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

/* ---------------------------------------------------------------------------------------------------------- slopes */

/* Seconds a metre, up to a constant factor. */
static double tobler_pace(double slope) {
    return exp(3.5 * fabs(slope + 0.05));
}

static double langmuir_pace(double slope) {
    static const double FLAT = 0.72, TAN_5 = 0.087488663525924, TAN_12 = 0.212556561670022;
    double steep = fabs(slope);
    if (slope >= 0) return FLAT + 6 * steep;
    if (steep < TAN_5) return FLAT;
    return steep <= TAN_12 ? FLAT - 2 * steep : FLAT + 2 * steep;
}

static double table_factor(const lc_walk_cost *cost, double steep) {
    const lc_slope_row *row = cost->table, *last = cost->table + cost->n_table - 1;
    if (steep <= row->slope) return row->factor;
    while (row < last && row[1].slope < steep) row++;
    if (row == last) return last->factor;
    double t = (steep - row->slope) / (row[1].slope - row->slope);
    return row->factor + t * (row[1].factor - row->factor);
}

double lc_slope_factor(const lc_walk_cost *cost, double slope) {
    double s = fmin(fabs(slope), 1), factor = 1;
    switch (cost->slope) {
    case LC_SLOPE_NONE:
        return 1;
    case LC_SLOPE_TABLE:
        return table_factor(cost, s);
    case LC_SLOPE_TOBLER:
        factor = 0.5 * (tobler_pace(s) + tobler_pace(-s)) / tobler_pace(0);
        break;
    case LC_SLOPE_LANGMUIR:
        factor = 0.5 * (langmuir_pace(s) + langmuir_pace(-s)) / langmuir_pace(0);
        break;
    }
    return factor > 1 ? factor : 1;
}

bool lc_walk_cost_counts(const lc_walk_cost *cost) {
    return cost->slope != LC_SLOPE_NONE || cost->has_stairs || cost->crossings;
}

bool lc_walk_cost_closes_stairs(const lc_walk_cost *cost) {
    return cost->has_stairs && isinf(cost->stairs);
}

/* ---------------------------------------------------------------------------------------------------------- values */

enum { NUMBER_SIZE = 32 };

/* A number as people write it, and with all of its digits where that is another one. */
static const char *number_text(double value, char text[NUMBER_SIZE]) {
    double back;
    snprintf(text, NUMBER_SIZE, "%.15g", value);
    if (!lc_number_read(text, &back) || back != value) snprintf(text, NUMBER_SIZE, "%.17g", value);
    return text;
}

static char *table_text(const lc_walk_cost *cost) {
    char *text = lc_strdup("{"), slope[NUMBER_SIZE], factor[NUMBER_SIZE];
    for (size_t i = 0; text && i < cost->n_table; i++) {
        const lc_slope_row *row = &cost->table[i];
        char *more = lc_sprintf("%s%s%s: %s", text, i ? ", " : "", number_text(row->slope, slope),
                                number_text(row->factor, factor));
        free(text);
        text = more;
    }
    char *whole = text ? lc_sprintf("%s}", text) : NULL;
    free(text);
    return whole;
}

char *lc_walk_cost_text(const lc_walk_cost *cost) {
    static const char *const models[] = {"none", "tobler", "langmuir"};
    char number[NUMBER_SIZE];
    const char *stairs = isinf(cost->stairs) ? "none" : number_text(cost->stairs, number);
    char *slope = cost->slope == LC_SLOPE_TABLE ? table_text(cost) : lc_strdup(models[cost->slope]);
    char *text = slope ? lc_sprintf("{slope: %s%s%s, crossings: %s}", slope, cost->has_stairs ? ", stairs: " : "",
                                    cost->has_stairs ? stairs : "", cost->crossings ? "yes" : "no")
                       : NULL;
    free(slope);
    return text;
}

bool lc_walk_cost_copy(const lc_walk_cost *from, lc_walk_cost *to) {
    *to = *from;
    to->table = NULL;
    if (!from->n_table) return true;
    to->table = LC_NEW(lc_slope_row, from->n_table);
    if (to->table) memcpy(to->table, from->table, from->n_table * sizeof *from->table);
    return to->table;
}

bool lc_walk_cost_equal(const lc_walk_cost *a, const lc_walk_cost *b) {
    if (a->slope != b->slope || a->n_table != b->n_table || a->has_stairs != b->has_stairs ||
        (a->has_stairs && a->stairs != b->stairs) || a->crossings != b->crossings)
        return false;
    for (size_t i = 0; i < a->n_table; i++)
        if (a->table[i].slope != b->table[i].slope || a->table[i].factor != b->table[i].factor) return false;
    return true;
}

void lc_walk_cost_free(lc_walk_cost *cost) {
    free(cost->table);
    *cost = (lc_walk_cost){0};
}
