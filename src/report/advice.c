#include "report/advice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "report/words.h"

static size_t category_at(const lc_report *report, const char *name) {
    size_t k = 0;
    while (k < report->n_categories && strcmp(report->categories[k].id, name) != 0) k++;
    return k;
}

/* The category that the reason is about: of an any_of the first without a source, else the first. */
static const char *category_of(const lc_report *report, size_t indicator, bool unknown) {
    const lc_rule_list *rules = report->rules ? &report->rules[indicator] : NULL;
    for (size_t r = 0; unknown && rules && r < rules->n; r++) {
        size_t k = category_at(report, rules->rule[r].category);
        if (k == report->n_categories || !report->categories[k].known) return rules->rule[r].category;
    }
    return report->indicators[indicator].category;
}

/* Do the rules for OpenStreetMap know the category? */
static bool is_mapped(const lc_report *report, const char *category) {
    size_t k = category_at(report, category);
    return k < report->n_categories && report->categories[k].title_en;
}

static const char *of_source(const lc_report *report, const char *category) {
    return is_mapped(report, category)
               ? LC_TEXT("the category %1$s has no source; give one with --facilities %1$s=SOURCE, or --osm FILE")
               : LC_TEXT("the category %1$s has no source; give one with --facilities %1$s=SOURCE");
}

static const char *of_demand(const char *denominator) {
    if (strcmp(denominator, "residential") == 0)
        return LC_TEXT("no residential land lies in the communities; check the layer of --residential");
    if (strcmp(denominator, "population") == 0)
        return LC_TEXT("no place with a weight lies in the communities; check the source of --demand");
    return LC_TEXT("the communities have no area; check the layer of --communities");
}

/* A format that takes the category as its only argument, as often as it likes; NULL for a reason not known here. */
static const char *format_of(const lc_report *report, const lc_indicator *indicator, const char *category) {
    const char *reason = indicator->reason;
    if (strcmp(reason, "no_source") == 0) return of_source(report, category);
    if (strcmp(reason, "no_demand") == 0) return of_demand(indicator->denominator);
    static const struct {
        const char *reason, *format;
    } known[] = {
        {"no_facilities", LC_TEXT("the source of %1$s holds no feature; check its path, layer and subset, or give "
                                  "another with --facilities %1$s=SOURCE")},
        {"no_area",
         LC_TEXT("a size is asked for, and the source of %1$s has no areas, points for instance; give polygons "
                 "with --facilities %1$s=SOURCE, or name the field that holds the area with '|area_field='")},
        {"no_levels", LC_TEXT("a level is asked for, and the source of %1$s does not tell levels; name the field that "
                              "does, --facilities '%1$s=SOURCE|level_field=FIELD'")},
        {"no_network", LC_TEXT("there are no paths to walk on; give them with --osm FILE or --network SOURCE")},
        {"no_residential", LC_TEXT("residential land has no source; give it with --residential SOURCE, or --osm FILE")},
        {"no_supply",
         LC_TEXT("no facility of %1$s says what it supplies; name a field that has it under 'supply' in the "
                 "profile, or give it with --facilities %1$s=SOURCE")},
        {"no_group", LC_TEXT("this group of people has no source; give it with --group GROUP=SOURCE, or "
                             "GROUP=field:FIELD of the demand")},
        {"no_population", LC_TEXT("people have no source; give it with --demand SOURCE, or --osm FILE for buildings")},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].reason, reason) == 0) return known[i].format;
    return NULL;
}

void lc_report_advice(const lc_context *ctx, const lc_report *report, size_t i, char *text, size_t size) {
    const lc_indicator *indicator = &report->indicators[i];
    if (size == 0) return;
    text[0] = '\0';
    if (!indicator->reason) return;
    const char *category = category_of(report, i, strcmp(indicator->reason, "no_source") == 0);
    const char *format = format_of(report, indicator, category);
    if (!format)
        snprintf(text, size, "%s", lc_reason_text(ctx, indicator->reason));
    else if (strchr(format, '$'))
        snprintf(text, size, lc_tr(ctx, format), category);
    else
        snprintf(text, size, "%s", lc_tr(ctx, format));
    lc_utf8_trim(text);
}
