/* Writing a prepared network. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "store/arrays.h"
#include "store/database_output.h"
#include "store/prepared_layout.h"
#include "store/shapes.h"
#include "store/warning_rows.h"

enum { PROGRESS_STEP = 4096 };

/* What is being written: the network's vertices in lon/lat beside it. */
typedef struct job {
    const lc_database *db;
    lc_prepared *prepared;
    const lc_network *network;
    lc_xy *lonlat;
} job_t;

static lc_status insert_head(job_t *job) {
    const lc_prepared *p = job->prepared;
    sqlite3_stmt *insert = NULL;
    lc_status status = lc_database_prepare(
        job->db, "INSERT INTO lifecircle_network VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &insert);
    if (status != LC_OK) return status;
    lc_bind_text(insert, 1, LC_VERSION);
    lc_bind_count(insert, 2, LC_FROZEN_VERSION);
    lc_bind_text(insert, 3, lc_byte_order());
    lc_bind_count(insert, 4, p->frozen.n_links);
    lc_bind_count(insert, 5, p->frozen.lines);
    lc_bind_count(insert, 6, p->frozen.node_all);
    lc_bind_real(insert, 7, p->frozen.tolerance_m);
    lc_bind_text(insert, 8, p->source.role);
    lc_bind_text(insert, 9, p->source.file);
    lc_bind_text(insert, 10, p->source.layer);
    lc_bind_text(insert, 11, p->source.crs);
    lc_bind_text(insert, 12, p->source.encoding);
    lc_bind_count(insert, 13, p->source.features);
    lc_bind_text(insert, 14, *p->source.sha256 ? p->source.sha256 : NULL);
    lc_bind_text(insert, 15, *p->rules_sha256 ? p->rules_sha256 : NULL);
    lc_bind_real(insert, 16, p->min_component_m);
    lc_bind_text(insert, 17, p->sha256);
    status = lc_database_insert(job->db, insert);
    sqlite3_finalize(insert);
    return status;
}

static lc_status insert_arrays(job_t *job) {
    lc_frozen_array list[LC_FROZEN_ARRAYS];
    lc_status status = LC_OK;
    lc_frozen_list(&job->prepared->frozen, list);
    for (size_t i = 0; status == LC_OK && i < LC_FROZEN_ARRAYS; i++) {
        size_t extra = *list[i].data == job->prepared->frozen.start;
        status = lc_array_insert(job->db, list[i].name, *list[i].data, list[i].size * (*list[i].n + extra));
    }
    return status;
}

static lc_status insert_warnings(job_t *job) {
    return lc_warnings_insert(job->db, &job->prepared->warnings, 1);
}

/* ------------------------------------------------------------------------------------------------- tables for GIS */

static lc_xy place_of_node(const job_t *job, size_t node) {
    const lc_network *net = job->network;
    uint32_t e = net->half[net->half_of[node]];
    return job->lonlat[net->node_u[e] == node ? net->vert_of[e] : net->vert_of[e + 1] - 1];
}

static lc_status insert_nodes(job_t *job) {
    sqlite3_stmt *insert = NULL;
    lc_status status = lc_database_prepare(job->db, "INSERT INTO nodes VALUES (?, ?)", &insert);
    for (size_t i = 0; status == LC_OK && i < job->network->n_nodes; i++) {
        lc_bind_count(insert, 1, i + 1);
        status = lc_bind_point(insert, 2, place_of_node(job, i)) ? lc_database_insert(job->db, insert)
                                                                 : lc_fail_memory(job->db->ctx);
        if (status == LC_OK && i % PROGRESS_STEP == 0) status = lc_fail_cancelled(job->db->ctx);
    }
    sqlite3_finalize(insert);
    return status;
}

static lc_status insert_edge(job_t *job, sqlite3_stmt *insert, size_t e) {
    const lc_network *net = job->network;
    lc_bind_count(insert, 1, e + 1);
    lc_bind_count(insert, 2, (size_t)net->node_u[e] + 1);
    lc_bind_count(insert, 3, (size_t)net->node_v[e] + 1);
    lc_bind_real(insert, 4, net->length_m[e]);
    lc_bind_text(insert, 5, lc_edge_kind_name(net->kind[e]));
    if (!lc_bind_line(insert, 6, job->lonlat + net->vert_of[e], net->vert_of[e + 1] - net->vert_of[e]))
        return lc_fail_memory(job->db->ctx);
    return lc_database_insert(job->db, insert);
}

static lc_status insert_edges(job_t *job) {
    sqlite3_stmt *insert = NULL;
    size_t n = job->network->n_edges;
    lc_status status = lc_database_prepare(job->db, "INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?)", &insert);
    for (size_t e = 0; status == LC_OK && e < n; e++) {
        status = insert_edge(job, insert, e);
        if (status == LC_OK && e % PROGRESS_STEP == 0) status = lc_progress(job->db->ctx, (double)e / (double)n);
    }
    sqlite3_finalize(insert);
    return status;
}

/* SpatiaLite notes when it did what; the same contents are to give the same bytes. */
static lc_status forget_dates(job_t *job) {
    return lc_database_run(job->db,
                           "UPDATE spatialite_history SET timestamp = '1970-01-01T00:00:00.000Z';"
                           "UPDATE geometry_columns_time SET last_insert = '1970-01-01T00:00:00.000Z', "
                           "last_update = '1970-01-01T00:00:00.000Z', last_delete = '1970-01-01T00:00:00.000Z';"
                           "UPDATE geometry_columns_statistics SET last_verified = NULL");
}

/* ---------------------------------------------------------------------------------------------------------- whole */

static lc_status create(job_t *job) {
    return lc_layout_update(job->db, &lc_prepared_layout);
}

static lc_status index_tables(job_t *job) {
    lc_status status = lc_database_call(job->db, "SELECT CreateSpatialIndex('nodes', 'geometry')");
    if (status == LC_OK) status = lc_database_call(job->db, "SELECT CreateSpatialIndex('edges', 'geometry')");
    if (status == LC_OK) status = lc_database_run(job->db, "CREATE INDEX edges_by_node_from ON edges (node_from)");
    if (status == LC_OK) status = lc_database_run(job->db, "CREATE INDEX edges_by_node_to ON edges (node_to)");
    return status;
}

static lc_status fill(const lc_database *db, void *user) {
    typedef lc_status (*step_fn)(job_t *);
    static const step_fn steps[] = {create,       insert_head,  insert_arrays, insert_warnings,
                                    insert_nodes, insert_edges, index_tables,  forget_dates};
    lc_status status = LC_OK;
    job_t *job = user;
    job->db = db;
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](job);
    return status;
}

lc_status lc_prepared_write(lc_context *ctx, const char *path, lc_prepared *prepared, const lc_network *network,
                            const lc_work_crs *crs) {
    job_t job = {.prepared = prepared, .network = network, .lonlat = LC_NEW(lc_xy, network->n_verts)};
    if (!job.lonlat) return lc_fail_memory(ctx);
    if (network->n_verts) memcpy(job.lonlat, network->vert, network->n_verts * sizeof *job.lonlat);
    lc_status status = lc_work_crs_unproject_many(ctx, crs, job.lonlat, network->n_verts);
    if (status == LC_OK) lc_prepared_hash(prepared, prepared->sha256);
    if (status == LC_OK)
        status = lc_database_write(
            ctx, path, LC_TEXT("%s: a prepared network is a database and needs a file of its own; give one"), fill,
            &job);
    free(job.lonlat);
    return status;
}
