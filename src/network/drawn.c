#include "network/drawn.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/segments.h"
#include "network/lines.h"

void lc_drawn_free(lc_drawn *d) {
    free(d->start);
    free(d->is_link);
    free(d->path_class);
    free(d->level);
    free(d->xy);
    free(d->key);
    free(d->z);
    *d = (lc_drawn){0};
}

/* -------------------------------------------------------------------------------------------------------- building */

bool lc_drawn_begin(lc_drawn *d, const lc_drawn *from, size_t like) {
    if (!LC_ROOM(d->start, d->cap_start, d->n + 2) || !LC_ROOM(d->is_link, d->cap_link, d->n + 1) ||
        !LC_ROOM(d->path_class, d->cap_class, d->n + 1) || !LC_ROOM(d->level, d->cap_level, d->n + 1))
        return false;
    d->is_link[d->n] = from && from->is_link[like];
    d->path_class[d->n] = from ? from->path_class[like] : 0;
    d->level[d->n] = from ? from->level[like] : 0;
    d->start[d->n++] = d->n_vertices;
    d->start[d->n] = d->n_vertices;
    return true;
}

bool lc_drawn_add(lc_drawn *d, lc_xy at, uint32_t key, double z) {
    size_t n = d->n_vertices;
    if (!LC_ROOM(d->xy, d->cap_xy, n + 1) || !LC_ROOM(d->key, d->cap_key, n + 1)) return false;
    if (d->z && !LC_ROOM(d->z, d->cap_z, n + 1)) return false;
    d->xy[n] = at;
    d->key[n] = key;
    if (d->z) d->z[n] = z;
    d->start[d->n] = ++d->n_vertices;
    return true;
}

void lc_drawn_end(lc_drawn *d) {
    if (d->n_vertices - d->start[d->n - 1] >= 2) return;
    d->n_vertices = d->start[--d->n];
}

uint32_t lc_drawn_new_key(lc_drawn *d) {
    return d->n_keys++;
}

/* Room for heights, which are then kept for every vertex. */
static bool want_heights(lc_drawn *d, bool wanted) {
    return !wanted || LC_ROOM(d->z, d->cap_z, 1);
}

bool lc_drawn_from_paths(const lc_paths *p, lc_drawn *out) {
    *out = (lc_drawn){.shared = true, .n_keys = (uint32_t)p->n_xy};
    bool ok = want_heights(out, p->vertex_z) && LC_ROOM(out->start, out->cap_start, 1);
    if (ok) out->start[0] = 0;
    for (size_t i = 0; ok && i < p->n; i++) {
        ok = lc_drawn_begin(out, NULL, 0);
        if (ok) out->is_link[i] = i + p->n_links >= p->n;
        if (ok && p->path_class) out->path_class[i] = p->path_class[i];
        for (size_t k = p->start[i]; ok && k < p->start[i + 1]; k++)
            ok = lc_drawn_add(out, p->xy[p->vertex[k]], p->vertex[k], p->vertex_z ? p->vertex_z[k] : NAN);
    }
    if (!ok) lc_drawn_free(out);
    return ok;
}

/* The number of a vertex among the paths; a new one when it is used for the first time. */
static bool number_vertex(const lc_drawn *d, size_t k, uint32_t *number, lc_paths *out) {
    uint32_t *own = &number[d->key[k]];
    if (*own != UINT32_MAX) return true;
    if (!LC_ROOM(out->xy, out->cap_xy, out->n_xy + 1)) return false;
    *own = (uint32_t)out->n_xy;
    out->xy[out->n_xy++] = d->xy[k];
    return true;
}

static bool add_path(const lc_drawn *d, size_t line, uint32_t *number, lc_paths *out) {
    bool ok = lc_paths_begin_class(out, d->path_class[line]);
    for (size_t k = d->start[line]; ok && k < d->start[line + 1]; k++)
        ok = number_vertex(d, k, number, out) &&
             (d->z ? lc_paths_add_z(out, number[d->key[k]], d->z[k]) : lc_paths_add(out, number[d->key[k]]));
    return ok;
}

