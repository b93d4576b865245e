/* A report into the history: one transaction, whole or not at all. */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text_stream.h"
#include "history/history.h"
#include "history/history_layout.h"
#include "output/geojson.h"
#include "output/table.h"
#include "store/shapes.h"

#include "report/report.h"

enum { RATIO_DECIMALS = 6, METRE_DECIMALS = 1 };

/* What is being stored. */
typedef struct job {
    lc_database db;
    const lc_report *report;
    char *text; /* the report's bytes */
    size_t size;
    char *summary; /* all of them but the features, for SQLite's JSON functions */
    char sha256[65];
    int64_t run;
} job_t;

static double ratio(double value) {
    return lc_table_round(value, RATIO_DECIMALS);
}

static double metres(double value) {
    return lc_table_round(value, METRE_DECIMALS);
}

/* ---------------------------------------------------------------------------------------------- the report's bytes */

/* The report ends its summary where the features begin, on a line of their own. */
static char *summary_of(const char *text) {
    const char *features = strstr(text, ",\n\"features\":[");
    return features ? lc_sprintf("%.*s}", (int)(features - text), text) : NULL;
}

static lc_status print_report(lc_context *ctx, job_t *job) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return lc_fail_memory(ctx);
    lc_status status = lc_report_print(ctx, s.file, job->report);
    if (!lc_text_stream_close(&s) && status == LC_OK) status = lc_fail_memory(ctx);
    job->text = s.text;
    job->size = s.size;
    if (status != LC_OK) return status;
    job->summary = summary_of(job->text);
    if (!job->summary) return lc_fail_memory(ctx);
    const lc_bytes bytes = {job->text, job->size};
    lc_sha256_bytes(&bytes, 1, job->sha256);
    return LC_OK;
}

