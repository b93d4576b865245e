#include "output/markdown_parts.h"

#include <math.h>

#include "base/language.h"
#include "output/markdown.h"
#include "report/digits.h"
#include "report/words.h"

static void put_number(FILE *file, double value, int decimals) {
    lc_md_cell(file, isnan(value) ? "–" : lc_digits_fixed(value, decimals, false).text);
}

static const char *title_of(const lc_context *ctx, const lc_indicator *indicator) {
    return lc_title_text(ctx, indicator->title_en, indicator->title_zh);
}

static void put_count(FILE *file, size_t count) {
    char text[24];
    snprintf(text, sizeof text, "%zu", count);
    lc_md_cell(file, text);
}

/* ------------------------------------------------------------- combinations */

/* "Park, Store (no data)" */
static void put_parts(FILE *file, const lc_context *ctx, const lc_report *report, size_t i) {
    char text[2048];
    size_t used = 0;
    text[0] = '\0';
    for (size_t p = 0; p < report->indicators[i].n_parts && used < sizeof text; p++) {
        lc_part part = lc_report_part(report, i, p);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", p ? (lc_is_chinese(ctx) ? "、" : ", ") : "",
                                 title_of(ctx, &report->indicators[part.indicator]));
        if ((part.left_out || part.missing) && used < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used, lc_is_chinese(ctx) ? "（%s）" : " (%s)",
                                     lc_tr(ctx, "no data"));
    }
    lc_md_cell(file, text);
}

void lc_md_combinations(FILE *file, const lc_context *ctx, const lc_report *report) {
    const char *const title[] = {lc_tr(ctx, "indicator"),         lc_tr(ctx, "parts"), lc_tr(ctx, "must be in reach"),
                                 lc_tr(ctx, "services in reach"), lc_tr(ctx, "none"),  lc_tr(ctx, "all")};
    size_t n = 0;
    for (size_t i = 0; i < report->n_indicators; i++) {
        const lc_indicator *indicator = &report->indicators[i];
        if (!indicator->combines) continue;
        if (!n++) {
            lc_md_heading(file, 2, lc_tr(ctx, "Several services at once"));
            lc_md_table(file, title, "llrrrr");
        }
        lc_md_cell(file, title_of(ctx, indicator));
        put_parts(file, ctx, report, i);
        put_count(file, indicator->least);
        put_number(file, indicator->services, 2);
        put_number(file, lc_report_parts_share(report, SIZE_MAX, i, 0), 3);
        put_number(file, lc_report_parts_share(report, SIZE_MAX, i, indicator->n_parts), 3);
        lc_md_row_end(file);
    }
}

/* ---------------------------------------------------------------- scorecard */

/* Every item with its communities. */
static void put_items(FILE *file, const lc_context *ctx, const lc_report *report) {
    const char *const title[] = {lc_tr(ctx, "item"), lc_tr(ctx, "target"), lc_tr(ctx, "met"), lc_tr(ctx, "missed"),
                                 lc_tr(ctx, "no data")};
    lc_md_table(file, title, "lrrrr");
    for (size_t k = 0; k < report->n_scorecard; k++) {
        const lc_indicator *item = &report->indicators[report->scorecard[k]];
        lc_md_cell(file, title_of(ctx, item));
        lc_md_cell(file, lc_digits_short(item->community_target).text);
        put_count(file, item->communities_met);
        put_count(file, item->communities_missed);
        put_count(file, report->n_communities - item->communities_met - item->communities_missed);
        lc_md_row_end(file);
    }
}

void lc_md_scorecard(FILE *file, const lc_context *ctx, const lc_report *report) {
    lc_scorecard card = lc_report_scorecard(report);
    if (card.n_items == 0) return;
    lc_md_heading(file, 2, lc_tr(ctx, "Scorecard"));
    if (isnan(card.share))
        fprintf(file,
                lc_tr(ctx, "Which communities meet all %zu items is not known: of one there are no data anywhere.\n\n"),
                card.n_items);
    else
        fprintf(file, lc_tr(ctx, "%zu of %zu communities meet all %zu items (%s).\n\n"), card.communities_met,
                report->n_communities, card.n_items, lc_digits_fixed(card.share, 3, false).text);
    put_items(file, ctx, report);
}

/* ------------------------------------------------------------------- inside */

void lc_md_inside(FILE *file, const lc_context *ctx, const lc_report *report) {
    const char *const title[] = {lc_tr(ctx, "category"), lc_tr(ctx, "number"), lc_tr(ctx, "length, km"),
                                 lc_tr(ctx, "area, ha"), lc_tr(ctx, "share"),  lc_tr(ctx, "m² a person")};
    size_t n = 0;
    for (size_t k = 0; k < report->n_categories; k++) {
        const lc_category *category = &report->categories[k];
        if (!category->lines && !category->areas) continue;
        if (!n++) {
            lc_md_heading(file, 2, lc_tr(ctx, "Inside the communities"));
            lc_md_table(file, title, "lrrrrr");
        }
        const char *name = lc_title_text(ctx, category->title_en, category->title_zh);
        lc_md_cell(file, name ? name : category->id);
        put_count(file, category->count);
        put_number(file, category->length_m / 1000, 2);
        put_number(file, category->area_m2 / 1e4, 2);
        put_number(file, category->share, 4);
        put_number(file, category->m2_per_person, 2);
        lc_md_row_end(file);
    }
}
