#include "source/osm_areas.h"

#include <string.h>

#include "base/memory.h"
#include "geo/geos.h"

/* Are the ends of a way one node, or two at the same place? */
static bool ends_meet(const lc_osm *osm, size_t first, size_t end) {
    if (osm->ref[first] == osm->ref[end - 1]) return true;
    size_t a = lc_osm_find_node(osm, osm->ref[first]), b = lc_osm_find_node(osm, osm->ref[end - 1]);
    return a != SIZE_MAX && b != SIZE_MAX && lc_osm_same_place(osm->node_xy[a], osm->node_xy[b]);
}

lc_status lc_osm_way_area(lc_context *ctx, const lc_osm *osm, size_t way, uint32_t feature, lc_geoms *out,
                          lc_area_state *state) {
    size_t first = osm->way_start[way], end = osm->way_start[way + 1];
    *state = LC_AREA_INCOMPLETE;
    if (end == first) return LC_OK; /* nothing is said of its nodes */
    *state = LC_AREA_NONE;
    if (end - first < 2 || !ends_meet(osm, first, end)) return LC_OK;
    *state = LC_AREA_INCOMPLETE;
    if (end - first < 4) return LC_OK;
    size_t near = SIZE_MAX, start = SIZE_MAX;
    for (size_t r = first; r < end; r++) {
        if ((near = lc_osm_find_node_near(osm, osm->ref[r], near)) == SIZE_MAX) return LC_OK;
        if (r == first) start = near;
    }
    if (!lc_geoms_begin(out, LC_POLYGON, feature) || !lc_geoms_begin_part(out)) return lc_fail_memory(ctx);
    for (size_t r = first; r < end; r++) {
        near = lc_osm_find_node_near(osm, osm->ref[r], near);
        lc_xy p = osm->node_xy[r + 1 == end ? start : near];
        if (!lc_geoms_add(out, p.x, p.y)) return lc_fail_memory(ctx);
    }
    *state = LC_AREA_DONE;
    return LC_OK;
}

/* ----------------------------------------------------------- multipolygons */

/* A stretch of outline between two neighbouring nodes (indices into the extract's), low <= high. */
typedef struct segment {
    size_t low, high;
} segment;

/* One end of a segment, for walking from segment to segment. */
typedef struct segment_end {
    size_t node, segment;
} segment_end;

typedef struct outline {
    segment *segment;
    size_t n, capacity;
} outline;

static int compare_segments(const void *a, const void *b) {
    const segment *p = a, *q = b;
    if (p->low != q->low) return p->low < q->low ? -1 : 1;
    return p->high < q->high ? -1 : p->high > q->high;
}

static int compare_ends(const void *a, const void *b) {
    const segment_end *p = a, *q = b;
    if (p->node != q->node) return p->node < q->node ? -1 : 1;
    return p->segment < q->segment ? -1 : p->segment > q->segment;
}

static int compare_ids(const void *a, const void *b) {
    int64_t p = *(const int64_t *)a, q = *(const int64_t *)b;
    return p < q ? -1 : p > q;
}

/* The segments of one way; *complete turns false where a node is missing. */
static bool add_way(const lc_osm *osm, size_t way, outline *o, bool *complete) {
    size_t before = SIZE_MAX;
    for (size_t r = osm->way_start[way]; r < osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node_near(osm, osm->ref[r], before);
        if (node == SIZE_MAX) {
            *complete = false;
            return true;
        }
        if (before != SIZE_MAX && before != node) {
            if (!LC_ROOM(o->segment, o->capacity, o->n + 1)) return false;
            o->segment[o->n++] = before < node ? (segment){before, node} : (segment){node, before};
        }
        before = node;
    }
    return true;
}

