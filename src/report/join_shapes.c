#include "report/join_shapes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/lonlat.h"
#include "geo/overlay.h"
#include "geo/union.h"
#include "report/facility_texts.h"
#include "report/gaps.h"
#include "report/shapes.h"
#include "report/shard.h"

static const double SAME_DEGREES = 1e-6; /* two planes project a place, and back, to within this */

struct lc_join_shapes {
    lc_report all; /* shapes of the planes so far, one behind the other; areas are apart */
    lc_geoms *areas;
    size_t n_indicators;
    size_t cap_gaps, cap_facilities, cap_served, cap_paths, cap_facility_plane, cap_path_plane;
    uint32_t n_planes, *facility_plane, *path_plane; /* so far, and where each facility and path is from */
    size_t components;                               /* of paths, in the planes so far */
};

lc_status lc_join_shapes_new(lc_context *ctx, lc_join_shapes **out) {
    *out = LC_NEW0(lc_join_shapes, 1);
    return *out ? LC_OK : lc_fail_memory(ctx);
}

void lc_join_shapes_free(lc_join_shapes *s) {
    if (!s) return;
    for (size_t i = 0; s->areas && i < s->n_indicators; i++) lc_geoms_free(&s->areas[i]);
    free(s->areas);
    free(s->facility_plane);
    free(s->path_plane);
    lc_report_clear_shapes(&s->all);
    free(s);
}

/* ------------------------------------------------------------------------------------------------------ plane by plane
 */

static bool add_areas(lc_join_shapes *s, const lc_report *from) {
    bool ok = true;
    if (!s->areas) s->areas = LC_NEW0(lc_geoms, from->n_indicators);
    s->n_indicators = from->n_indicators;
    for (size_t g = 0; s->areas && ok && g < from->areas.n; g++)
        ok = lc_geoms_copy(&s->areas[from->areas.feature[g]], &from->areas, g, from->areas.feature[g]);
    return s->areas && ok;
}

/* `index`: the places of the communities among all. */
static bool add_gaps(lc_join_shapes *s, const size_t *index, const lc_report *from) {
    lc_report *all = &s->all;
    if (!LC_ROOM(all->gap, s->cap_gaps, all->n_gaps + from->n_gaps) ||
        !lc_geoms_append(&all->gaps, &from->gaps, all->n_gaps))
        return false;
    for (size_t k = 0; k < from->n_gaps; k++) {
        all->gap[all->n_gaps] = from->gap[k];
        all->gap[all->n_gaps++].community = index[from->gap[k].community];
    }
    return true;
}

/* `from_plane`: of a part, the plane of each among those of the part; NULL: all are from one. */
static bool add_facilities(lc_join_shapes *s, const lc_report *from, const uint32_t *from_plane) {
    lc_report *all = &s->all;
    size_t n = from->n_facilities, m = from->n_indicators, before = all->n_facilities;
    if (!LC_ROOM(all->facilities, s->cap_facilities, before + n) ||
        !LC_ROOM(all->served, s->cap_served, (before + n) * m) ||
        !LC_ROOM(s->facility_plane, s->cap_facility_plane, before + n))
        return false;
    for (size_t k = 0; k < n; k++) s->facility_plane[before + k] = s->n_planes + (from_plane ? from_plane[k] : 0);
    if (!lc_geoms_append(&all->facility_shapes, &from->facility_shapes, before)) return false;
    if (n) memcpy(all->served + before * m, from->served, n * m * sizeof *all->served);
    bool ok = true;
    for (size_t k = 0; ok && k < n; k++)
        ok = lc_facility_copy(&from->facilities[k], &all->facilities[all->n_facilities++]);
    return ok;
}