static lc_status bind_report(job_t *job, sqlite3_stmt *insert, int column) {
    uLongf size = compressBound(job->size);
    unsigned char *packed = LC_NEW(unsigned char, size);
    if (!packed || compress2(packed, &size, (const Bytef *)job->text, job->size, Z_DEFAULT_COMPRESSION) != Z_OK) {
        free(packed);
        return lc_fail_memory(job->db.ctx);
    }
    sqlite3_bind_blob64(insert, column, packed, size, free);
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------- tables */

static lc_status insert_run(job_t *job) {
    const lc_report *r = job->report;
    sqlite3_stmt *insert = NULL;
    lc_status status = lc_database_prepare(
        &job->db,
        "INSERT INTO runs SELECT ifnull(max(run), 0) + 1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), "
        "strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 1, ?, ?, ?, json_extract(?4, '$.lifecircle.version'), ?, ?, "
        "json_extract(?4, '$.lifecircle.parameters'), json_extract(?4, '$.lifecircle.network'), ?, ?, ? FROM runs",
        &insert);
    if (status != LC_OK) return status;
    lc_bind_text(insert, 1, r->profile);
    lc_bind_text(insert, 2, r->profile_title_en);
    lc_bind_text(insert, 3, r->profile_title_zh);
    lc_bind_text(insert, 4, job->summary);
    lc_bind_count(insert, 5, lc_report_passed(r));
    lc_bind_count(insert, 6, r->n_communities);
    lc_bind_text(insert, 7, job->sha256);
    lc_bind_count(insert, 8, job->size);
    status = bind_report(job, insert, 9);
    if (status == LC_OK) status = lc_database_insert(&job->db, insert);
    job->run = sqlite3_last_insert_rowid(job->db.db);
    sqlite3_finalize(insert);
    return status;
}

static lc_status insert_inputs(job_t *job) {
    sqlite3_stmt *insert = NULL;
    lc_status status = lc_database_prepare(&job->db, "INSERT INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", &insert);
    for (size_t i = 0; status == LC_OK && i < job->report->n_inputs; i++) {
        const lc_input_info *in = &job->report->inputs[i];
        sqlite3_bind_int64(insert, 1, job->run);
        lc_bind_count(insert, 2, i + 1);
        lc_bind_text(insert, 3, in->role);
        lc_bind_text(insert, 4, in->file);
        lc_bind_text(insert, 5, in->layer);
        lc_bind_text(insert, 6, in->crs);
        lc_bind_text(insert, 7, in->encoding);
        lc_bind_count(insert, 8, in->features);
        lc_bind_text(insert, 9, in->sha256[0] ? in->sha256 : NULL);
        status = lc_database_insert(&job->db, insert);
    }
    sqlite3_finalize(insert);
    return status;
}

static void bind_indicator(sqlite3_stmt *insert, const lc_indicator *in) {
    const char *text[] = {in->id, in->title_en, in->title_zh, in->category, in->metric};
    for (int k = 0; k < 5; k++) lc_bind_text(insert, 3 + k, text[k]);
    lc_bind_real(insert, 8, in->distance_m);
    lc_bind_text(insert, 9, in->denominator);
    lc_bind_real(insert, 10, in->target);
    lc_bind_real(insert, 11, in->community_target);
    lc_bind_text(insert, 12, in->source);
    lc_bind_text(insert, 13, in->verified);
    lc_bind_real(insert, 14, ratio(in->ratio));
    lc_bind_real(insert, 15, lc_bound_rounded_up(in->err));
    lc_bind_real(insert, 16, ratio(in->offnet));
    lc_bind_real(insert, 17, metres(in->demand));
    lc_bind_real(insert, 18, metres(in->covered));
    lc_bind_real(insert, 19, ratio(in->mean_ratio));
    lc_bind_text(insert, 20, lc_verdict_name(in->verdict));
    lc_bind_count(insert, 21, in->communities_met);
    lc_bind_count(insert, 22, in->communities_missed);
    lc_bind_real(insert, 24, ratio(in->services));
}

/* "all_of: a, b", "at_least 2 of: a, b, c"; NULL for others, and *ok false when memory is out. */
static char *combination_text(const lc_report *report, size_t i, bool *ok) {
    const lc_indicator *in = &report->indicators[i];
    if (!in->combines) return NULL;
    char *text = in->combines == LC_COMBINES_ALL ? lc_strdup("all_of:") : lc_sprintf("at_least %zu of:", in->least);
    for (size_t p = 0; text && p < in->n_parts; p++) {
        const char *part = report->indicators[lc_report_part(report, i, p).indicator].id;
        char *longer = lc_sprintf("%s%s %s", text, p ? "," : "", part);
        free(text);
        text = longer;
    }
    *ok = text;
    return text;
}

static lc_status insert_indicators(job_t *job) {
    sqlite3_stmt *insert = NULL;
    lc_status status = lc_database_prepare(&job->db,
                                           "INSERT INTO indicators VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                           "?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                           &insert);
    for (size_t i = 0; status == LC_OK && i < job->report->n_indicators; i++) {
        bool ok = true;
        char *combination = combination_text(job->report, i, &ok);
        sqlite3_bind_int64(insert, 1, job->run);
        lc_bind_count(insert, 2, i + 1);
        bind_indicator(insert, &job->report->indicators[i]);
        lc_bind_text(insert, 23, combination);
        status = ok ? lc_database_insert(&job->db, insert) : lc_fail_memory(job->db.ctx);
        free(combination);
    }
    sqlite3_finalize(insert);
    return status;
}

static lc_status insert_results(job_t *job) {
    const lc_report *r = job->report;
    sqlite3_stmt *insert = NULL;
    lc_status status =
        lc_database_prepare(&job->db, "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &insert);
    for (size_t k = 0; status == LC_OK && k < r->n_communities * r->n_indicators; k++) {
        const lc_value *v = &r->values[k];
        sqlite3_bind_int64(insert, 1, job->run);
        lc_bind_count(insert, 2, k / r->n_indicators + 1);
        lc_bind_count(insert, 3, k % r->n_indicators + 1);
        lc_bind_real(insert, 4, ratio(v->ratio));
        lc_bind_real(insert, 5, lc_bound_rounded_up(v->err));
        lc_bind_real(insert, 6, ratio(v->offnet));
        lc_bind_real(insert, 7, metres(v->mean_m));
        if (r->statistics) {
            const lc_statistics *s = &r->statistics[k];
            lc_bind_real(insert, 8, metres(s->p50_m));
            lc_bind_real(insert, 9, metres(s->p90_m));
            if (isfinite(v->ratio)) lc_bind_count(insert, 10, s->facilities);
            if (!isfinite(v->ratio)) sqlite3_bind_null(insert, 10);
            lc_bind_real(insert, 11, ratio(s->per_10k));
            if (r->has_overlap) lc_bind_real(insert, 12, ratio(s->overlap));
        }
        lc_bind_text(insert, 13, lc_verdict_name(v->verdict));
        lc_bind_text(insert, 14, isfinite(v->ratio) ? NULL : v->reason);
        status = lc_database_insert(&job->db, insert);
    }
    sqlite3_finalize(insert);
    return status;
}

/* ---------------------------------------------------------------------------------------------------- communities */

typedef struct {
    sqlite3_stmt *find, *shape, *community;
} community_statements;

/* The shape of an earlier run's community with this id and exactly this outline, unless this run has used it; else a
   new one. Parameter 1 of `find` and of `shape` is the outline. */
static lc_status shape_of(job_t *job, community_statements *s, size_t c, size_t first, size_t end, int64_t *shape) {
    const lc_geoms *shapes = &job->report->shapes;
    bool row = false;
    if (!lc_bind_polygons(s->find, 1, shapes, first, end)) return lc_fail_memory(job->db.ctx);
    lc_bind_text(s->find, 2, job->report->communities[c].id);
    sqlite3_bind_int64(s->find, 3, job->run);
    lc_status status = lc_database_row(&job->db, s->find, &row);
    if (row) *shape = sqlite3_column_int64(s->find, 0);
    sqlite3_reset(s->find);
    if (status != LC_OK || row) return status;
    if (!lc_bind_polygons(s->shape, 1, shapes, first, end)) return lc_fail_memory(job->db.ctx);
    status = lc_database_insert(&job->db, s->shape);
    *shape = sqlite3_last_insert_rowid(job->db.db);
    return status;
}

static lc_status insert_community(job_t *job, community_statements *s, size_t c, size_t first, size_t end) {
    const lc_community *community = &job->report->communities[c];
    int64_t shape = 0;
    lc_status status = first < end ? shape_of(job, s, c, first, end, &shape) : LC_OK;
    if (status != LC_OK) return status;
    sqlite3_bind_int64(s->community, 1, job->run);
    lc_bind_count(s->community, 2, c + 1);
    lc_bind_text(s->community, 3, community->id);
    lc_bind_text(s->community, 4, community->name);
    lc_bind_real(s->community, 5, metres(community->area_m2));
    lc_bind_real(s->community, 6, metres(community->population));
    if (shape) sqlite3_bind_int64(s->community, 7, shape);
    if (!shape) sqlite3_bind_null(s->community, 7);
    return lc_database_insert(&job->db, s->community);
}

static lc_status insert_communities(job_t *job) {
    const lc_geoms *shapes = &job->report->shapes;
    community_statements s = {0};
    lc_status status = lc_database_prepare(
        &job->db,
        "SELECT c.shape FROM communities c JOIN shapes s ON s.fid = c.shape WHERE c.id = ?2 AND s.geometry = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM communities d WHERE d.shape = c.shape AND d.run = ?3) LIMIT 1",
        &s.find);
    if (status == LC_OK) status = lc_database_prepare(&job->db, "INSERT INTO shapes (geometry) VALUES (?)", &s.shape);
    if (status == LC_OK)
        status = lc_database_prepare(&job->db, "INSERT INTO communities VALUES (?, ?, ?, ?, ?, ?, ?)", &s.community);
    size_t g = 0;
    for (size_t c = 0; status == LC_OK && c < job->report->n_communities; c++) {
        size_t first = g;
        while (g < shapes->n && shapes->feature[g] == c) g++;
        status = insert_community(job, &s, c, first, g);
    }
    sqlite3_finalize(s.find);
    sqlite3_finalize(s.shape);
    sqlite3_finalize(s.community);
    return status;
}

/* ------------------------------------------------------------------------------------------------ the view for GIS */

/* Would an indicator's column hide one of the view's own? */
static bool is_own_column(const char *id) {
    static const char *const own[] = {"fid", "run", "stored", "geometry"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i], id) == 0) return true;
    return false;
}