/* The segments of all member ways, each way once. */
static bool add_members(const lc_osm *osm, size_t relation, outline *o, bool *complete) {
    size_t first = osm->member_start[relation], end = osm->member_start[relation + 1], n = 0;
    int64_t *way = LC_NEW(int64_t, end - first);
    bool ok = way != NULL;
    for (size_t m = first; ok && m < end; m++)
        if (osm->member_type[m] == LC_OSM_WAY) way[n++] = osm->member_ref[m];
    if (n) qsort(way, n, sizeof *way, compare_ids);
    for (size_t i = 0; ok && *complete && i < n; i++) {
        if (i > 0 && way[i] == way[i - 1]) continue;
        size_t index = lc_osm_find_way(osm, way[i]);
        if (index == SIZE_MAX)
            *complete = false;
        else
            ok = add_way(osm, index, o, complete);
    }
    free(way);
    return ok;
}

/* Of each set of equal segments keep one where their number is odd, none where it is even. */
static void cancel_pairs(outline *o) {
    size_t kept = 0;
    if (o->n) qsort(o->segment, o->n, sizeof *o->segment, compare_segments);
    for (size_t i = 0, j; i < o->n; i = j) {
        for (j = i; j < o->n && compare_segments(&o->segment[i], &o->segment[j]) == 0;) j++;
        if ((j - i) % 2) o->segment[kept++] = o->segment[i];
    }
    o->n = kept;
}

static size_t first_end_at(const segment_end *ends, size_t n, size_t node) {
    size_t low = 0;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        if (ends[middle].node < node)
            low = middle + 1;
        else
            n = middle;
    }
    return low;
}

/* Does every node have an even number of segment ends, so that all outlines close? */
static bool closes(const segment_end *ends, size_t n) {
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && ends[j].node == ends[i].node;) j++;
        if ((j - i) % 2) return false;
    }
    return true;
}

/* A node where an odd number of segments ends, and the one at the same place that stands for it. */
typedef struct loose {
    lc_xy at;
    size_t node, as;
} loose;

static int by_place(const void *a, const void *b) {
    const loose *p = a, *q = b;
    if (p->at.x != q->at.x) return p->at.x < q->at.x ? -1 : 1;
    if (p->at.y != q->at.y) return p->at.y < q->at.y ? -1 : 1;
    return p->node < q->node ? -1 : p->node > q->node;
}

static int by_node(const void *a, const void *b) {
    const loose *p = a, *q = b;
    return p->node < q->node ? -1 : p->node > q->node;
}

static size_t find_loose(const lc_osm *osm, const segment_end *ends, size_t n, loose *out) {
    size_t found = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && ends[j].node == ends[i].node;) j++;
        if ((j - i) % 2) out[found++] = (loose){osm->node_xy[ends[i].node], ends[i].node, ends[i].node};
    }
    if (found) qsort(out, found, sizeof *out, by_place);
    for (size_t i = 0; i < found; i++)
        for (size_t j = i; j-- > 0 && out[i].at.x - out[j].at.x <= LC_OSM_SAME_PLACE && out[i].as == out[i].node;)
            if (lc_osm_same_place(out[i].at, out[j].at)) out[i].as = out[j].as;
    if (found) qsort(out, found, sizeof *out, by_node);
    return found;
}

static size_t stands_for(const loose *nodes, size_t n, size_t node) {
    const loose wanted = {.node = node};
    const loose *found = n ? bsearch(&wanted, nodes, n, sizeof *nodes, by_node) : NULL;
    return found ? found->as : node;
}

/* Make one node of loose ends at the same place. */
static bool join_places(const lc_osm *osm, const segment_end *ends, outline *o) {
    loose *nodes = LC_NEW(loose, 2 * o->n);
    if (!nodes) return false;
    size_t n = find_loose(osm, ends, 2 * o->n, nodes), kept = 0;
    for (size_t i = 0; i < o->n; i++) {
        size_t a = stands_for(nodes, n, o->segment[i].low), b = stands_for(nodes, n, o->segment[i].high);
        if (a != b) o->segment[kept++] = a < b ? (segment){a, b} : (segment){b, a};
    }
    o->n = kept;
    free(nodes);
    cancel_pairs(o);
    return true;
}

