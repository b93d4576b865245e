/* Noding of plain line layers, as drawn in a GIS or a CAD program. */
#include "network/lines.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/union_find.h"
#include "network/line_crossings.h"
#include "network/line_ends.h"

/* Number places, those nearer than LC_SAME_M alike, also through others, but for those that stay apart; the first of a
   cluster gives its place in `out`, which may be `xy`. */
static bool cluster(lc_noder *l, const lc_xy *xy, const bool *apart, size_t n, uint32_t *number, lc_xy *out,
                    size_t *n_out) {
    lc_box *boxes = LC_NEW(lc_box, n);
    uint32_t *parent = LC_NEW(uint32_t, n);
    lc_index *index = NULL;
    bool ok = boxes && parent;
    for (size_t i = 0; ok && i < n; i++) boxes[i] = (lc_box){xy[i].x, xy[i].y, xy[i].x, xy[i].y};
    if (ok) lc_sets_begin(parent, n);
    ok = ok && (index = lc_index_new(boxes, n)) != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        lc_xy p = xy[i];
        lc_box around = {p.x - LC_SAME_M, p.y - LC_SAME_M, p.x + LC_SAME_M, p.y + LC_SAME_M};
        if (apart && apart[i]) continue;
        ok = !lc_cancelled_at(l->ctx, i) && lc_index_search(index, &around, &l->items);
        for (size_t k = 0; ok && k < l->items.n; k++) {
            uint32_t j = l->items.item[k];
            if (apart && apart[j]) continue;
            if (lc_length(xy[j].x - p.x, xy[j].y - p.y) >= LC_SAME_M) continue;
            lc_sets_join(parent, (uint32_t)i, j);
        }
    }
    *n_out = 0;
    for (size_t i = 0; ok && i < n; i++) {
        uint32_t root = lc_set_root(parent, (uint32_t)i);
        number[i] = root == i ? (uint32_t)*n_out : number[root]; /* a root comes before its cluster */
        if (root == i) out[(*n_out)++] = xy[i];
    }
    free(boxes);
    free(parent);
    lc_index_free(index);
    return ok;
}

static bool cluster_vertices(lc_noder *l) {
    size_t n = l->lines->n_xy;
    l->node = LC_NEW(uint32_t, n);
    return l->node && LC_ROOM(l->paths->xy, l->paths->cap_xy, n + 1) &&
           cluster(l, l->lines->xy, l->how->apart, n, l->node, l->paths->xy, &l->paths->n_xy);
}

static bool is_apart(const lc_noder *l, size_t vertex) {
    return l->how->apart && l->how->apart[vertex];
}

/* Where several lines cross at one place, or lie on one another, each pair has brought a node of its own. */
static bool merge_nodes(lc_noder *l) {
    uint32_t *number = LC_NEW(uint32_t, l->paths->n_xy);
    bool *apart = LC_NEW0(bool, l->paths->n_xy), ok = number && apart;
    for (size_t i = 0; ok && i < l->lines->n_xy; i++) apart[l->node[i]] = apart[l->node[i]] || is_apart(l, i);
    ok = ok && cluster(l, l->paths->xy, apart, l->paths->n_xy, number, l->paths->xy, &l->paths->n_xy);
    for (size_t i = 0; ok && i < l->lines->n_xy; i++) l->node[i] = number[l->node[i]];
    for (size_t i = 0; ok && i < l->n_insert; i++) l->insert[i].node = number[l->insert[i].node];
    for (size_t i = 0; ok && i < l->n_reach; i++) l->reach[i].node = number[l->reach[i].node];
    free(number);
    free(apart);
    return ok;
}

static bool index_segments(lc_noder *l) {
    const lc_geoms *g = l->lines;
    lc_box *boxes = LC_NEW(lc_box, g->n_xy);
    l->seg = LC_NEW(lc_line_seg, g->n_xy);
    l->along_m = LC_NEW0(double, g->n_xy);
    bool ok = boxes && l->seg && l->along_m;
    for (size_t p = 0; ok && p < g->n_parts; p++)
        for (size_t i = g->xy_of[p]; i + 1 < g->xy_of[p + 1]; i++) {
            lc_box box = lc_box_empty();
            lc_box_add(&box, g->xy[i].x, g->xy[i].y);
            lc_box_add(&box, g->xy[i + 1].x, g->xy[i + 1].y);
            l->along_m[i + 1] = l->along_m[i] + lc_length(g->xy[i + 1].x - g->xy[i].x, g->xy[i + 1].y - g->xy[i].y);
            if (l->repeated[p]) continue;
            boxes[l->n_seg] = box;
            l->seg[l->n_seg++] = (lc_line_seg){i, p};
        }
    ok = ok && (l->index = lc_index_new(boxes, l->n_seg)) != NULL;
    free(boxes);
    return ok;
}