/* The middle vertex of a path, or between the two that are. */
static lc_xy middle_of(const lc_geoms *shapes, size_t g) {
    size_t from = shapes->xy_of[shapes->part_of[g]], n = shapes->xy_of[shapes->part_of[g + 1]] - from;
    lc_xy a = shapes->xy[from + (n - 1) / 2], b = shapes->xy[from + n / 2];
    return (lc_xy){(a.x + b.x) / 2, (a.y + b.y) / 2};
}

/* The first plane among whose communities p lies; SIZE_MAX where it lies beside those of all. Communities reach from
   their cell into the next at most. */
static size_t owner_of(const lc_planes *planes, lc_xy p) {
    const double cell = LC_PLANE_CELL_DEGREES;
    size_t owner = SIZE_MAX;
    for (int row = -1; row <= 1; row++)
        for (int column = -1; column <= 1; column++) {
            lc_xy there = {remainder(p.x + column * cell, 360), fmax(-90, fmin(90, p.y + row * cell))};
            size_t k = lc_planes_at(planes, there);
            if (k < owner && lc_lonlat_holds(&planes->plane[k].box, p)) owner = k;
        }
    return owner;
}

/* A way is whole in every plane whose box it touches: beyond its box a plane does not know what crosses the way, and
   its paths there are left to the plane that does. */
static bool add_paths(lc_join_shapes *s, const lc_planes *planes, size_t plane, const lc_report *from,
                      const uint32_t *from_plane) {
    lc_report *all = &s->all;
    bool ok = LC_ROOM(all->paths, s->cap_paths, all->n_paths + from->n_paths) &&
              LC_ROOM(s->path_plane, s->cap_path_plane, all->n_paths + from->n_paths);
    for (size_t k = 0; ok && k < from->n_paths; k++) {
        size_t owner = owner_of(planes, middle_of(&from->path_shapes, k));
        uint32_t own = from_plane ? from_plane[k] : 0;
        if (owner != SIZE_MAX && owner != plane + own) continue;
        ok = lc_geoms_copy(&all->path_shapes, &from->path_shapes, k, (uint32_t)all->n_paths);
        s->path_plane[all->n_paths] = s->n_planes + own;
        all->paths[all->n_paths] = from->paths[k];
        all->paths[all->n_paths++].component += s->components;
    }
    return ok;
}

static size_t components_of(const lc_report *from) {
    size_t most = 0;
    for (size_t k = 0; k < from->n_paths; k++)
        if (from->paths[k].component > most) most = from->paths[k].component;
    return most;
}

/* What there is now. */
static void note(lc_join_shapes *s, const lc_report *from, size_t n_planes, size_t components) {
    lc_report *all = &s->all;
    s->n_planes += (uint32_t)n_planes;
    s->components += components;
    all->n_indicators = from->n_indicators;
    all->has_areas = all->has_areas || from->has_areas;
    all->has_gaps = all->has_gaps || from->has_gaps;
    all->has_facilities = all->has_facilities || from->has_facilities;
    all->has_paths = all->has_paths || from->has_paths;
}

/* Shapes of plane number `plane`, or of a part whose first one that is; `index`: the places of its communities among
   all. */
static bool add(lc_join_shapes *s, const lc_planes *planes, size_t plane, const size_t *index, const lc_report *from,
                const lc_shard_layers *part) {
    return (!from->has_areas || add_areas(s, from)) && (!from->has_gaps || add_gaps(s, index, from)) &&
           (!from->has_facilities || add_facilities(s, from, part ? part->facility_plane : NULL)) &&
           (!from->has_paths || add_paths(s, planes, plane, from, part ? part->path_plane : NULL));
}

