#include "network/squares.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "network/square_pairs.h"
#include "source/osm_areas.h"

static const double ON_OUTLINE_DEG = 2e-7; /* more than what closing an outline by places moves a vertex */

typedef struct {
    bool relation, whole; /* whole: its outline is in the extract, and closed */
    bool dropped;         /* the outer way of a square that is a relation: drawn twice */
    size_t index;         /* of the way or relation */
    size_t first_geom, end_geom, first_member, end_member, first_node, end_node;
} square_t;

/* A vertex of an outline that a path runs through: a way, or n_ways plus the number of a square. */
typedef struct {
    uint32_t slot;
    size_t path;
} use_t;

typedef struct {
    size_t node, paths;
} joint_t;

typedef struct {
    lc_context *ctx;
    const lc_walk_rules *rules;
    const lc_osm *osm;
    lc_osm_paths *o;
    size_t n_way_paths; /* paths that are ways; outlines come after them */

    square_t *square; /* ways, then relations */
    size_t n, capacity;
    lc_geoms areas;
    size_t *member; /* ways of each relation, ascending, each once */
    size_t n_members, cap_members;
    size_t *node; /* of each outline, ascending, each once */
    size_t n_nodes, cap_nodes;

    uint32_t *slot_of_vertex;
    size_t *use_of; /* of each slot: its first use */
    use_t *use;
    size_t n_slots, n_uses, cap_uses;

    lc_pairs links; /* by vertices */
} squares_t;

static const char *kind_of(const square_t *q) {
    return q->relation ? "relation" : "way";
}

static long long id_of(const squares_t *s, const square_t *q) {
    return (long long)(q->relation ? s->osm->relation_id : s->osm->way_id)[q->index];
}

static int by_number(const void *a, const void *b) {
    size_t p = *(const size_t *)a, q = *(const size_t *)b;
    return (p > q) - (p < q);
}

/* Put numbers first .. *n - 1 of an array in order, each once. */
static void sort_once(size_t *array, size_t first, size_t *n) {
    size_t kept = first;
    if (*n - first > 1) qsort(array + first, *n - first, sizeof *array, by_number);
    for (size_t i = first; i < *n; i++)
        if (kept == first || array[kept - 1] != array[i]) array[kept++] = array[i];
    *n = kept;
}

static bool has_number(const size_t *array, size_t first, size_t end, size_t number) {
    return end > first && bsearch(&number, array + first, end - first, sizeof *array, by_number);
}

/* ---------------------------------------------------------------------------------------------------- which squares */

static bool list_members(squares_t *s, square_t *q) {
    const lc_osm *osm = s->osm;
    q->first_member = s->n_members;
    q->end_member = s->n_members;
    if (!q->relation) return true;
    for (size_t m = osm->member_start[q->index]; m < osm->member_start[q->index + 1]; m++) {
        size_t way = osm->member_type[m] == LC_OSM_WAY ? lc_osm_find_way(osm, osm->member_ref[m]) : SIZE_MAX;
        if (way == SIZE_MAX) continue;
        if (!LC_ROOM(s->member, s->cap_members, s->n_members + 1)) return false;
        s->member[s->n_members++] = way;
    }
    sort_once(s->member, q->first_member, &s->n_members);
    q->end_member = s->n_members;
    return true;
}

static lc_status add_square(squares_t *s, bool relation, size_t index) {
    square_t q = {.relation = relation, .index = index, .first_geom = s->areas.n};
    lc_area_state state;
    uint32_t feature = (uint32_t)s->n;
    lc_status status = relation ? lc_osm_relation_area(s->ctx, s->osm, index, feature, &s->areas, &state)
                                : lc_osm_way_area(s->ctx, s->osm, index, feature, &s->areas, &state);
    if (status != LC_OK || (relation && state == LC_AREA_NONE)) return status;
    if (state == LC_AREA_NONE) {
        lc_warn(s->ctx, "square_open", "squares whose outline is not closed, left out", "%s/%lld", kind_of(&q),
                id_of(s, &q));
        return LC_OK;
    }
    q.end_geom = s->areas.n;
    q.whole = state == LC_AREA_DONE;
    if (!q.whole)
        lc_warn(s->ctx, "square_incomplete",
                "squares of which nodes or ways are not in the extract: nobody walks across them, only along what is "
                "there of their outlines",
                "%s/%lld", kind_of(&q), id_of(s, &q));
    if (!LC_ROOM(s->square, s->capacity, s->n + 1) || !list_members(s, &q)) return lc_fail_memory(s->ctx);
    s->square[s->n++] = q;
    return LC_OK;
}

