/* The values of a community, or of the city, over the runs. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "history/history.h"

/* A code that went over to another community is two series: first those of the name that had it first. */
#define HOLDER "(SELECT min(h.run) FROM communities h WHERE h.id = ?1 AND h.name = c.name), c.name, "
/* By indicator, in the order in which the latest run has them, then those of older runs; by run. */
#define BY_INDICATOR "(SELECT max(run) FROM indicators k WHERE k.id = i.id) DESC, i.last, i.id, i.run"
/* Indicators with their place in the latest run that has them. */
#define NAMED                                                                                                          \
    "(SELECT j.*, (SELECT k.indicator FROM indicators k WHERE k.id = j.id ORDER BY k.run DESC LIMIT 1) AS last "       \
    "FROM indicators j WHERE ?2 IS NULL OR j.id = ?2) i JOIN runs u ON u.run = i.run"

static const char OF_CITY[] = "SELECT i.run, u.stored, i.id, i.title_en, i.title_zh, i.ratio, i.err, i.offnet, NULL, "
                              "i.verdict, NULL,NULL FROM " NAMED " ORDER BY " BY_INDICATOR;
static const char OF_COMMUNITY[] =
    "SELECT i.run, u.stored, i.id, i.title_en, i.title_zh, r.ratio, r.err, r.offnet, r.mean_m, r.verdict, r.reason, "
    "c.name FROM " NAMED " JOIN communities c ON c.run = i.run AND c.id = ?1 "
    "JOIN results r ON r.run = i.run AND r.community = c.community AND r.indicator = i.indicator ORDER BY " HOLDER
        BY_INDICATOR;

static bool add_point(lc_series *series, sqlite3_stmt *row) {
    bool memory = true;
    if (!LC_ROOM(series->point, series->capacity, series->n + 1)) return false;
    series->point[series->n++] = (lc_series_point){.run = (size_t)sqlite3_column_int64(row, 0),
                                                   .stored = lc_column_text(row, 1, &memory),
                                                   .indicator = lc_column_text(row, 2, &memory),
                                                   .title_en = lc_column_text(row, 3, &memory),
                                                   .title_zh = lc_column_text(row, 4, &memory),
                                                   .value = {.ratio = lc_column_real(row, 5),
                                                             .err = lc_column_real(row, 6),
                                                             .offnet = lc_column_real(row, 7),
                                                             .mean_m = lc_column_real(row, 8),
                                                             .verdict = lc_column_verdict(row, 9),
                                                             .reason = lc_column_text(row, 10, &memory)},
                                                   .name = lc_column_text(row, 11, &memory)};
    return memory;
}

/* Nothing found: because of the community, or of the indicator? */
static lc_status fail_empty(lc_context *ctx, const lc_history *h, const char *community, const char *indicator) {
    for (size_t i = 0; i < h->n && indicator; i++)
        for (size_t k = 0; k < h->run[i].n_indicators && indicator; k++)
            if (strcmp(h->run[i].indicator[k].id, indicator) == 0) indicator = NULL;
    if (indicator)
        return lc_fail(ctx, LC_ERR_INPUT, "%s: no run has an indicator '%s'; 'lifecircle history %s' shows them",
                       h->db.path, indicator, h->db.path);
    return lc_fail(ctx, LC_ERR_INPUT, "%s: no run has a community with the id '%s'; ids are those of --id-field",
                   h->db.path, community ? community : "");
}

lc_status lc_history_series(lc_context *ctx, lc_history *h, const char *community, const char *indicator,
                            lc_series **out) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_series *series = LC_NEW0(lc_series, 1);
    if (!series) return lc_fail_memory(ctx);
    h->db.ctx = ctx;
    series->community = lc_strdup(community);
    lc_status status = series->community || !community ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_database_prepare(&h->db, community ? OF_COMMUNITY : OF_CITY, &query);
    if (status == LC_OK) {
        lc_bind_text(query, 1, community);
        lc_bind_text(query, 2, indicator);
        status = lc_database_row(&h->db, query, &row);
    }
    while (status == LC_OK && row) {
        status = add_point(series, query) ? LC_OK : lc_fail_memory(ctx);
        const lc_series_point *last = status == LC_OK ? &series->point[series->n - 1] : NULL;
        if (last && !(last->stored && last->indicator)) status = lc_history_missing(ctx, h);
        if (status == LC_OK) status = lc_database_row(&h->db, query, &row);
    }
    sqlite3_finalize(query);
    if (status == LC_OK && series->n == 0) status = fail_empty(ctx, h, community, indicator);
    if (status == LC_OK)
        *out = series;
    else
        lc_series_free(series);
    return status;
}

void lc_series_free(lc_series *series) {
    if (!series) return;
    for (size_t i = 0; i < series->n; i++) {
        const lc_series_point *p = &series->point[i];
        const char *text[] = {p->stored, p->indicator, p->title_en, p->title_zh, p->value.reason, p->name};
        for (size_t k = 0; k < sizeof text / sizeof *text; k++) free((void *)(uintptr_t)text[k]);
    }
    free(series->point);
    free(series->community);
    free(series);
}

size_t lc_series_count(const lc_series *series) {
    return series->n;
}

lc_series_point lc_series_at(const lc_series *series, size_t i) {
    return series->point[i];
}

const char *lc_series_name(const lc_series *series) {
    const lc_series_point *latest = NULL;
    for (size_t i = 0; i < series->n; i++)
        if (!latest || series->point[i].run > latest->run) latest = &series->point[i];
    return latest ? latest->name : NULL;
}
