/* The table after a check. Its point: the walked share and the straight-line share of the same rule, side by side. */
#include <math.h>
#include <string.h>

#include "cli.h"

enum { WORST = 5, LABEL_MAX = 52, CELL = 160, N_COLUMNS = 8 };
enum { LABEL, CITY_WALK, CITY_LINE, MEAN_WALK, MEAN_LINE, TIMES, OFF, TARGET };

/* Everything that the summary says. */
typedef struct words {
    const char *language, *communities, *group[2], *head[N_COLUMNS];
    const char *legend[4], *walk_cost;
    const char *mixed, *worst, *worst_head[2], *notes, *warnings;
    const char *pair, *mark, *example; /* formats: "Report: r.geojson", " (unverified)", " (for example Balzers)" */
    const char *report, *areas, *gaps, *map, *field, *table, *workbook, *package, *markdown, *junit, *history;
    const char *verdict[4], *text, *secondary, *unverified;
} words;

static const words english = {
    .language = "en",
    .communities = "communities",
    .group = {"city", "community mean"},
    .head = {"share within reach", "walk", "line", "walk", "line", "line/walk", "off net", "target"},
    .legend = {"walk       along paths (metric network)",
               "line       as the crow flies (metric straight), the codes' service radius",
               "line/walk  how many times as much the straight line claims",
               "off net    share too far from any mapped path to tell: a gap in the data, not in the service"},
    .walk_cost = "walking    lengths count as on the flat: ",
    .mixed = "walk and line",
    .worst = "Least served communities",
    .worst_head = {"walk", "line"},
    .notes = "On targets",
    .warnings = "Warnings",
    .pair = "%s: %s\n",
    .mark = " (%s)",
    .example = " (for example %s)",
    .report = "Report",
    .areas = "Service areas",
    .gaps = "Gaps",
    .map = "Map",
    .field = "Walking distance",
    .table = "Table",
    .workbook = "Workbook",
    .package = "GeoPackage",
    .markdown = "Summary",
    .junit = "Test results",
    .history = "History",
    .verdict = {"", "met", "missed", "no data"},
    .text = "from the text",
    .secondary = "from a secondary source",
    .unverified = "unverified",
};

static const words chinese = {
    .language = "zh",
    .communities = "个社区",
    .group = {"全市", "社区平均"},
    .head = {"可达范围占比", "步行", "直线", "步行", "直线", "直线/步行", "路网外", "目标"},
    .legend = {"步行       沿路网的步行距离（network）", "直线       直线距离，即规范的服务半径（straight）",
               "直线/步行  直线口径是步行口径的几倍",
               "路网外     离已绘道路过远、无法判断的占比：缺的是数据，不一定是设施"},
    .walk_cost = "步行代价   长度按平路折算：",
    .mixed = "步行和直线",
    .worst = "覆盖最低的社区",
    .worst_head = {"步行", "直线"},
    .notes = "关于目标",
    .warnings = "提示",
    .pair = "%s：%s\n",
    .mark = "（%s）",
    .example = "（例如 %s）",
    .report = "报告",
    .areas = "服务范围",
    .gaps = "缺口",
    .map = "地图",
    .field = "步行距离",
    .table = "表格",
    .workbook = "工作簿",
    .package = "GeoPackage",
    .markdown = "摘要",
    .junit = "测试结果",
    .history = "历史",
    .verdict = {"", "达标", "未达标", "无数据"},
    .text = "据原文",
    .secondary = "据二手资料",
    .unverified = "未核实",
};

static bool is_straight(const lc_indicator *indicator) {
    return strcmp(indicator->metric, "straight") == 0;
}

/* ------------------------------------------------------------------ table */

static void put_ratio(char *cell, double ratio) {
    if (isfinite(ratio))
        snprintf(cell, CELL, "%.2f", ratio);
    else
        snprintf(cell, CELL, "–");
}

static const char *verified_words(const words *w, const char *verified) {
    if (strcmp(verified, "text") == 0) return w->text;
    if (strcmp(verified, "secondary") == 0) return w->secondary;
    return w->unverified;
}

/* "0.80 missed (unverified)", added to what the cell holds; `metric` tells two targets in one row apart. */
static void add_target(char *cell, const words *w, const lc_indicator *indicator, const char *metric) {
    if (!isfinite(indicator->target)) {
        if (indicator->verdict == LC_NO_DATA && !*cell) cli_add(cell, CELL, "%s", w->verdict[LC_NO_DATA]);
        return;
    }
    const char *mark = indicator->verified ? verified_words(w, indicator->verified) : "";
    cli_add(cell, CELL, "%s%s%s%.2f %s", *cell ? " · " : "", metric, *metric ? " " : "", indicator->target,
            w->verdict[indicator->verdict]);
    if (*mark) cli_add(cell, CELL, w->mark, mark);
}