static lc_status list_squares(squares_t *s) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < s->o->n_squares; i++) status = add_square(s, false, s->o->square[i]);
    for (size_t r = 0; status == LC_OK && r < s->osm->n_relations; r++) {
        lc_osm_object object = {&s->osm->relation_tags, r};
        if (lc_walk_is_square(s->rules, lc_osm_tag, &object)) status = add_square(s, true, r);
    }
    return status;
}

/* Is a place on a ring of the square? *outer tells which kind of ring. */
static bool is_on_outline(const squares_t *s, const square_t *q, lc_xy p, bool *outer) {
    const lc_geoms *g = &s->areas;
    for (size_t k = q->first_geom; k < q->end_geom; k++)
        for (size_t part = g->part_of[k]; part < g->part_of[k + 1]; part++)
            for (size_t i = g->xy_of[part]; i + 1 < g->xy_of[part + 1]; i++)
                if (lc_segment_distance(g->xy[i], g->xy[i + 1], p) <= ON_OUTLINE_DEG) {
                    *outer = part == g->part_of[k];
                    return true;
                }
    return false;
}

static lc_xy middle_of(const squares_t *s, size_t node, size_t next) {
    lc_xy a = s->osm->node_xy[node], b = s->osm->node_xy[next];
    return (lc_xy){0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
}

/* Mappers often put a square's tags on a relation and on its outer way. */
static void drop_outer_ways(squares_t *s) {
    for (size_t i = 0; i < s->n; i++) {
        square_t *way = &s->square[i];
        if (way->relation || !way->whole) continue;
        const int64_t *ref = s->osm->ref + s->osm->way_start[way->index];
        lc_xy at = middle_of(s, lc_osm_find_node(s->osm, ref[0]), lc_osm_find_node(s->osm, ref[1]));
        for (size_t k = 0; k < s->n && !way->dropped; k++) {
            const square_t *q = &s->square[k];
            bool outer = false;
            way->dropped = q->relation && q->whole &&
                           has_number(s->member, q->first_member, q->end_member, way->index) &&
                           is_on_outline(s, q, at, &outer) && outer;
        }
    }
}

/* --------------------------------------------------------------------------------------------------------- outlines */

static bool add_node(squares_t *s, size_t node) {
    if (!LC_ROOM(s->node, s->cap_nodes, s->n_nodes + 1)) return false;
    s->node[s->n_nodes++] = node;
    return true;
}

/* Is a way a path already, other than of an outline? */
static bool is_path(const squares_t *s, size_t way) {
    size_t low = 0, high = s->n_way_paths;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (s->o->way_of_path[middle] < way)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->n_way_paths && s->o->way_of_path[low] == way;
}

/* Of a way, the pieces on the outline as paths. (Two outer ways may have a stretch in common, which is no outline.) */
static bool add_outline(squares_t *s, const square_t *q, size_t way) {
    size_t before = SIZE_MAX;
    bool open = false, outer, there = is_path(s, way);
    for (size_t r = s->osm->way_start[way]; r < s->osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node_near(s->osm, s->osm->ref[r], s->o->near);
        bool here = node != SIZE_MAX && before != SIZE_MAX && node != before &&
                    (!q->relation || !q->whole || is_on_outline(s, q, middle_of(s, before, node), &outer));
        if (here && (!add_node(s, before) || !add_node(s, node))) return false;
        if (here && !there && !open && (!lc_osm_paths_begin(s->o, way) || !lc_osm_paths_go(s->o, before))) return false;
        if (here && !there && !lc_osm_paths_go(s->o, node)) return false;
        open = here || (open && node == before);
        before = node;
        if (node != SIZE_MAX) s->o->near = node;
    }
    return true;
}

/* The ends of a way that is closed may be two nodes, at one place. */
static bool close_by_place(squares_t *s, const square_t *q) {
    const int64_t *first = s->osm->ref + s->osm->way_start[q->index],
                  *last = s->osm->ref + s->osm->way_start[q->index + 1] - 1;
    if (!q->whole || *first == *last) return true;
    return lc_osm_paths_begin(s->o, q->index) && lc_osm_paths_go(s->o, lc_osm_find_node(s->osm, *last)) &&
           lc_osm_paths_go(s->o, lc_osm_find_node(s->osm, *first));
}

static bool add_outlines(squares_t *s) {
    for (size_t i = 0; i < s->n; i++) {
        square_t *q = &s->square[i];
        q->first_node = q->end_node = s->n_nodes;
        if (q->dropped) continue;
        if (!q->relation && (!add_outline(s, q, q->index) || !close_by_place(s, q))) return false;
        for (size_t m = q->first_member; m < q->end_member; m++)
            if (!add_outline(s, q, s->member[m])) return false;
        sort_once(s->node, q->first_node, &s->n_nodes);
        q->end_node = s->n_nodes;
    }
    return true;
}

/* ----------------------------------------------------------------------------------------------------------- joints */

static int by_slot(const void *a, const void *b) {
    const use_t *p = a, *q = b;
    if (p->slot != q->slot) return p->slot < q->slot ? -1 : 1;
    return (p->path > q->path) - (p->path < q->path);
}

static bool add_use(squares_t *s, uint32_t vertex, size_t path) {
    uint32_t slot = s->slot_of_vertex[vertex];
    if (slot == UINT32_MAX) return true;
    if (!LC_ROOM(s->use, s->cap_uses, s->n_uses + 1)) return false;
    s->use[s->n_uses++] = (use_t){slot, path};
    return true;
}

static bool number_slots(squares_t *s) {
    s->slot_of_vertex = LC_NEW(uint32_t, s->o->paths->n_xy);
    if (!s->slot_of_vertex) return false;
    for (size_t v = 0; v < s->o->paths->n_xy; v++) s->slot_of_vertex[v] = UINT32_MAX;
    for (size_t i = 0; i < s->n_nodes; i++) {
        uint32_t vertex = s->o->vertex_of_node[s->node[i]];
        if (s->slot_of_vertex[vertex] == UINT32_MAX) s->slot_of_vertex[vertex] = (uint32_t)s->n_slots++;
    }
    return true;
}

/* Which paths run through the vertices of outlines. */
static bool list_uses(squares_t *s) {
    const lc_paths *paths = s->o->paths;
    bool ok = number_slots(s);
    for (size_t p = 0; ok && p < s->n_way_paths; p++)
        for (size_t i = paths->start[p]; ok && i < paths->start[p + 1]; i++)
            ok = add_use(s, paths->vertex[i], s->o->way_of_path[p]);
    for (size_t k = 0; ok && k < s->n; k++)
        for (size_t i = s->square[k].first_node; ok && i < s->square[k].end_node; i++)
            ok = add_use(s, s->o->vertex_of_node[s->node[i]], s->osm->n_ways + k);
    if (!ok || !(s->use_of = LC_NEW0(size_t, s->n_slots + 1))) return false;
    if (s->n_uses) qsort(s->use, s->n_uses, sizeof *s->use, by_slot);
    for (size_t i = 0; i < s->n_uses; i++) s->use_of[s->use[i].slot + 1] = i + 1;
    return true;
}

/* Paths other than the outline itself, of which a way of a relation is a part, through a node. */
static size_t count_others(const squares_t *s, size_t number, size_t node) {
    const square_t *q = &s->square[number];
    uint32_t slot = s->slot_of_vertex[s->o->vertex_of_node[node]];
    size_t n = 0, last = SIZE_MAX;
    for (size_t i = s->use_of[slot]; i < s->use_of[slot + 1]; i++) {
        size_t path = s->use[i].path;
        if (path == last || path == s->osm->n_ways + number) continue;
        last = path;
        n += !has_number(s->member, q->first_member, q->end_member, path);
    }
    return n;
}

static int most_paths_first(const void *a, const void *b) {
    const joint_t *p = a, *q = b;
    if (p->paths != q->paths) return p->paths > q->paths ? -1 : 1;
    return (p->node > q->node) - (p->node < q->node); /* nodes are in the order of their ids */
}

/* The joints that are paired come first; returns how many. */
static size_t choose_joints(squares_t *s, const square_t *q, joint_t *joint, size_t n) {
    static const char code[] = "square_joints",
                      message[] =
                          LC_TEXT("squares with more than 64 joints to other paths; of joints beyond that, those "
                                  "with the fewest paths, nobody walks straight across");
    if (n) qsort(joint, n, sizeof *joint, most_paths_first);
    if (n <= LC_SQUARE_JOINTS_MOST) return n;
    lc_warn(s->ctx, code, message, "%s/%lld: %zu", kind_of(q), id_of(s, q), n);
    lc_warn_count(s->ctx, code, message, n - LC_SQUARE_JOINTS_MOST - 1);
    return LC_SQUARE_JOINTS_MOST;
}

static bool link_joints(squares_t *s, const square_t *q, const joint_t *joint, size_t n) {
    lc_xy place[LC_SQUARE_JOINTS_MOST];
    lc_pairs pairs = {0};
    for (size_t i = 0; i < n; i++) place[i] = s->osm->node_xy[joint[i].node];
    bool ok = lc_square_pairs(&s->areas, q->first_geom, q->end_geom, place, n, &pairs);
    ok = ok && LC_ROOM(s->links.pair, s->links.capacity, s->links.n + pairs.n);
    for (size_t i = 0; ok && i < pairs.n; i++) {
        lc_pair p = pairs.pair[i];
        s->links.pair[s->links.n++] =
            (lc_pair){s->o->vertex_of_node[joint[p.a].node], s->o->vertex_of_node[joint[p.b].node]};
    }
    free(pairs.pair);
    return ok;
}

static bool link_square(squares_t *s, size_t number) {
    const square_t *q = &s->square[number];
    size_t n = 0;
    if (!q->whole || q->dropped) return true;
    joint_t *joint = LC_NEW(joint_t, q->end_node - q->first_node);
    if (!joint) return false;
    for (size_t i = q->first_node; i < q->end_node; i++) {
        size_t others = count_others(s, number, s->node[i]);
        if (others) joint[n++] = (joint_t){s->node[i], others};
    }
    n = choose_joints(s, q, joint, n);
    bool ok = n < 2 || link_joints(s, q, joint, n);
    free(joint);
    return ok;
}

/* ------------------------------------------------------------------------------------------------------------ whole */

static bool walk_across(squares_t *s) {
    drop_outer_ways(s);
    bool ok = add_outlines(s) && list_uses(s);
    for (size_t i = 0; ok && i < s->n; i++) ok = link_square(s, i);
    return ok && lc_square_pairs_add(&s->links, s->o->paths);
}

lc_status lc_squares_add(lc_context *ctx, const lc_walk_rules *rules, lc_osm_paths *o) {
    squares_t s = {.ctx = ctx, .rules = rules, .osm = o->osm, .o = o, .n_way_paths = o->paths->n};
    lc_status status = list_squares(&s);
    if (status == LC_OK && s.n && !walk_across(&s)) status = lc_fail_memory(ctx);
    free(s.square);
    lc_geoms_free(&s.areas);
    free(s.member);
    free(s.node);
    free(s.slot_of_vertex);
    free(s.use_of);
    free(s.use);
    free(s.links.pair);
    return status;
}