lc_status lc_join_shapes_add(lc_context *ctx, lc_join_shapes *s, const lc_planes *planes, size_t plane,
                             const lc_report *from) {
    bool ok = add(s, planes, plane, planes->plane[plane].community, from, NULL);
    note(s, from, 1, components_of(from));
    return ok ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_join_shapes_add_part(lc_context *ctx, lc_join_shapes *s, const lc_planes *planes, size_t plane,
                                  const lc_report *part) {
    const lc_shard_layers *layers = &part->shard->layers;
    const lc_report from = {.n_indicators = part->n_indicators,
                            .has_areas = layers->has_areas,
                            .has_gaps = layers->has_gaps,
                            .has_facilities = layers->has_facilities,
                            .has_paths = layers->has_paths,
                            .areas = layers->areas,
                            .gaps = layers->gaps,
                            .gap = layers->gap,
                            .n_gaps = layers->n_gaps,
                            .facilities = layers->facilities,
                            .facility_shapes = layers->facility_shapes,
                            .served = layers->served,
                            .n_facilities = layers->n_facilities,
                            .paths = part->paths,
                            .path_shapes = part->path_shapes,
                            .n_paths = part->n_paths};
    bool ok = add(s, planes, plane, part->shard->index, &from, layers);
    note(s, &from, part->shard->n_networks, layers->components);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* ---------------------------------------------------------------------------------------------------- areas and gaps
 */

/* One multipolygon an indicator: communities of two planes may have a border in common. */
static lc_status put_areas(lc_context *ctx, lc_join_shapes *s, lc_report *to) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && s->areas && i < s->n_indicators; i++) {
        lc_geoms united = {0};
        status = lc_geoms_union(ctx, &s->areas[i], (uint32_t)i, &united);
        if (status == LC_OK &&
            !(lc_geoms_snap(&united, LC_SHAPES_GRID_DEGREES) && lc_geoms_append(&to->areas, &united, 0)))
            status = lc_fail_memory(ctx);
        lc_geoms_free(&united);
        if (!to->shard) lc_geoms_free(&s->areas[i]); /* a part keeps what its planes drew */
    }
    to->has_areas = status == LC_OK && s->all.has_areas;
    return status;
}

static int gap_order(const void *a, const void *b) {
    const lc_gap *const *p = a, *const *q = b;
    int order = lc_gap_compare(*p, *q);
    return order ? order : *p < *q ? -1 : *p > *q; /* as they came */
}