/* The cells of the row that indicator i starts; false when its partner has the row. */
static bool fill_row(const lc_report *report, const words *w, size_t i, char cell[N_COLUMNS][CELL]) {
    lc_indicator first = lc_report_indicator(report, i), other = {.ratio = LC_UNSET, .mean_ratio = LC_UNSET};
    size_t partner = lc_report_partner(report, i);
    bool straight = is_straight(&first);
    if (straight && partner != SIZE_MAX) return false;
    if (partner != SIZE_MAX) other = lc_report_indicator(report, partner);
    const lc_indicator *walk = straight ? &other : &first, *line = straight ? &first : &other;
    bool zh = w == &chinese;
    cell[LABEL][0] = '\0';
    cli_add(cell[LABEL], CELL, "%s", zh && first.title_zh ? first.title_zh : first.title_en);
    if (strcmp(first.metric, "mixed") == 0) cli_add(cell[LABEL], CELL, w->mark, w->mixed);
    put_ratio(cell[CITY_WALK], walk->ratio);
    put_ratio(cell[CITY_LINE], line->ratio);
    put_ratio(cell[MEAN_WALK], walk->mean_ratio);
    put_ratio(cell[MEAN_LINE], line->mean_ratio);
    double times = line->ratio / walk->ratio;
    snprintf(cell[TIMES], CELL, "–");
    if (isfinite(times)) snprintf(cell[TIMES], CELL, "%.1f×", times);
    put_ratio(cell[OFF], straight ? LC_UNSET : walk->offnet);
    cell[TARGET][0] = '\0';
    bool both = partner != SIZE_MAX && isfinite(first.target) && isfinite(other.target);
    add_target(cell[TARGET], w, &first, both ? w->head[CITY_WALK] : "");
    if (partner != SIZE_MAX) add_target(cell[TARGET], w, &other, both ? w->head[CITY_LINE] : "");
    return true;
}

static void put_row(FILE *file, char cell[N_COLUMNS][CELL], const int width[N_COLUMNS]) {
    cli_pad(file, cell[LABEL], width[LABEL], false);
    for (int k = CITY_WALK; k < TARGET; k++) {
        fputs(k == CITY_LINE || k == MEAN_LINE ? "  " : "   ", file);
        cli_pad(file, cell[k], width[k], true);
    }
    fprintf(file, "%s%s\n", *cell[TARGET] ? "   " : "", cell[TARGET]);
}

static void widen(int *width, int needed) {
    if (needed > *width) *width = needed;
}

/* Two header lines: what a pair of columns is about, then the columns. */
static void put_head(FILE *file, const words *w, const int width[N_COLUMNS], bool targets) {
    cli_pad(file, "", width[LABEL] + 3, false);
    cli_pad(file, w->group[0], width[CITY_WALK] + 2 + width[CITY_LINE] + 3, false);
    fprintf(file, "%s\n", w->group[1]);
    char cell[N_COLUMNS][CELL];
    for (int k = 0; k < N_COLUMNS; k++) snprintf(cell[k], CELL, "%s", k < TARGET || targets ? w->head[k] : "");
    put_row(file, cell, width);
}

static void put_table(FILE *file, const lc_report *report, const words *w) {
    size_t n = lc_report_indicator_count(report);
    char cell[N_COLUMNS][CELL];
    int width[N_COLUMNS];
    bool targets = false;
    for (int k = 0; k < N_COLUMNS; k++) width[k] = cli_width(w->head[k]);
    for (size_t i = 0; i < n; i++) {
        if (!fill_row(report, w, i, cell)) continue;
        for (int k = 0; k < TARGET; k++) widen(&width[k], cli_width(cell[k]));
        targets = targets || *cell[TARGET];
    }
    if (width[LABEL] > LABEL_MAX) width[LABEL] = LABEL_MAX;
    widen(&width[MEAN_LINE], cli_width(w->group[1]) - width[MEAN_WALK] - 2);
    put_head(file, w, width, targets);
    for (size_t i = 0; i < n; i++)
        if (fill_row(report, w, i, cell)) put_row(file, cell, width);
    fputc('\n', file);
    for (size_t i = 0; i < sizeof w->legend / sizeof *w->legend; i++) fprintf(file, "  %s\n", w->legend[i]);
    if (lc_report_walk_cost(report)) fprintf(file, "  %s%s\n", w->walk_cost, lc_report_walk_cost(report));
}

static const char *note_of(const lc_report *report, const words *w, size_t i) {
    lc_indicator indicator = lc_report_indicator(report, i);
    return w == &chinese && indicator.target_note_zh ? indicator.target_note_zh : indicator.target_note_en;
}