/* An end is loose at first when no vertex of another line is where it is. */
static bool find_loose_ends(lc_noder *l) {
    const lc_geoms *g = l->lines;
    size_t *uses = LC_NEW0(size_t, l->paths->n_xy);
    l->loose = LC_NEW0(bool, g->n_xy);
    if (!uses || !l->loose) {
        free(uses);
        return false;
    }
    for (size_t p = 0; p < g->n_parts; p++)
        for (size_t i = g->xy_of[p]; !l->repeated[p] && i < g->xy_of[p + 1]; i++) uses[l->node[i]]++;
    for (size_t p = 0; p < g->n_parts; p++) {
        if (lc_noder_is_idle(l, p)) continue;
        size_t first = g->xy_of[p], last = g->xy_of[p + 1] - 1;
        l->loose[first] = uses[l->node[first]] == 1 && !is_apart(l, first);
        l->loose[last] = uses[l->node[last]] == 1 && !is_apart(l, last);
    }
    free(uses);
    return true;
}

void lc_line_finds_free(lc_line_finds *f) {
    lc_line_find *finds[] = {&f->crossings, &f->joined,     &f->levels,  &f->junctions,
                             &f->gaps,      &f->overshoots, &f->repeats, &f->overlaps};
    for (size_t i = 0; i < sizeof finds / sizeof *finds; i++) free(finds[i]->at);
    *f = (lc_line_finds){0};
}