/* One row a community of the latest run, its indicators as columns like the report's. Subqueries, because a column of a
   subquery keeps its declared type, by which QGIS and OGR know numbers from texts. */
static char *view_sql(const lc_report *report, int64_t run) {
    lc_text_stream sql;
    if (!lc_text_stream_open(&sql)) return NULL;
    fputs("DROP VIEW IF EXISTS latest; CREATE VIEW latest AS SELECT s.fid AS fid, c.id AS id, c.name AS name, "
          "c.area_m2 AS area_m2, c.population AS population",
          sql.file);
    static const char *const columns[] = {"ratio", "verdict", "mean_m"};
    static const char *const endings[] = {"", "_verdict", "_mean_m"};
    for (size_t i = 0; i < report->n_indicators; i++)
        for (size_t k = 0; k < 3; k++) {
            const char *id = report->indicators[i].id;
            fprintf(sql.file,
                    ", (SELECT r.%s FROM results r WHERE r.run = c.run AND r.community = c.community AND "
                    "r.indicator = %zu) AS \"%s%s%s\"",
                    columns[k], i + 1, id, is_own_column(id) ? "_ratio" : "", endings[k]);
        }
    fprintf(sql.file,
            ", u.run AS run, u.stored AS stored, s.geometry AS geometry FROM communities c "
            "JOIN runs u ON u.run = c.run JOIN shapes s ON s.fid = c.shape WHERE c.run = %lld",
            (long long)run);
    return lc_text_stream_close(&sql) ? sql.text : NULL;
}