/* What the profile says of its targets, or of there being none: each note once. */
static void put_notes(FILE *file, const lc_report *report, const words *w) {
    size_t said = 0;
    for (size_t i = 0; i < lc_report_indicator_count(report); i++) {
        const char *note = note_of(report, w, i);
        bool before = !note;
        for (size_t k = 0; k < i && !before; k++) {
            const char *other = note_of(report, w, k);
            before = other && strcmp(other, note) == 0;
        }
        if (before) continue;
        if (!said++) fprintf(file, "\n%s\n", w->notes);
        fputs("  ", file);
        cli_pad(file, note, cli_width(note), false);
        fputc('\n', file);
    }
}

/* ------------------------------------------------------- worst, warnings */

static size_t first_network_indicator(const lc_report *report) {
    size_t n = lc_report_indicator_count(report);
    for (size_t i = 0; i < n; i++) {
        lc_indicator indicator = lc_report_indicator(report, i);
        if (!is_straight(&indicator) && isfinite(indicator.ratio)) return i;
    }
    return SIZE_MAX;
}

static void put_worst_row(FILE *file, const lc_report *report, size_t c, size_t walk, size_t line) {
    char cell[2][CELL];
    put_ratio(cell[0], lc_report_value(report, c, walk).ratio);
    put_ratio(cell[1], line == SIZE_MAX ? LC_UNSET : lc_report_value(report, c, line).ratio);
    lc_community community = lc_report_community(report, c);
    fputs("  ", file);
    cli_pad(file, cell[0], 5, true);
    cli_pad(file, cell[1], 7, true);
    fputs("  ", file);
    int width = cli_width(community.name);
    cli_pad(file, community.name, width < LABEL_MAX ? width : LABEL_MAX, false);
    if (strcmp(community.name, community.id) != 0) {
        fputs(" (", file);
        width = cli_width(community.id);
        cli_pad(file, community.id, width < LABEL_MAX ? width : LABEL_MAX, false);
        fputc(')', file);
    }
    fputc('\n', file);
}

static void put_worst(FILE *file, const lc_report *report, const words *w) {
    size_t walk = first_network_indicator(report);
    if (walk == SIZE_MAX || lc_report_community_count(report) < 2) return;
    size_t line = lc_report_partner(report, walk);
    lc_indicator indicator = lc_report_indicator(report, walk);
    bool zh = w == &chinese;
    fputc('\n', file);
    fprintf(file, w->pair, w->worst, zh && indicator.title_zh ? indicator.title_zh : indicator.title_en);
    fputs("  ", file);
    cli_pad(file, w->worst_head[0], 5, true);
    cli_pad(file, w->worst_head[1], 7, true);
    fputc('\n', file);
    size_t worst[WORST], n = lc_report_worst(report, walk, worst, WORST);
    for (size_t k = 0; k < n; k++) put_worst_row(file, report, worst[k], walk, line);
}

static void put_warnings(FILE *file, const lc_report *report, const words *w) {
    size_t n = lc_report_warning_count(report);
    if (n) fprintf(file, "\n%s\n", w->warnings);
    for (size_t i = 0; i < n; i++) {
        lc_warning warning = lc_report_warning(report, i);
        fprintf(file, "  %6zu  %s", warning.count, warning.message);
        if (warning.n_examples) fprintf(file, w->example, warning.examples[0]);
        fputc('\n', file);
    }
}

static void put_file(FILE *file, const words *w, const char *what, const char *path) {
    if (path) fprintf(file, w->pair, what, path);
}

static void put_files(FILE *file, const lc_outputs *outputs, const words *w) {
    const char *const what[] = {w->report,  w->areas, w->gaps,     w->table, w->table,  w->workbook,
                                w->package, w->map,   w->markdown, w->junit, w->history};
    const char *const path[] = {outputs->output,   outputs->areas, outputs->gaps, outputs->csv,
                                outputs->csv_bom,  outputs->xlsx,  outputs->gpkg, outputs->html,
                                outputs->markdown, outputs->junit, outputs->store};
    bool any = outputs->n_fields;
    for (size_t i = 0; i < sizeof path / sizeof *path; i++) any = any || path[i];
    if (any) fputc('\n', file);
    for (size_t i = 0; i < sizeof path / sizeof *path; i++) put_file(file, w, what[i], path[i]);
    for (size_t i = 0; i < outputs->n_fields; i++) put_file(file, w, w->field, outputs->fields[i]);
}

void cli_summary(FILE *file, const lc_context *ctx, const lc_report *report, const cli_run *run, bool zh) {
    const words *w = zh ? &chinese : &english;
    const char *title = lc_report_profile_title(report, w->language);
    fprintf(file, "%s · %zu %s\n\n", title ? title : lc_report_profile(report), lc_report_community_count(report),
            w->communities);
    cli_summary_edits(file, report);
    put_table(file, report, w);
    put_notes(file, report, w);
    cli_no_data(file, ctx, report, run->check.allow_no_data);
    put_worst(file, report, w);
    cli_summary_parts(file, report, zh);
    put_warnings(file, report, w);
    put_files(file, &run->outputs, w);
}