static int by_place(const void *a, const void *b) {
    const lc_line_insert *p = a, *q = b;
    if (p->seg != q->seg) return p->seg < q->seg ? -1 : 1;
    if (p->t != q->t) return p->t < q->t ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

static bool begin_path(lc_noder *l, size_t line) {
    const uint8_t *path_class = l->how->path_class;
    return path_class ? lc_paths_begin_class(l->paths, path_class[line]) : lc_paths_begin(l->paths);
}

/* A node at share t of the segment from vertex i of the lines. */
static bool add_node(lc_noder *l, uint32_t node, size_t i, double t) {
    const double *z = l->how->z;
    if (!z) return lc_paths_add(l->paths, node);
    return lc_paths_add_z(l->paths, node, t > 0 ? z[i] + t * (z[i + 1] - z[i]) : z[i]);
}

/* The segments of a line, in pieces where some have been drawn before. */
static bool write_line(lc_noder *l, size_t line, size_t *seg, size_t *insert) {
    const lc_geoms *g = l->lines;
    bool open = false;
    for (size_t i = g->xy_of[line]; i + 1 < g->xy_of[line + 1]; i++) {
        if (l->again[i]) {
            open = false;
            *seg += !l->repeated[line];
            continue;
        }
        if (!open && (!begin_path(l, line) || !add_node(l, l->node[i], i, 0))) return false;
        for (; *insert < l->n_insert && l->insert[*insert].seg == *seg; ++*insert)
            if (!add_node(l, l->insert[*insert].node, i, l->insert[*insert].t)) return false;
        if (!add_node(l, l->node[i + 1], i + 1, 0)) return false;
        open = true;
        ++*seg;
    }
    return true;
}

static bool write_paths(lc_noder *l) {
    size_t seg = 0, insert = 0;
    if (l->n_insert) qsort(l->insert, l->n_insert, sizeof *l->insert, by_place);
    for (size_t p = 0; p < l->lines->n_parts; p++)
        if (!write_line(l, p, &seg, &insert)) return false;
    for (size_t i = 0; i < l->n_reach; i++) { /* as long as half a metre: level with the end */
        size_t end = l->reach[i].vertex;
        bool ok = l->how->path_class ? lc_paths_begin_class(l->paths, 0) : lc_paths_begin(l->paths);
        if (!ok || !add_node(l, l->node[end], end, 0) || !add_node(l, l->reach[i].node, end, 0)) return false;
    }
    return true;
}

static bool goes_on(const lc_noder *l) {
    return !lc_cancelled(l->ctx);
}

static lc_status node_lines(lc_context *ctx, const lc_geoms *lines, const lc_noding *how, lc_paths *out,
                            lc_line_finds *finds) {
    lc_paths paths = {0};
    lc_line_finds found = {0};
    lc_noder l = {.ctx = ctx, .lines = lines, .how = how, .finds = &found, .paths = &paths};
    bool ok = lines->n_xy < UINT32_MAX && cluster_vertices(&l) && goes_on(&l) && lc_noder_find_repeats(&l) &&
              goes_on(&l) && index_segments(&l) && goes_on(&l) && find_loose_ends(&l) && lc_noder_join_ends(&l) &&
              lc_noder_find_crossings(&l) && lc_noder_join_loose_ends(&l) && (!how->all || merge_nodes(&l)) &&
              write_paths(&l) && !l.memory;
    free(l.node);
    free(l.along_m);
    free(l.loose);
    free(l.again);
    free(l.repeated);
    free(l.seg);
    lc_index_free(l.index);
    free(l.insert);
    free(l.reach);
    free(l.items.item);
    if (!ok) {
        lc_paths_free(&paths);
        lc_line_finds_free(&found);
        return l.stopped ? l.stopped : lc_fail_memory(ctx);
    }
    *out = paths;
    *finds = found;
    return LC_OK;
}

/* Lines cut where the work CRS cannot show a place, which it does not on the far side of the globe. */
typedef struct {
    lc_geoms lines;
    int *level;
    uint8_t *path_class;
    double *z;
    bool *apart;
    size_t cap_level, cap_class, cap_z, cap_apart;
} cut_t;

static bool begin_cut(cut_t *cut, const lc_noding *how, size_t line) {
    size_t n = cut->lines.n;
    if (!LC_ROOM(cut->level, cut->cap_level, n + 1) || !LC_ROOM(cut->path_class, cut->cap_class, n + 1)) return false;
    cut->level[n] = how->level ? how->level[line] : 0;
    cut->path_class[n] = how->path_class ? how->path_class[line] : 0;
    return lc_geoms_begin(&cut->lines, LC_LINE, (uint32_t)line) && lc_geoms_begin_part(&cut->lines);
}

static bool cut_lines(const lc_geoms *lines, const lc_noding *how, cut_t *cut) {
    bool ok = true;
    for (size_t p = 0; ok && p < lines->n_parts; p++) {
        bool open = false;
        for (size_t i = lines->xy_of[p]; ok && i < lines->xy_of[p + 1]; i++) {
            if (isnan(lines->xy[i].x)) {
                open = false;
                continue;
            }
            if (!open) ok = begin_cut(cut, how, p);
            open = true;
            ok = ok && LC_ROOM(cut->z, cut->cap_z, cut->lines.n_xy + 1) &&
                 LC_ROOM(cut->apart, cut->cap_apart, cut->lines.n_xy + 1);
            if (ok) cut->z[cut->lines.n_xy] = how->z ? how->z[i] : NAN;
            if (ok) cut->apart[cut->lines.n_xy] = how->apart && how->apart[i];
            ok = ok && lc_geoms_add(&cut->lines, lines->xy[i].x, lines->xy[i].y);
        }
    }
    return ok;
}

lc_status lc_paths_from_lines(lc_context *ctx, const lc_geoms *lines, const lc_noding *how, lc_paths *out,
                              lc_line_finds *finds) {
    cut_t cut = {0};
    lc_noding own = *how;
    bool far = false;
    for (size_t i = 0; i < lines->n_xy; i++) far = far || isnan(lines->xy[i].x);
    if (!far) return node_lines(ctx, lines, how, out, finds);
    bool ok = cut_lines(lines, how, &cut);
    own.level = cut.level;
    own.path_class = how->path_class ? cut.path_class : NULL;
    own.z = how->z ? cut.z : NULL;
    own.apart = how->apart ? cut.apart : NULL;
    lc_status status = ok ? node_lines(ctx, &cut.lines, &own, out, finds) : lc_fail_memory(ctx);
    lc_geoms_free(&cut.lines);
    free(cut.level);
    free(cut.path_class);
    free(cut.z);
    free(cut.apart);
    return status;
}
