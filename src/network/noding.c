#include "network/noding.h"

#include "base/memory.h"

bool lc_noder_add_node(lc_noder *l, double x, double y, uint32_t *node) {
    if (!LC_ROOM(l->paths->xy, l->paths->cap_xy, l->paths->n_xy + 1)) return false;
    *node = (uint32_t)l->paths->n_xy;
    l->paths->xy[l->paths->n_xy++] = (lc_xy){x, y};
    return true;
}

bool lc_noder_insert(lc_noder *l, size_t seg, double t, uint32_t node) {
    if (!LC_ROOM(l->insert, l->cap_insert, l->n_insert + 1)) return false;
    l->insert[l->n_insert++] = (lc_line_insert){seg, t, node};
    return true;
}

bool lc_noder_reach(lc_noder *l, size_t vertex, uint32_t node) {
    if (!LC_ROOM(l->reach, l->cap_reach, l->n_reach + 1)) return false;
    l->reach[l->n_reach++] = (lc_line_reach){vertex, node};
    return true;
}

double lc_noder_foot(const lc_noder *l, size_t seg, lc_xy p, double *t) {
    lc_xy a = l->lines->xy[l->seg[seg].first], b = l->lines->xy[l->seg[seg].first + 1];
    return lc_segment_foot(a, b, p, t);
}

bool lc_noder_is_again(const lc_noder *l, size_t seg) {
    return l->again[l->seg[seg].first];
}

double lc_noder_length(const lc_noder *l, size_t seg) {
    size_t first = l->seg[seg].first;
    return l->along_m[first + 1] - l->along_m[first];
}

bool lc_noder_is_idle(const lc_noder *l, size_t line) {
    return l->repeated[line] || l->lines->xy_of[line + 1] - l->lines->xy_of[line] < 2;
}

bool lc_noder_is_end(const lc_noder *l, size_t line, size_t vertex) {
    return vertex == l->lines->xy_of[line] || vertex + 1 == l->lines->xy_of[line + 1];
}

int lc_noder_level(const lc_noder *l, size_t line) {
    return l->how->level ? l->how->level[line] : 0;
}

void lc_noder_found(lc_noder *l, lc_line_find *find, lc_xy at, double length_m) {
    find->n++;
    find->length_m += length_m;
    if (find->n_at == LC_FIND_PLACES_MAX) return;
    if (LC_ROOM(find->at, find->capacity, find->n_at + 1))
        find->at[find->n_at++] = at;
    else
        l->memory = true;
}
