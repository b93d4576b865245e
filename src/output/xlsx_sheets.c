#include "output/xlsx_sheets.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "report/words.h"

const char *lc_xlsx_title(const lc_xlsx *x, size_t i) {
    const lc_indicator *indicator = &x->report->indicators[i];
    const char *title = lc_title_text(x->ctx, indicator->title_en, indicator->title_zh);
    return title ? title : indicator->id;
}

bool lc_xlsx_is_straight(const lc_xlsx *x, size_t i) {
    return strcmp(x->report->indicators[i].metric, "straight") == 0;
}

bool lc_xlsx_is_share(const lc_xlsx *x, size_t i) {
    const char *measure = x->report->indicators[i].measure;
    return !measure || strcmp(measure, "2sfca") != 0;
}

lc_style lc_xlsx_ratio_style(const lc_xlsx *x, size_t i, lc_verdict verdict) {
    if (!lc_xlsx_is_share(x, i)) return LC_STYLE_HUNDREDTH;
    return verdict == LC_MET ? LC_STYLE_PERCENT_MET : verdict == LC_MISSED ? LC_STYLE_PERCENT_MISSED : LC_STYLE_PERCENT;
}

char *lc_xlsx_head(const lc_xlsx *x, size_t i) {
    const char *supply = x->report->indicators[i].supply;
    if (lc_xlsx_is_share(x, i)) return lc_strdup(lc_xlsx_title(x, i));
    return lc_sprintf(lc_tr(x->ctx, "%s (%s per person)"), lc_xlsx_title(x, i), supply ? supply : "");
}

size_t lc_xlsx_leading(const lc_xlsx *x) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < x->report->n_indicators; i++) {
        if (!isfinite(x->report->indicators[i].ratio)) continue;
        if (!lc_xlsx_is_straight(x, i)) return i;
        if (found == SIZE_MAX) found = i;
    }
    return found;
}

size_t *lc_xlsx_worst_first(const lc_xlsx *x) {
    const lc_report *r = x->report;
    size_t leading = lc_xlsx_leading(x), n = 0, *order = LC_NEW(size_t, r->n_communities);
    bool *listed = LC_NEW0(bool, r->n_communities);
    if (order && listed && leading != SIZE_MAX) n = lc_report_worst(r, leading, order, r->n_communities);
    for (size_t k = 0; listed && k < n; k++) listed[order[k]] = true;
    for (size_t c = 0; order && listed && c < r->n_communities; c++)
        if (!listed[c]) order[n++] = c;
    if (!listed) {
        free(order);
        order = NULL;
    }
    free(listed);
    return order;
}
