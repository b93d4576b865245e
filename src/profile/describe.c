/* A profile in words, as YAML comments: what it measures, and where its numbers come from. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text_stream.h"
#include "base/utf8.h"
#include "profile/levels.h"
#include "profile/profile.h"
#include "profile/rules.h"

/* Everything that the description says. Formats take the arguments that `english` shows. */
typedef struct words {
    const char *source, *marked_source, *no_source, *note;
    const char *rule; /* category, size, level, distance */
    const char *category, *at_least, *at_most, *between, *level;
    const char *metres, *minutes, *either;
    const char *metric[3], *denominator[3], *group, *supply;
    const char *all_of, *some_of, *skip; /* combinations */
    const char *measured;                /* rules, metric, denominator, target */
    const char *target, *community_target, *no_target, *comma;
    const char *mark, *text, *secondary, *unverified;
} words;

static const words english = {
    .source = "source: %s",
    .marked_source = "source (%2$s): %1$s",
    .no_source = "no source is named",
    .note = "on the target: %s",
    .rule = "%s%s%s within %s",
    .category = "%s",
    .at_least = " of %.9g m² and more",
    .at_most = " of up to %.9g m²",
    .between = " of %.9g to %.9g m²",
    .level = " of level %s",
    .metres = "%.9g m",
    .minutes = "%.9g minutes (%.9g m)",
    .either = ", or ",
    .metric = {"on foot along paths (network)", "in a straight line, the service radius (straight)",
               "on foot and in a straight line, each part as it says (mixed)"},
    .all_of = "all of: %s",
    .some_of = "at least %zu of: %s",
    .skip = "%s; parts without data do not count",
    .denominator = {"share of the area", "share of residential land", "share of the population"},
    .group = "share of the people of '%s'",
    .supply = "%s shared out for each person (2sfca, decay %s)",
    .measured = "%s; %s; %s; %s",
    .target = "target %.9g",
    .community_target = "each community %.9g",
    .no_target = "no target",
    .comma = ", ",
    .mark = " (%s)",
    .text = "read in its text",
    .secondary = "from a secondary source",
    .unverified = "unverified",
};

static const words chinese = {
    .source = "来源：%s",
    .marked_source = "来源（%2$s）：%1$s",
    .no_source = "未注明来源",
    .note = "关于目标：%s",
    .rule = "%s%s%s，%s以内",
    .category = "%2$s（%1$s）",
    .at_least = "，%.9g平方米及以上",
    .at_most = "，%.9g平方米及以下",
    .between = "，%.9g–%.9g平方米",
    .level = "，等级 %s",
    .metres = "%.9g米",
    .minutes = "%.9g分钟（%.9g米）",
    .either = "；或 ",
    .metric = {"沿路网的步行距离（network）", "直线距离，即服务半径（straight）",
               "步行和直线，各分项按其自身口径（mixed）"},
    .all_of = "同时满足：%s",
    .some_of = "至少满足%zu项：%s",
    .skip = "%s；无数据的分项不计",
    .denominator = {"占社区面积的比例", "占居住用地面积的比例", "占人口的比例"},
    .group = "占人群“%s”的比例",
    .supply = "人均%s（2sfca，衰减 %s）",
    .measured = "%s；%s；%s；%s",
    .target = "目标 %.9g",
    .community_target = "每个社区 %.9g",
    .no_target = "无目标",
    .comma = "，",
    .mark = "（%s）",
    .text = "据原文",
    .secondary = "据二手资料",
    .unverified = "未核实",
};

typedef struct description {
    FILE *file;
    const words *w;
    bool zh;
    const lc_categories *categories;
    const lc_profile *profile;
} description;

static const char *mark_words(const words *w, const char *verified) {
    if (strcmp(verified, "text") == 0) return w->text;
    return strcmp(verified, "secondary") == 0 ? w->secondary : w->unverified;
}

/* Part of a comment line: line ends and other control characters would end the comment. */
static void put_text(FILE *file, const char *text) {
    for (; *text; text++) fputc((unsigned char)*text < 0x20 || *text == 0x7F ? ' ' : *text, file);
}

static void put_rule(const description *d, FILE *file, const lc_rule *rule) {
    const words *w = d->w;
    const lc_category_def *known = lc_categories_find(d->categories, rule->category);
    char category[400], size[160] = "", level[80] = "", distance[120];
    int length =
        snprintf(category, sizeof category, w->category, rule->category, known ? known->title_zh : rule->category);
    if (length > 0 && (size_t)length >= sizeof category) lc_utf8_mark_cut(category, sizeof category);
    bool least = !isnan(rule->min_area_m2), most = !isnan(rule->max_area_m2);
    if (least && most)
        snprintf(size, sizeof size, w->between, rule->min_area_m2, rule->max_area_m2);
    else if (least || most)
        snprintf(size, sizeof size, least ? w->at_least : w->at_most, least ? rule->min_area_m2 : rule->max_area_m2);
    if (rule->level != LC_LEVEL_ANY) snprintf(level, sizeof level, w->level, lc_level_name(rule->level));
    if (isnan(rule->minutes))
        snprintf(distance, sizeof distance, w->metres, rule->distance_m);
    else
        snprintf(distance, sizeof distance, w->minutes, rule->minutes, rule->distance_m);
    fprintf(file, w->rule, category, size, level, distance);
}

