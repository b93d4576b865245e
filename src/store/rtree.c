#include "store/rtree.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/hilbert.h"

/* A node: depth (of the root; two bytes), number of cells (two), the cells; then zeros up to the size of all nodes. A
   cell: number (eight bytes), minx, maxx, miny, maxy (floats of four). Everything is big-endian. */
enum { DEPTH = 2, HEAD = 4, NUMBER = 8, FLOAT = 4, CELL = NUMBER + 4 * FLOAT, ROOT = 1 };

/* A cell: of a leaf the row and its box, of another node a node below and the box of all in it. */
typedef struct {
    int64_t number;
    float x0, x1, y0, y1;
} cell_t;

typedef struct {
    const lc_database *db;
    const char *index;
    size_t room; /* cells a node */
    size_t size; /* bytes of a node */
    unsigned char *node;
    cell_t *cell;  /* of the level in hand, along the curve */
    size_t n;      /* how many: of the level above there are fewer, and they take their place */
    int64_t *leaf; /* the node of each row; 0 without */
    size_t n_rows;
    int64_t next; /* number of a node */
    sqlite3_stmt *put_node, *put_parent, *put_row;
} tree_t;

/* ---------------------------------------------------------------------------------------------------------- cells */

/* Floats that do not lie inside of the box, rounded as the module does it. */
static float below(double d) {
    static const double TOWARDS = 1 - 1.0 / 8388608, AWAY = 1 + 1.0 / 8388608;
    float f = (float)d;
    return (double)f > d ? (float)(d * (d < 0 ? AWAY : TOWARDS)) : f;
}

static float above(double d) {
    return -below(-d);
}

static bool make_cells(tree_t *t, const lc_box *box, size_t n) {
    lc_xy *middle = LC_NEW(lc_xy, n);
    uint32_t *row = LC_NEW(uint32_t, n), *order = LC_NEW(uint32_t, n);
    t->cell = LC_NEW(cell_t, n);
    t->leaf = LC_NEW0(int64_t, n);
    t->n_rows = n;
    bool ok = middle && row && order && t->cell && t->leaf;
    for (size_t i = 0; ok && i < n; i++) {
        if (!(box[i].x0 <= box[i].x1)) continue;
        middle[t->n] = lc_box_middle(&box[i]);
        row[t->n++] = (uint32_t)i;
    }
    ok = ok && lc_hilbert_order(middle, t->n, order);
    for (size_t k = 0; ok && k < t->n; k++) {
        uint32_t i = row[order[k]];
        const lc_box *b = &box[i];
        t->cell[k] = (cell_t){(int64_t)i + 1, below(b->x0), above(b->x1), below(b->y0), above(b->y1)};
    }
    free(middle);
    free(row);
    free(order);
    return ok;
}

/* ---------------------------------------------------------------------------------------------------------- nodes */

static void put(unsigned char *at, uint64_t bits, size_t n) {
    for (size_t i = 0; i < n; i++) at[i] = (unsigned char)(bits >> (8 * (n - 1 - i)));
}

static void put_float(unsigned char *at, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(at, bits, FLOAT);
}

/* Write cells first .. end-1 as a node. */
static lc_status write_node(tree_t *t, int64_t number, size_t depth, size_t first, size_t end) {
    unsigned char *at = t->node + HEAD;
    memset(t->node, 0, t->size);
    put(t->node, depth, DEPTH);
    put(t->node + DEPTH, end - first, HEAD - DEPTH);
    for (size_t k = first; k < end; k++, at += CELL) {
        const cell_t *c = &t->cell[k];
        put(at, (uint64_t)c->number, NUMBER);
        put_float(at + NUMBER, c->x0);
        put_float(at + NUMBER + FLOAT, c->x1);
        put_float(at + NUMBER + 2 * FLOAT, c->y0);
        put_float(at + NUMBER + 3 * FLOAT, c->y1);
    }
    sqlite3_bind_int64(t->put_node, 1, number);
    sqlite3_bind_blob(t->put_node, 2, t->node, (int)t->size, SQLITE_STATIC);
    return lc_database_insert(t->db, t->put_node);
}