static lc_status renew_view(job_t *job) {
    char *sql = view_sql(job->report, job->run);
    lc_status status = sql ? lc_database_run(&job->db, sql) : lc_fail_memory(job->db.ctx);
    free(sql);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- whole */

/* Is the profile's latest run the very same report? Then it is confirmed instead of told twice. */
static lc_status confirm(job_t *job, bool *same) {
    sqlite3_stmt *update = NULL;
    bool row = false;
    lc_status status =
        lc_database_prepare(&job->db,
                            "UPDATE runs SET times = times + 1, confirmed = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') "
                            "WHERE run = (SELECT max(run) FROM runs WHERE profile = ?1) AND sha256 = ?2 RETURNING run",
                            &update);
    if (status != LC_OK) return status;
    lc_bind_text(update, 1, job->report->profile);
    lc_bind_text(update, 2, job->sha256);
    status = lc_database_row(&job->db, update, &row);
    if (row) job->run = sqlite3_column_int64(update, 0);
    *same = row;
    while (status == LC_OK && row) status = lc_database_row(&job->db, update, &row); /* a write counts once it ends */
    sqlite3_finalize(update);
    return status;
}

static lc_status store(job_t *job) {
    typedef lc_status (*step_fn)(job_t *);
    static const step_fn steps[] = {insert_run,         insert_inputs,  insert_indicators,
                                    insert_communities, insert_results, renew_view};
    bool same = false;
    lc_status status = lc_database_run(&job->db, "BEGIN IMMEDIATE");
    if (status == LC_OK) status = lc_layout_update(&job->db, &lc_history_layout);
    if (status == LC_OK) status = confirm(job, &same);
    for (size_t i = 0; status == LC_OK && !same && i < sizeof steps / sizeof *steps; i++) status = steps[i](job);
    return status == LC_OK ? lc_database_run(&job->db, "COMMIT") : status; /* closing rolls back */
}

/* Switching needs the database for a moment alone and does not wait for it. A file system without shared memory stays
   with the rollback journal, which is as safe, only slower when several want to write. */
static lc_status use_log(const lc_database *db) {
    double until = lc_seconds() + LC_BUSY_S;
    int code = sqlite3_exec(db->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    while ((code & 0xFF) == SQLITE_BUSY && lc_seconds() < until) {
        sqlite3_sleep(10);
        code = sqlite3_exec(db->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    }
    return code == SQLITE_OK ? LC_OK : lc_database_fail(db);
}

lc_status lc_report_store(lc_context *ctx, const lc_report *report, const char *path, size_t *run) {
    job_t job = {.report = report};
    int version;
    lc_status status = lc_output_check_store(ctx, path);
    if (status == LC_OK) status = print_report(ctx, &job);
    if (status == LC_OK) status = lc_database_open(ctx, path, LC_UPDATE, &job.db);
    if (status == LC_OK) status = lc_layout_check(&job.db, &lc_history_layout, &version);
    if (status == LC_OK) status = use_log(&job.db);
    if (status == LC_OK) status = store(&job);
    if (status == LC_OK && run) *run = (size_t)job.run;
    lc_database_close(&job.db);
    free(job.summary);
    free(job.text);
    return status;
}
