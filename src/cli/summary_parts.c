/* The summary's lines on several services at once, the scorecard, and what lies inside the communities. */
#include <math.h>
#include <string.h>

#include "cli.h"

enum { TEXT = 400 };

typedef struct words {
    const char *services, *mean, *all, *none, *without; /* of an at_least; of parts without data */
    const char *scorecard, *meet, *unknown;
    const char *inside, *count, *km, *hectares, *per_person;
    const char *pair, *between;
} words;

static const words english = {
    .services = "Services in reach",
    .mean = "%.2f of %zu on average",
    .all = "all of them %.2f",
    .none = "none %.2f",
    .without = "Without data",
    .scorecard = "Scorecard",
    .meet = "%zu of %zu communities meet all %zu items (%.2f)\n",
    .unknown = "which communities meet all %zu items is not known: one has no data\n",
    .inside = "Inside the communities",
    .count = "%zu",
    .km = "%.1f km",
    .hectares = "%.1f ha (%.1f %%)",
    .per_person = "%.1f m² a person",
    .pair = "%s: %s\n",
    .between = ", ",
};

static const words chinese = {
    .services = "可达服务项数",
    .mean = "平均%.2f项（共%zu项）",
    .all = "全部可达 %.2f",
    .none = "均不可达 %.2f",
    .without = "无数据",
    .scorecard = "评分卡",
    .meet = "%2$zu个社区中有%1$zu个全部%3$zu项达标（%4$.2f）\n",
    .unknown = "全部%zu项达标的社区数未知：有的项目无数据\n",
    .inside = "社区范围内",
    .count = "%zu个",
    .km = "%.1f公里",
    .hectares = "%.1f公顷（%.1f%%）",
    .per_person = "人均%.1f平方米",
    .pair = "%s：%s\n",
    .between = "，",
};

static const char *title_of(const lc_indicator *indicator, const words *w) {
    return w == &chinese && indicator->title_zh ? indicator->title_zh : indicator->title_en;
}

static void put_services(FILE *file, const lc_report *report, const words *w, size_t i) {
    lc_indicator indicator = lc_report_indicator(report, i);
    if (indicator.combines != LC_COMBINES_AT_LEAST || isnan(indicator.services)) return;
    size_t n = indicator.n_parts; /* those with data */
    for (size_t p = 0; p < indicator.n_parts; p++) n -= lc_report_part(report, i, p).left_out;
    fputc('\n', file);
    fprintf(file, w->pair, w->services, title_of(&indicator, w));
    fputs("  ", file);
    fprintf(file, w->mean, indicator.services, n);
    fputs(w->between, file);
    fprintf(file, w->all, lc_report_parts_share(report, SIZE_MAX, i, n));
    fputs(w->between, file);
    fprintf(file, w->none, lc_report_parts_share(report, SIZE_MAX, i, 0));
    fputc('\n', file);
}

/* The parts for which a combination has no answer, or that it goes on without. */
static void put_without(FILE *file, const lc_report *report, const words *w, size_t i) {
    lc_indicator indicator = lc_report_indicator(report, i);
    size_t n = 0;
    for (size_t p = 0; p < indicator.n_parts; p++) {
        lc_part part = lc_report_part(report, i, p);
        if (!part.left_out && !part.missing) continue;
        lc_indicator missing = lc_report_indicator(report, part.indicator);
        if (!n++) {
            fputc('\n', file);
            fprintf(file, w->pair, w->without, title_of(&indicator, w));
        }
        fprintf(file, "  %s (%s)\n", missing.id, title_of(&missing, w));
    }
}

static void put_scorecard(FILE *file, const lc_report *report, const words *w) {
    lc_scorecard card = lc_report_scorecard(report);
    if (card.n_items == 0) return;
    fprintf(file, "\n%s\n  ", w->scorecard);
    if (isnan(card.share))
        fprintf(file, w->unknown, card.n_items);
    else
        fprintf(file, w->meet, card.communities_met, lc_report_community_count(report), card.n_items, card.share);
}

/* A category that has lengths or areas. */
static void put_category(FILE *file, const words *w, const lc_category *category) {
    const char *title = w == &chinese ? category->title_zh : category->title_en;
    char text[TEXT] = "";
    cli_add(text, sizeof text, w->count, category->count);
    if (category->lines) {
        cli_add(text, sizeof text, "%s", w->between);
        cli_add(text, sizeof text, w->km, category->length_m / 1000);
    }
    if (category->areas) {
        cli_add(text, sizeof text, "%s", w->between);
        cli_add(text, sizeof text, w->hectares, category->area_m2 / 1e4, 100 * category->share);
    }
    if (isfinite(category->m2_per_person)) {
        cli_add(text, sizeof text, "%s", w->between);
        cli_add(text, sizeof text, w->per_person, category->m2_per_person);
    }
    fputs("  ", file);
    fprintf(file, w->pair, title ? title : category->id, text);
}

static void put_inside(FILE *file, const lc_report *report, const words *w) {
    size_t n = 0;
    for (size_t k = 0; k < lc_report_category_count(report); k++) {
        lc_category category = lc_report_category(report, k);
        if (!category.lines && !category.areas) continue;
        if (!n++) fprintf(file, "\n%s\n", w->inside);
        put_category(file, w, &category);
    }
}

void cli_summary_parts(FILE *file, const lc_report *report, bool zh) {
    const words *w = zh ? &chinese : &english;
    for (size_t i = 0; i < lc_report_indicator_count(report); i++) {
        put_services(file, report, w, i);
        put_without(file, report, w, i);
    }
    put_scorecard(file, report, w);
    put_inside(file, report, w);
}

void cli_summary_edits(FILE *file, const lc_report *report) {
    static const char *const ops[] = {"add", "remove", "move", "path", "close", "open"};
    size_t n = lc_report_edit_count(report);
    if (!n) return;
    fprintf(file, cli_tr("What if, edits: %zu"), n);
    for (size_t k = 0; k < sizeof ops / sizeof *ops; k++) {
        size_t of = 0;
        for (size_t i = 0; i < n; i++) of += strcmp(lc_report_edit(report, i).op, ops[k]) == 0;
        if (of) fprintf(file, " · %s %zu", ops[k], of);
    }
    fputs("\n\n", file);
}