/* Walk from node to node over unused segments until the start is met again; one ring is appended. Where more than two
   segments meet, any pairing gives the same area under even-odd. */
static bool walk(const lc_osm *osm, const outline *o, const segment_end *ends, bool *used, size_t start,
                 lc_geoms *rings) {
    size_t n_ends = 2 * o->n, from = o->segment[start].low, node = o->segment[start].high;
    if (!lc_geoms_begin(rings, LC_LINE, 0) || !lc_geoms_begin_part(rings) ||
        !lc_geoms_add(rings, osm->node_xy[from].x, osm->node_xy[from].y))
        return false;
    used[start] = true;
    while (node != from) {
        if (!lc_geoms_add(rings, osm->node_xy[node].x, osm->node_xy[node].y)) return false;
        size_t e = first_end_at(ends, n_ends, node);
        while (e < n_ends && ends[e].node == node && used[ends[e].segment]) e++;
        if (e == n_ends || ends[e].node != node) return true; /* cannot be, when all nodes are even */
        const segment *next = &o->segment[ends[e].segment];
        used[ends[e].segment] = true;
        node = next->low == node ? next->high : next->low;
    }
    return lc_geoms_add(rings, osm->node_xy[from].x, osm->node_xy[from].y);
}

static void list_ends(const outline *o, segment_end *ends) {
    for (size_t i = 0; i < o->n; i++) {
        ends[2 * i] = (segment_end){o->segment[i].low, i};
        ends[2 * i + 1] = (segment_end){o->segment[i].high, i};
    }
    if (o->n) qsort(ends, 2 * o->n, sizeof *ends, compare_ends);
}

/* Join segments to rings, by nodes and where that leaves loose ends by places; *closed says whether all of them close.
 */
static bool join(const lc_osm *osm, outline *o, lc_geoms *rings, bool *closed) {
    segment_end *ends = LC_NEW(segment_end, 2 * o->n);
    bool *used = LC_NEW0(bool, o->n);
    bool ok = ends && used;
    if (ok) list_ends(o, ends);
    if (ok && !closes(ends, 2 * o->n)) {
        ok = join_places(osm, ends, o);
        if (ok) list_ends(o, ends);
    }
    *closed = ok && closes(ends, 2 * o->n);
    for (size_t i = 0; ok && *closed && i < o->n; i++)
        if (!used[i]) ok = walk(osm, o, ends, used, i, rings);
    free(used);
    free(ends);
    return ok;
}

lc_status lc_osm_relation_area(lc_context *ctx, const lc_osm *osm, size_t relation, uint32_t feature, lc_geoms *out,
                               lc_area_state *state) {
    lc_osm_object object = {&osm->relation_tags, relation};
    const char *type = lc_osm_tag(&object, "type");
    *state = LC_AREA_NONE;
    if (!type || (strcmp(type, "multipolygon") != 0 && strcmp(type, "boundary") != 0)) return LC_OK;

    outline o = {0};
    lc_geoms rings = {0};
    bool complete = true, closed = true;
    size_t before = out->n;
    lc_status status = LC_OK;
    *state = LC_AREA_INCOMPLETE;
    if (!add_members(osm, relation, &o, &complete)) goto memory;
    if (!complete) goto done;
    cancel_pairs(&o);
    if (o.n == 0) goto done;
    if (!join(osm, &o, &rings, &closed)) goto memory;
    if (!closed) goto done;
    status = lc_geoms_from_rings(ctx, &rings, feature, out);
    if (status == LC_ERR_INPUT)
        lc_fail(ctx, status, "%s: relation/%lld: %s", osm->name, (long long)osm->relation_id[relation],
                lc_error(ctx).text);
    if (!status && out->n > before) *state = LC_AREA_DONE;
    goto done;
memory:
    status = lc_fail_memory(ctx);
done:
    lc_geoms_free(&rings);
    free(o.segment);
    return status;
}
