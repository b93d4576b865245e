#include "source/osm_part.h"

#include <string.h>

#include "base/memory.h"
#include "geo/lonlat.h"

/* How a way comes into a part: not at all, as the outline of an area that does, or for itself. */
enum { OUT = 0, OUTLINE, IN };

/* What of an extract is in the box. */
typedef struct {
    const lc_osm *whole;
    const lc_box *way_box, *box;
    bool *node, *relation; /* is taken */
    unsigned char *way;
} marks_t;

lc_box *lc_osm_way_boxes(const lc_osm *osm) {
    lc_box *box = LC_NEW(lc_box, osm->n_ways);
    size_t near = 0;
    for (size_t w = 0; box && w < osm->n_ways; w++) {
        box[w] = lc_box_empty();
        for (size_t r = osm->way_start[w]; r <= osm->way_start[w + 1]; r++) {
            bool last = r == osm->way_start[w + 1];
            size_t node = last ? lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[w])
                               : lc_osm_find_node_near(osm, osm->ref[r], near);
            if (node == SIZE_MAX) continue;
            if (!last) near = node;
            lc_box_add(&box[w], osm->node_xy[node].x, osm->node_xy[node].y);
        }
    }
    return box;
}

static bool node_lies_in(const marks_t *m, size_t node) {
    return node != SIZE_MAX && lc_lonlat_holds(m->box, m->whole->node_xy[node]);
}

/* Could any node of the way lie in the box? */
static bool way_may(const marks_t *m, size_t way) {
    const lc_box *b = &m->way_box[way];
    for (int turn = -1; turn <= 1; turn++) {
        lc_box there = {b->x0 + 360 * turn, b->y0, b->x1 + 360 * turn, b->y1};
        if (lc_box_meets(&there, m->box)) return true;
    }
    return false;
}

static bool way_lies_in(const marks_t *m, size_t way) {
    const lc_osm *osm = m->whole;
    size_t near = 0;
    if (!way_may(m, way)) return false;
    for (size_t r = osm->way_start[way]; r < osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node_near(osm, osm->ref[r], near);
        if (node_lies_in(m, node)) return true;
        if (node != SIZE_MAX) near = node;
    }
    return node_lies_in(m, lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[way]));
}

static bool relation_lies_in(const marks_t *m, size_t relation) {
    const lc_osm *osm = m->whole;
    for (size_t k = osm->member_start[relation]; k < osm->member_start[relation + 1]; k++) {
        size_t way = osm->member_type[k] == LC_OSM_WAY ? lc_osm_find_way(osm, osm->member_ref[k]) : SIZE_MAX;
        if (way != SIZE_MAX && m->way[way] == IN) return true;
        if (osm->member_type[k] == LC_OSM_NODE && node_lies_in(m, lc_osm_find_node(osm, osm->member_ref[k])))
            return true;
    }
    return node_lies_in(m, lc_osm_find_centre(osm, LC_OSM_RELATION, osm->relation_id[relation]));
}

/* Does a relation make an area that somebody may ask for? */
static bool makes_area(const lc_osm *osm, size_t relation) {
    lc_osm_object object = {&osm->relation_tags, relation};
    const char *type = lc_osm_tag(&object, "type");
    bool tagged = osm->relation_tags.start[relation + 1] - osm->relation_tags.start[relation] > 1;
    return type && tagged && (strcmp(type, "multipolygon") == 0 || strcmp(type, "boundary") == 0);
}

static void mark_relations(marks_t *m) {
    const lc_osm *osm = m->whole;
    for (size_t r = 0; r < osm->n_relations; r++) m->relation[r] = relation_lies_in(m, r);
    for (size_t r = 0; r < osm->n_relations; r++) {
        if (!m->relation[r]) continue;
        size_t centre = lc_osm_find_centre(osm, LC_OSM_RELATION, osm->relation_id[r]);
        if (centre != SIZE_MAX) m->node[centre] = true;
        for (size_t k = osm->member_start[r]; makes_area(osm, r) && k < osm->member_start[r + 1]; k++) {
            size_t way = osm->member_type[k] == LC_OSM_WAY ? lc_osm_find_way(osm, osm->member_ref[k]) : SIZE_MAX;
            if (way != SIZE_MAX && m->way[way] == OUT) m->way[way] = OUTLINE;
        }
    }
}