/* What lies in a node says which one that is: its rows, or the nodes below. */
static lc_status note_node(tree_t *t, int64_t number, bool leaf, size_t first, size_t end) {
    lc_status status = LC_OK;
    for (size_t k = first; status == LC_OK && k < end; k++) {
        if (leaf) {
            t->leaf[t->cell[k].number - 1] = number;
        } else {
            sqlite3_bind_int64(t->put_parent, 1, t->cell[k].number);
            sqlite3_bind_int64(t->put_parent, 2, number);
            status = lc_database_insert(t->db, t->put_parent);
        }
    }
    return status;
}

static cell_t cell_of(const tree_t *t, int64_t number, size_t first, size_t end) {
    cell_t all = t->cell[first];
    for (size_t k = first + 1; k < end; k++) {
        const cell_t *c = &t->cell[k];
        if (c->x0 < all.x0) all.x0 = c->x0;
        if (c->x1 > all.x1) all.x1 = c->x1;
        if (c->y0 < all.y0) all.y0 = c->y0;
        if (c->y1 > all.y1) all.y1 = c->y1;
    }
    all.number = number;
    return all;
}

/* Put the cells of a level into nodes, as many in each; their cells are those of the next level. */
static lc_status write_level(tree_t *t, size_t depth) {
    size_t nodes = (t->n + t->room - 1) / t->room, n = t->n;
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < nodes; i++) {
        size_t first = i * n / nodes, end = (i + 1) * n / nodes;
        int64_t number = nodes == 1 ? ROOT : t->next++;
        status = lc_fail_cancelled(t->db->ctx);
        if (status == LC_OK) status = write_node(t, number, nodes == 1 ? depth : 0, first, end);
        if (status == LC_OK) status = note_node(t, number, depth == 0, first, end);
        t->cell[i] = cell_of(t, number, first, end);
    }
    t->n = nodes;
    return status;
}

static lc_status write_rows(tree_t *t) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < t->n_rows; i++) {
        if (!t->leaf[i]) continue;
        sqlite3_bind_int64(t->put_row, 1, (sqlite3_int64)i + 1);
        sqlite3_bind_int64(t->put_row, 2, t->leaf[i]);
        status = lc_cancelled(t->db->ctx) ? lc_fail_cancelled(t->db->ctx) : lc_database_insert(t->db, t->put_row);
    }
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- whole */

/* `sql` has the place of the index's name in it. */
static lc_status prepare(tree_t *t, const char *sql, sqlite3_stmt **out) {
    char *text = sqlite3_mprintf(sql, t->index);
    lc_status status = text ? lc_database_prepare(t->db, text, out) : lc_fail_memory(t->db->ctx);
    sqlite3_free(text);
    return status;
}

/* The empty root tells how large nodes are. */
static lc_status ask_size(tree_t *t) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_status status = prepare(t, "SELECT length(data) FROM \"%w_node\" WHERE nodeno = 1", &query);
    if (status == LC_OK) status = lc_database_row(t->db, query, &row);
    if (row) t->size = (size_t)sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    if (status == LC_OK && t->size < HEAD + 2 * CELL)
        status = lc_fail(t->db->ctx, LC_ERR_IO, "%s cannot be written: its spatial index has no nodes", t->db->path);
    if (status != LC_OK) return status;
    t->room = (t->size - HEAD) / CELL;
    t->node = LC_NEW(unsigned char, t->size);
    return t->node ? LC_OK : lc_fail_memory(t->db->ctx);
}

lc_status lc_rtree_fill(const lc_database *db, const char *index, const lc_box *box, size_t n) {
    tree_t t = {.db = db, .index = index, .next = ROOT + 1};
    lc_status status = ask_size(&t);
    if (status == LC_OK && !make_cells(&t, box, n)) status = lc_fail_memory(db->ctx);
    if (status == LC_OK) status = prepare(&t, "INSERT OR REPLACE INTO \"%w_node\" VALUES (?, ?)", &t.put_node);
    if (status == LC_OK) status = prepare(&t, "INSERT INTO \"%w_parent\" VALUES (?, ?)", &t.put_parent);
    if (status == LC_OK) status = prepare(&t, "INSERT INTO \"%w_rowid\" VALUES (?, ?)", &t.put_row);
    bool any = t.n > 0;
    for (size_t depth = 0; status == LC_OK && any && (depth == 0 || t.n > 1); depth++) status = write_level(&t, depth);
    if (status == LC_OK) status = write_rows(&t);
    sqlite3_finalize(t.put_node);
    sqlite3_finalize(t.put_parent);
    sqlite3_finalize(t.put_row);
    free(t.node);
    free(t.cell);
    free(t.leaf);
    return status;
}