/* Largest first, whatever the plane. Every gap has a geometry or several, and they follow one another. */
static lc_status put_gaps(lc_context *ctx, lc_join_shapes *s, lc_report *to) {
    const lc_report *all = &s->all;
    const lc_gap **order = LC_NEW(const lc_gap *, all->n_gaps);
    size_t *first = lc_geoms_of_features(&all->gaps, all->n_gaps);
    to->gap = LC_NEW(lc_gap, all->n_gaps);
    bool ok = order && first && to->gap;
    for (size_t k = 0; ok && k < all->n_gaps; k++) order[k] = &all->gap[k];
    if (ok && all->n_gaps) qsort(order, all->n_gaps, sizeof *order, gap_order);
    for (size_t k = 0; ok && k < all->n_gaps; k++) {
        size_t from = (size_t)(order[k] - all->gap);
        to->gap[to->n_gaps++] = *order[k];
        for (size_t g = first[from]; ok && g < first[from + 1]; g++)
            ok = lc_geoms_copy(&to->gaps, &all->gaps, g, (uint32_t)k);
    }
    free(first);
    free(order);
    if (!to->shard) lc_geoms_free(&s->all.gaps);
    to->has_gaps = ok && all->has_gaps;
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* -------------------------------------------------------------------------------------------------------- facilities
 */

/* A facility as it is sorted: what tells it from others, then the order of coming. */
typedef struct {
    const lc_facility *facility;
    size_t rank; /* of its category, in the order in which they come */
    lc_xy first; /* vertex of its shape, which stays where it is in every plane */
    size_t at, kept;
} key_t;

static int by_identity(const void *a, const void *b) {
    const key_t *p = a, *q = b;
    if (p->rank != q->rank) return p->rank < q->rank ? -1 : 1;
    int order = strcmp(p->facility->id, q->facility->id);
    if (order) return order;
    if (fabs(p->first.x - q->first.x) > SAME_DEGREES) return p->first.x < q->first.x ? -1 : 1;
    if (fabs(p->first.y - q->first.y) > SAME_DEGREES) return p->first.y < q->first.y ? -1 : 1;
    return p->at < q->at ? -1 : p->at > q->at;
}

static int by_coming(const void *a, const void *b) {
    const key_t *p = a, *q = b;
    if (p->rank != q->rank) return p->rank < q->rank ? -1 : 1;
    return p->at < q->at ? -1 : p->at > q->at;
}

static bool is_same(const key_t *a, const key_t *b) {
    return a->rank == b->rank && strcmp(a->facility->id, b->facility->id) == 0 &&
           fabs(a->first.x - b->first.x) <= SAME_DEGREES && fabs(a->first.y - b->first.y) <= SAME_DEGREES;
}

/* The place of a category among those that have come; n_known grows with a new one. */
static size_t rank_of(const char **known, size_t *n_known, const char *category) {
    size_t k = 0;
    while (k < *n_known && strcmp(known[k], category) != 0) k++;
    if (k == *n_known) known[(*n_known)++] = category;
    return k;
}

static bool list_keys(const lc_report *all, const size_t *first, key_t *key) {
    const char **known = LC_NEW(const char *, all->n_facilities);
    size_t n_known = 0;
    for (size_t k = 0; known && k < all->n_facilities; k++) {
        const lc_geoms *g = &all->facility_shapes;
        const lc_facility *f = &all->facilities[k];
        lc_xy at = first[k] < first[k + 1] ? g->xy[g->xy_of[g->part_of[first[k]]]] : (lc_xy){f->lon, f->lat};
        key[k] = (key_t){.facility = f, .rank = rank_of(known, &n_known, f->category), .first = at, .at = k};
    }
    free(known);
    return known || !all->n_facilities;
}

/* A plane may not count a facility that another does: its area, measured in both, may lie on either side of a limit. */
static double sum_of_known(double a, double b) {
    return isnan(a) ? b : isnan(b) ? a : a + b;
}

/* What facility `from` serves is served by `to` as well. */
static void add_served(lc_report *all, size_t to, size_t from) {
    double *sum = all->served + to * all->n_indicators;
    const double *more = all->served + from * all->n_indicators;
    for (size_t i = 0; i < all->n_indicators; i++) sum[i] = sum_of_known(sum[i], more[i]);
    all->facilities[to].linked = all->facilities[to].linked || all->facilities[from].linked;
}

/* One facility as the planes have it, from .. end - 1 in the order of coming: a source may list it several times, and
   the k-th of a plane is the k-th of the first one. */
static void unite_run(lc_join_shapes *s, key_t *key, size_t from, size_t end) {
    const uint32_t *plane = s->facility_plane;
    size_t n_first = 0, begin = from;
    while (from + n_first < end && plane[key[from + n_first].at] == plane[key[from].at]) n_first++;
    for (size_t k = from; k < end; k++) {
        if (plane[key[k].at] != plane[key[begin].at]) begin = k;
        bool known = begin > from && k - begin < n_first;
        key[k].kept = known ? key[from + k - begin].at : key[k].at;
        if (known) add_served(&s->all, key[k].kept, key[k].at);
    }
}

/* Copies of a facility that has come in a plane before get its number; `key` is in the order of coming then. */
static void unite_keys(lc_join_shapes *s, key_t *key) {
    size_t n = s->all.n_facilities;
    if (n) qsort(key, n, sizeof *key, by_identity);
    for (size_t from = 0, end; from < n; from = end) {
        for (end = from + 1; end < n && is_same(&key[end - 1], &key[end]);) end++;
        unite_run(s, key, from, end);
    }
    if (n) qsort(key, n, sizeof *key, by_coming);
}

static bool move_facility(lc_report *all, lc_report *to, const size_t *first, size_t from) {
    size_t m = all->n_indicators, at = to->n_facilities++;
    bool ok = true;
    to->facilities[at] = all->facilities[from];
    all->facilities[from] = (lc_facility){0};
    memcpy(to->served + at * m, all->served + from * m, m * sizeof *to->served);
    for (size_t g = first[from]; ok && g < first[from + 1]; g++)
        ok = lc_geoms_copy(&to->facility_shapes, &all->facility_shapes, g, (uint32_t)at);
    return ok;
}

static lc_status put_facilities(lc_context *ctx, lc_join_shapes *s, lc_report *to) {
    lc_report *all = &s->all;
    size_t n = all->n_facilities;
    key_t *key = LC_NEW(key_t, n);
    size_t *first = lc_geoms_of_features(&all->facility_shapes, n);
    to->facilities = LC_NEW0(lc_facility, n);
    to->served = LC_NEW(double, n * all->n_indicators);
    bool ok = key && first && to->facilities && to->served && list_keys(all, first, key);
    if (ok) unite_keys(s, key);
    for (size_t k = 0; ok && k < n; k++)
        if (key[k].kept == key[k].at) ok = move_facility(all, to, first, key[k].at);
    free(first);
    free(key);
    to->has_facilities = ok && all->has_facilities;
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------------------------------------------------------- paths
 */

/* A path as it is sorted: its ends, the lesser one first, and its middle, in units of SAME_DEGREES / 10. */
enum { PLACES = 6 };
typedef struct {
    int64_t place[PLACES];
    size_t n_xy, at;
} line_t;

static line_t line_of(const lc_geoms *shapes, size_t g) {
    const double unit = SAME_DEGREES / 10;
    size_t from = shapes->xy_of[shapes->part_of[g]], n = shapes->xy_of[shapes->part_of[g + 1]] - from;
    const lc_xy *p = shapes->xy + from;
    bool turn = p[0].x > p[n - 1].x || (!(p[0].x < p[n - 1].x) && p[0].y > p[n - 1].y);
    lc_xy a = p[turn ? n - 1 : 0], b = p[turn ? 0 : n - 1], c = middle_of(shapes, g);
    return (line_t){{llround(a.x / unit), llround(a.y / unit), llround(b.x / unit), llround(b.y / unit),
                     llround(c.x / unit), llround(c.y / unit)},
                    n,
                    g};
}

static int by_places(const line_t *p, const line_t *q) {
    for (size_t k = 0; k < PLACES; k++)
        if (p->place[k] != q->place[k]) return p->place[k] < q->place[k] ? -1 : 1;
    return p->n_xy < q->n_xy ? -1 : p->n_xy > q->n_xy;
}

static int by_line(const void *a, const void *b) {
    const line_t *p = a, *q = b;
    int order = by_places(p, q);
    return order ? order : p->at < q->at ? -1 : p->at > q->at;
}

/* Paths of one place that another plane before has are there twice: those of one plane are paths side by side. */
static void mark_twice(const lc_join_shapes *s, const line_t *line, bool *twice) {
    for (size_t k = 1, first = 0; k < s->all.n_paths; k++) {
        if (by_places(&line[first], &line[k]) != 0) first = k;
        twice[line[k].at] = s->path_plane[line[k].at] != s->path_plane[line[first].at];
    }
}

/* What is left is the report's: every path is one geometry. */
static void give_paths(lc_join_shapes *s, const bool *twice, lc_report *to) {
    lc_report *all = &s->all;
    size_t n = 0;
    for (size_t k = 0; k < all->n_paths; k++) {
        if (twice[k]) continue;
        s->path_plane[n] = s->path_plane[k];
        all->paths[n++] = all->paths[k];
    }
    lc_geoms_leave_out(&all->path_shapes, twice);
    for (size_t k = 0; k < n; k++) all->path_shapes.feature[k] = (uint32_t)k;
    to->paths = all->paths;
    to->path_shapes = all->path_shapes;
    to->n_paths = n;
    all->paths = NULL;
    all->path_shapes = (lc_geoms){0};
    all->n_paths = 0;
}

/* In place: they are most of what a report with a network holds. */
static lc_status put_paths(lc_context *ctx, lc_join_shapes *s, lc_report *to) {
    lc_report *all = &s->all;
    size_t n = all->n_paths;
    line_t *line = LC_NEW(line_t, n);
    bool *twice = LC_NEW0(bool, n);
    bool ok = line && twice && LC_ROOM(all->paths, s->cap_paths, 1); /* there is a list, be it empty */
    for (size_t k = 0; ok && k < n; k++) line[k] = line_of(&all->path_shapes, k);
    if (ok && n) qsort(line, n, sizeof *line, by_line);
    if (ok) mark_twice(s, line, twice);
    if (ok) give_paths(s, twice, to);
    free(twice);
    free(line);
    to->has_paths = ok && all->has_paths;
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* ------------------------------------------------------------------------------------------------------------- parts
 */

/* Before those of one city are made of them. */
static bool keep_facilities(const lc_join_shapes *s, lc_shard_layers *to) {
    const lc_report *all = &s->all;
    size_t n = all->n_facilities, m = all->n_indicators;
    to->facilities = LC_NEW0(lc_facility, n);
    to->served = LC_NEW(double, n *m);
    to->facility_plane = LC_NEW(uint32_t, n);
    bool ok = to->facilities && to->served && to->facility_plane &&
              lc_geoms_append(&to->facility_shapes, &all->facility_shapes, 0);
    for (; ok && to->n_facilities < n; to->n_facilities++)
        ok = lc_facility_copy(&all->facilities[to->n_facilities], &to->facilities[to->n_facilities]);
    if (ok && n) memcpy(to->served, all->served, n * m * sizeof *to->served);
    if (ok && n) memcpy(to->facility_plane, s->facility_plane, n * sizeof *to->facility_plane);
    return ok;
}

/* What planes drew, for the parts to be put together as planes are. */
static lc_status keep_layers(lc_context *ctx, lc_join_shapes *s, lc_shard_layers *to) {
    bool ok = true;
    for (size_t i = 0; ok && s->areas && i < s->n_indicators; i++) ok = lc_geoms_append(&to->areas, &s->areas[i], 0);
    to->has_areas = s->all.has_areas;
    to->has_gaps = s->all.has_gaps;
    to->has_facilities = s->all.has_facilities;
    to->has_paths = s->all.has_paths;
    to->gaps = s->all.gaps;
    to->gap = s->all.gap;
    to->n_gaps = s->all.n_gaps;
    s->all.gaps = (lc_geoms){0};
    s->all.gap = NULL;
    s->all.n_gaps = 0;
    ok = ok && (!s->all.has_facilities || keep_facilities(s, to));
    return ok ? LC_OK : lc_fail_memory(ctx);
}

/* Paths that are there twice in a part are there twice among all: the report's own will do. */
static void keep_paths(lc_join_shapes *s, lc_shard_layers *to) {
    to->path_plane = s->path_plane;
    to->components = s->components;
    s->path_plane = NULL;
}

lc_status lc_join_shapes_end(lc_context *ctx, lc_join_shapes *s, lc_report *to) {
    lc_status status = LC_OK;
    if (s->all.has_areas) status = put_areas(ctx, s, to);
    if (status == LC_OK && s->all.has_gaps) status = put_gaps(ctx, s, to);
    if (status == LC_OK && to->shard) status = keep_layers(ctx, s, &to->shard->layers);
    if (status == LC_OK && s->all.has_facilities) status = put_facilities(ctx, s, to);
    if (status == LC_OK && s->all.has_paths) status = put_paths(ctx, s, to);
    if (status == LC_OK && to->shard && s->all.has_paths) keep_paths(s, &to->shard->layers);
    return status;
}