static void mark_nodes(marks_t *m) {
    const lc_osm *osm = m->whole;
    size_t near = 0;
    for (size_t t = 0; t < osm->n_tagged; t++)
        m->node[osm->tagged_node[t]] = m->node[osm->tagged_node[t]] || node_lies_in(m, osm->tagged_node[t]);
    for (size_t w = 0; w < osm->n_ways; w++) {
        if (m->way[w] == OUT) continue;
        size_t centre = lc_osm_find_centre(osm, LC_OSM_WAY, osm->way_id[w]);
        if (centre != SIZE_MAX) m->node[centre] = true;
        for (size_t r = osm->way_start[w]; r < osm->way_start[w + 1]; r++) {
            size_t node = lc_osm_find_node_near(osm, osm->ref[r], near);
            if (node == SIZE_MAX) continue;
            m->node[node] = true;
            near = node;
        }
    }
}

/* ------------------------------------------------------------------------------------------------------------ copying
 */

/* The tags of object `from` as those of the next object of `out`; none with `bare`. */
static bool copy_tags(const lc_osm_tags *whole, size_t from, bool bare, lc_osm_tags *out, size_t *cap_key,
                      size_t *cap_value) {
    size_t n = bare ? 0 : whole->start[from + 1] - whole->start[from];
    if (!LC_ROOM(out->key, *cap_key, out->n + n) || !LC_ROOM(out->value, *cap_value, out->n + n)) return false;
    for (size_t k = 0; k < n; k++) {
        out->key[out->n + k] = whole->key[whole->start[from] + k];
        out->value[out->n + k] = whole->value[whole->start[from] + k];
    }
    out->n += n;
    out->start[++out->n_objects] = out->n;
    return true;
}

static bool start_tags(const lc_osm_tags *whole, size_t n_objects, lc_osm_tags *out) {
    out->text = whole->text;
    out->start = LC_NEW0(size_t, n_objects + 1);
    return out->start;
}

static bool copy_nodes(const marks_t *m, lc_osm *out) {
    const lc_osm *osm = m->whole;
    size_t n = 0, cap_key = 0, cap_value = 0;
    uint32_t *to = LC_NEW(uint32_t, osm->n_nodes);
    for (size_t i = 0; i < osm->n_nodes; i++) n += m->node[i];
    out->node_id = LC_NEW(int64_t, n);
    out->node_xy = LC_NEW(lc_xy, n);
    out->tagged_node = LC_NEW(uint32_t, osm->n_tagged);
    bool ok = to && out->node_id && out->node_xy && out->tagged_node &&
              start_tags(&osm->node_tags, osm->n_tagged, &out->node_tags);
    for (size_t i = 0; ok && i < osm->n_nodes; i++) {
        if (!m->node[i]) continue;
        to[i] = (uint32_t)out->n_nodes;
        out->n_made += i < osm->n_made;
        out->node_id[out->n_nodes] = osm->node_id[i];
        out->node_xy[out->n_nodes++] = osm->node_xy[i];
    }
    /* a tagged node that is there for its way alone lies outside: as a node it is not in the part */
    for (size_t t = 0; ok && t < osm->n_tagged; t++) {
        if (!node_lies_in(m, osm->tagged_node[t])) continue;
        out->tagged_node[out->n_tagged++] = to[osm->tagged_node[t]];
        ok = copy_tags(&osm->node_tags, t, false, &out->node_tags, &cap_key, &cap_value);
    }
    free(to);
    return ok;
}