/* Links are the last paths. */
bool lc_drawn_to_paths(const lc_drawn *d, lc_paths *out) {
    uint32_t *number = LC_NEW(uint32_t, d->n_keys);
    bool ok = number;
    *out = (lc_paths){0};
    for (size_t k = 0; ok && k < d->n_keys; k++) number[k] = UINT32_MAX;
    for (int links = 0; links < 2; links++)
        for (size_t i = 0; ok && i < d->n; i++)
            if (d->is_link[i] == links) {
                ok = add_path(d, i, number, out);
                out->n_links += (size_t)links;
            }
    free(number);
    if (!ok) lc_paths_free(out);
    return ok;
}

bool lc_drawn_from_lines(const lc_geoms *lines, const lc_noding *how, lc_drawn *out) {
    *out = (lc_drawn){.n_keys = LC_BY_PLACE + 1};
    bool ok = want_heights(out, how->z) && LC_ROOM(out->start, out->cap_start, 1);
    if (ok) out->start[0] = 0;
    for (size_t i = 0; ok && i < lines->n_parts; i++) {
        ok = lc_drawn_begin(out, NULL, 0);
        if (ok && how->path_class) out->path_class[i] = how->path_class[i];
        if (ok && how->level) out->level[i] = how->level[i];
        for (size_t k = lines->xy_of[i]; ok && k < lines->xy_of[i + 1]; k++)
            ok = lc_drawn_add(out, lines->xy[k], LC_BY_PLACE, how->z ? how->z[k] : NAN);
    }
    if (!ok) lc_drawn_free(out);
    return ok;
}

static bool copy_lines(const lc_drawn *d, lc_geoms *lines) {
    bool ok = true;
    for (size_t i = 0; ok && i < d->n; i++) {
        ok = lc_geoms_begin(lines, LC_LINE, (uint32_t)i) && lc_geoms_begin_part(lines);
        for (size_t k = d->start[i]; ok && k < d->start[i + 1]; k++) ok = lc_geoms_add(lines, d->xy[k].x, d->xy[k].y);
    }
    return ok;
}

lc_status lc_drawn_join(lc_context *ctx, const lc_drawn *d, const lc_noding *how, lc_paths *out, lc_line_finds *finds) {
    lc_geoms lines = {0};
    bool *apart = LC_NEW(bool, d->n_vertices);
    lc_noding own = {.all = how->all,
                     .tolerance_m = how->tolerance_m,
                     .level = d->level,
                     .path_class = d->path_class,
                     .z = d->z,
                     .apart = apart};
    for (size_t k = 0; apart && k < d->n_vertices; k++) apart[k] = d->key[k] != LC_BY_PLACE;
    lc_status status =
        apart && copy_lines(d, &lines) ? lc_paths_from_lines(ctx, &lines, &own, out, finds) : lc_fail_memory(ctx);
    lc_geoms_free(&lines);
    free(apart);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------ feet */

bool lc_drawn_nearest(const lc_drawn *d, size_t line, lc_xy p, double most_m, lc_drawn_foot *out) {
    bool found = false;
    out->distance_m = most_m;
    for (size_t i = d->start[line]; i + 1 < d->start[line + 1]; i++) {
        lc_xy a = d->xy[i], b = d->xy[i + 1];
        if (lc_min(a.x, b.x) > p.x + most_m || lc_max(a.x, b.x) < p.x - most_m || lc_min(a.y, b.y) > p.y + most_m ||
            lc_max(a.y, b.y) < p.y - most_m)
            continue;
        double t = lc_segment_share(a, b, p);
        lc_xy at = lc_segment_at(a, b, t);
        double m = lc_length(at.x - p.x, at.y - p.y);
        if (!(m <= most_m) || (found && !(m < out->distance_m))) continue;
        *out = t >= 1 ? (lc_drawn_foot){i + 1, 0, m, b} : (lc_drawn_foot){i, t, m, at};
        found = true;
    }
    return found;
}

void lc_drawn_snap(const lc_drawn *d, lc_drawn_foot *f) {
    if (f->t == 0) return;
    lc_xy a = d->xy[f->vert], b = d->xy[f->vert + 1];
    double to_a = lc_length(f->at.x - a.x, f->at.y - a.y), to_b = lc_length(f->at.x - b.x, f->at.y - b.y);
    if (to_a > LC_DRAWN_SAME_M && to_b > LC_DRAWN_SAME_M) return;
    f->vert += to_b < to_a;
    f->at = d->xy[f->vert];
    f->t = 0;
}