/* "all of: store, park" */
static char *parts_text(const description *d, const lc_combination *c) {
    char *list = lc_strdup(""), *text = NULL, *whole = NULL;
    for (size_t p = 0; list && p < c->n_parts; p++) {
        char *longer = lc_sprintf("%s%s%s", list, p ? ", " : "", d->profile->indicators[c->part[p]].id);
        free(list);
        list = longer;
    }
    if (list)
        text = c->kind == LC_COMBINES_ALL ? lc_sprintf(d->w->all_of, list) : lc_sprintf(d->w->some_of, c->least, list);
    if (text && c->skip_missing) whole = lc_sprintf(d->w->skip, text);
    free(list);
    if (!text || !c->skip_missing) return text;
    free(text);
    return whole;
}

static char *rules_text(const description *d, const lc_indicator_def *indicator) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return NULL;
    for (size_t i = 0; i < indicator->n_rules; i++) {
        if (i) fputs(d->w->either, s.file);
        put_rule(d, s.file, &indicator->rules[i]);
    }
    return lc_text_stream_close(&s) ? s.text : NULL;
}

/* "target 0.9, each community 0.8 (unverified)" */
static void target_text(const words *w, const lc_indicator_def *indicator, char *text, size_t size) {
    bool city = !isnan(indicator->target), each = !isnan(indicator->community_target);
    size_t used = 0;
    if (city) used += (size_t)snprintf(text + used, size - used, w->target, indicator->target);
    if (city && each) used += (size_t)snprintf(text + used, size - used, "%s", w->comma);
    if (each) used += (size_t)snprintf(text + used, size - used, w->community_target, indicator->community_target);
    if (!city && !each)
        snprintf(text, size, "%s", w->no_target);
    else if (indicator->verified)
        snprintf(text + used, size - used, w->mark, mark_words(w, indicator->verified));
}

static char *share_text(const words *w, const lc_indicator_def *indicator) {
    if (indicator->measures == LC_MEASURES_2SFCA)
        return lc_sprintf(w->supply, indicator->supply ? indicator->supply : "area_m2",
                          indicator->decay == LC_DECAY_GAUSSIAN ? "gaussian" : "none");
    return indicator->group ? lc_sprintf(w->group, indicator->group)
                            : lc_strdup(w->denominator[indicator->denominator]);
}

static lc_status put_indicator(lc_context *ctx, const description *d, const lc_indicator_def *indicator) {
    const words *w = d->w;
    const lc_combination *c = &indicator->combines;
    char target[200], *rules = c->kind ? parts_text(d, c) : rules_text(d, indicator);
    char *measured = NULL, *source = NULL, *note = NULL;
    char *share = share_text(w, indicator);
    target_text(w, indicator, target, sizeof target);
    if (rules && share) measured = lc_sprintf(w->measured, rules, w->metric[indicator->metric], share, target);
    const char *mark = indicator->verified ? mark_words(w, indicator->verified) : "";
    if (indicator->source)
        source =
            lc_sprintf(*mark ? w->marked_source : w->source, d->zh ? indicator->source_zh : indicator->source, mark);
    else
        source = lc_strdup(w->no_source);
    if (indicator->target_note_en)
        note = lc_sprintf(w->note, d->zh ? indicator->target_note_zh : indicator->target_note_en);
    lc_status status = measured && source && (note || !indicator->target_note_en) ? LC_OK : lc_fail_memory(ctx);
    if (!status) {
        fprintf(d->file, "#\n# %s: ", indicator->id);
        put_text(d->file, d->zh ? indicator->title_zh : indicator->title_en);
        const char *lines[] = {measured, note, source};
        for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
            if (!lines[i]) continue;
            fputs("\n#   ", d->file);
            put_text(d->file, lines[i]);
        }
        fputc('\n', d->file);
    }
    free(note);
    free(source);
    free(measured);
    free(share);
    free(rules);
    return status;
}

static lc_status put_profile(lc_context *ctx, const description *d, const lc_profile *profile) {
    fputs("# ", d->file);
    put_text(d->file, d->zh ? profile->title_zh : profile->title_en);
    fputc('\n', d->file);
    char *source = lc_strdup(d->w->no_source);
    if (profile->source) {
        free(source);
        source = lc_sprintf(d->w->source, d->zh ? profile->source_zh : profile->source);
    }
    if (!source) return lc_fail_memory(ctx);
    fputs("# ", d->file);
    put_text(d->file, source);
    fputc('\n', d->file);
    free(source);
    lc_status status = LC_OK;
    for (size_t i = 0; !status && i < profile->n_indicators; i++)
        status = put_indicator(ctx, d, &profile->indicators[i]);
    fputs("\n", d->file);
    return status;
}

/* Numbers with a point, whatever the program's locale. */
static lc_status put_with_points(lc_context *ctx, const description *d, const lc_profile *profile) {
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!plain) return lc_fail_memory(ctx);
    locale_t before = uselocale(plain);
    lc_status status = put_profile(ctx, d, profile);
    uselocale(before);
    freelocale(plain);
    return status;
}

lc_status lc_profile_describe(lc_context *ctx, const char *data_dir, const char *name, const char *lang, char **text) {
    lc_profile *profile = NULL;
    lc_categories *categories = NULL;
    lc_text_stream s = {0};
    bool zh = lang && strncmp(lang, "zh", 2) == 0;
    description d = {.w = zh ? &chinese : &english, .zh = zh};
    lc_status status = lc_profile_load(ctx, data_dir, name, &profile);
    if (!status) status = lc_categories_load(ctx, data_dir, &categories);
    if (status) goto done;
    d.categories = categories;
    d.profile = profile;
    if (!lc_text_stream_open(&s)) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    d.file = s.file;
    status = put_with_points(ctx, &d, profile);
    if (!lc_text_stream_close(&s) && !status) status = lc_fail_memory(ctx);
    if (status) goto done;
    *text = s.text;
    s.text = NULL;
done:
    free(s.text);
    lc_categories_free(categories);
    lc_profile_free(profile);
    return status;
}