static bool copy_ways(const marks_t *m, lc_osm *out) {
    const lc_osm *osm = m->whole;
    size_t n = 0, refs = 0, cap_key = 0, cap_value = 0;
    for (size_t w = 0; w < osm->n_ways; w++)
        if (m->way[w] != OUT) n++, refs += osm->way_start[w + 1] - osm->way_start[w];
    out->way_id = LC_NEW(int64_t, n);
    out->way_start = LC_NEW0(size_t, n + 1);
    out->ref = LC_NEW(int64_t, refs);
    bool ok = out->way_id && out->way_start && out->ref && start_tags(&osm->way_tags, n, &out->way_tags);
    for (size_t w = 0; ok && w < osm->n_ways; w++) {
        if (m->way[w] == OUT) continue;
        size_t from = osm->way_start[w], length = osm->way_start[w + 1] - from, at = out->way_start[out->n_ways];
        if (length) memcpy(out->ref + at, osm->ref + from, length * sizeof *out->ref);
        out->way_id[out->n_ways++] = osm->way_id[w];
        out->way_start[out->n_ways] = at + length;
        ok = copy_tags(&osm->way_tags, w, m->way[w] == OUTLINE, &out->way_tags, &cap_key, &cap_value);
    }
    return ok;
}

static bool copy_relations(const marks_t *m, lc_osm *out) {
    const lc_osm *osm = m->whole;
    size_t n = 0, members = 0, cap_key = 0, cap_value = 0;
    for (size_t r = 0; r < osm->n_relations; r++)
        if (m->relation[r]) n++, members += osm->member_start[r + 1] - osm->member_start[r];
    out->relation_id = LC_NEW(int64_t, n);
    out->member_start = LC_NEW0(size_t, n + 1);
    out->member_type = LC_NEW(unsigned char, members);
    out->member_ref = LC_NEW(int64_t, members);
    bool ok = out->relation_id && out->member_start && out->member_type && out->member_ref &&
              start_tags(&osm->relation_tags, n, &out->relation_tags);
    for (size_t r = 0; ok && r < osm->n_relations; r++) {
        if (!m->relation[r]) continue;
        size_t from = osm->member_start[r], length = osm->member_start[r + 1] - from;
        size_t at = out->member_start[out->n_relations];
        if (length) {
            memcpy(out->member_type + at, osm->member_type + from, length);
            memcpy(out->member_ref + at, osm->member_ref + from, length * sizeof *out->member_ref);
        }
        out->relation_id[out->n_relations++] = osm->relation_id[r];
        out->member_start[out->n_relations] = at + length;
        ok = copy_tags(&osm->relation_tags, r, false, &out->relation_tags, &cap_key, &cap_value);
    }
    return ok;
}

static bool copy_marked(const marks_t *m, lc_osm *out) {
    out->borrows_text = true;
    out->in_order = m->whole->in_order;
    out->name = lc_strdup(m->whole->name);
    memcpy(out->sha256, m->whole->sha256, sizeof out->sha256);
    return out->name && copy_nodes(m, out) && copy_ways(m, out) && copy_relations(m, out);
}

lc_status lc_osm_part_of(lc_context *ctx, const lc_osm *whole, const lc_box *way_box, const lc_box *box, lc_osm *out) {
    lc_osm part = {0};
    marks_t m = {.whole = whole,
                 .way_box = way_box,
                 .box = box,
                 .node = LC_NEW0(bool, whole->n_nodes),
                 .relation = LC_NEW0(bool, whole->n_relations),
                 .way = LC_NEW0(unsigned char, whole->n_ways)};
    bool ok = m.node && m.relation && m.way;
    for (size_t w = 0; ok && w < whole->n_ways; w++) m.way[w] = way_lies_in(&m, w) ? IN : OUT;
    if (ok) mark_relations(&m);
    if (ok) mark_nodes(&m);
    ok = ok && copy_marked(&m, &part);
    free(m.node);
    free(m.relation);
    free(m.way);
    if (ok)
        *out = part;
    else
        lc_osm_free(&part);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
