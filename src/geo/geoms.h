/* Simple geometries as flat arrays: the form in which all vector data lives after reading. */
#ifndef LC_GEO_GEOMS_H
#define LC_GEO_GEOMS_H

#include <math.h>

#include "base/context.h"

typedef struct lc_xy {
    double x, y; /* lon, lat in degrees as read; metres after lc_work_crs_project() */
} lc_xy;

typedef struct lc_box {
    double x0, y0, x1, y1;
} lc_box;

typedef enum lc_geom_kind { LC_POINT = 0, LC_LINE, LC_POLYGON } lc_geom_kind;

/*
 * n geometries; multi-geometries are stored as several that share a feature index.
 * Geometry g owns the parts part_of[g] .. part_of[g+1]-1: one for a point or a line; the outer ring, then its holes,
 * for a polygon. Part p owns the coordinates xy_of[p] .. xy_of[p+1]-1; rings are closed (first == last).
 */
typedef struct lc_geoms {
    size_t n, n_parts, n_xy;
    unsigned char *kind; /* n, lc_geom_kind */
    uint32_t *feature;   /* n, index of the feature in its layer; never decreasing */
    size_t *part_of;     /* n + 1 */
    size_t *xy_of;       /* n_parts + 1 */
    lc_xy *xy;           /* n_xy */
    size_t cap, cap_feature, cap_part_of, cap_parts, cap_xy;
} lc_geoms;

/* An empty collection is {0}. Building: begin a geometry, begin each part, add its points. */
bool lc_geoms_begin(lc_geoms *geoms, lc_geom_kind kind, uint32_t feature);
bool lc_geoms_begin_part(lc_geoms *geoms);
bool lc_geoms_add(lc_geoms *geoms, double x, double y);
/* Make room for n more points of the part in hand, which the caller fills in; NULL when memory is out. */
lc_xy *lc_geoms_add_room(lc_geoms *geoms, size_t n);
/* Keep the first n geometries. */
void lc_geoms_cut(lc_geoms *geoms, size_t n);
/* Leave out those that are marked, in place; the others stay in their order, under their feature indices. */
void lc_geoms_leave_out(lc_geoms *geoms, const bool *marked);
void lc_geoms_free(lc_geoms *geoms);

/* Append geometry g of `from` to `to` under another feature index. */
bool lc_geoms_copy(lc_geoms *to, const lc_geoms *from, size_t g, uint32_t feature);
/* Append all geometries of `from`, under their feature indices plus `base`. */
bool lc_geoms_append(lc_geoms *to, const lc_geoms *from, size_t base);
/* Are geometry g of one and h of the other the very same? */
bool lc_geoms_same(const lc_geoms *a, size_t g, const lc_geoms *b, size_t h);
lc_box lc_geom_box(const lc_geoms *g, size_t i);
/* The box of geometries first .. end-1. */
lc_box lc_geoms_box(const lc_geoms *g, size_t first, size_t end);
/* For features 0 .. n-1: those of feature f are first[f] .. first[f + 1] - 1. malloc'ed; NULL when memory is out. */
size_t *lc_geoms_of_features(const lc_geoms *geoms, size_t n);
/* The boxes of features 0 .. n-1, empty where there are no geometries. malloc'ed; NULL when memory is out. */
lc_box *lc_geoms_boxes_of_features(const lc_geoms *geoms, size_t n);
/* The first geometry whose feature is not below this one, of geometries in the order of their features. */
size_t lc_geoms_first_of(const lc_geoms *geoms, uint64_t feature);
/* Area in squared units of the coordinates: outer ring less holes, whatever their orientation; 0 unless a polygon. */
double lc_geom_area(const lc_geoms *g, size_t i);
/* Is (x, y) inside polygon i (even-odd over all rings)? Of two polygons that share an edge, a point on it is in one. */
bool lc_geom_contains(const lc_geoms *g, size_t i, double x, double y);
/* Distance of (x, y) from line i, or from the rings of polygon i whether inside or not; for a point, from it. */
double lc_geom_outline_distance(const lc_geoms *g, size_t i, double x, double y);
/* Area of a ring of n points, closed or not; positive when it turns counter-clockwise. */
double lc_ring_area(const lc_xy *p, size_t n);

/* Plain forms of hypot(), fmin() and fmax(): lengths here neither overflow nor are NaN, and these are inlined. */
static inline double lc_length(double x, double y) {
    return sqrt(x * x + y * y);
}
static inline double lc_min(double a, double b) {
    return a < b ? a : b;
}
static inline double lc_max(double a, double b) {
    return a > b ? a : b;
}

/* Where segment a b is nearest to p, as a share of the way from a to b; 0 for a segment without length. */
static inline double lc_segment_share(lc_xy a, lc_xy b, lc_xy p) {
    double dx = b.x - a.x, dy = b.y - a.y, squared = dx * dx + dy * dy;
    double t = squared > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared : 0;
    return t < 0 ? 0 : t > 1 ? 1 : t;
}
/* Distance of p from the segment; *t gets that share. */
static inline double lc_segment_foot(lc_xy a, lc_xy b, lc_xy p, double *t) {
    *t = lc_segment_share(a, b, p);
    return lc_length(p.x - a.x - *t * (b.x - a.x), p.y - a.y - *t * (b.y - a.y));
}
static inline double lc_segment_distance(lc_xy a, lc_xy b, lc_xy p) {
    double t;
    return lc_segment_foot(a, b, p, &t);
}

static inline lc_box lc_box_empty(void) {
    return (lc_box){1e300, 1e300, -1e300, -1e300};
}
static inline void lc_box_add(lc_box *box, double x, double y) {
    if (x < box->x0) box->x0 = x;
    if (y < box->y0) box->y0 = y;
    if (x > box->x1) box->x1 = x;
    if (y > box->y1) box->y1 = y;
}
/* Make a box hold another one as well. */
static inline void lc_box_join(lc_box *box, const lc_box *other) {
    lc_box_add(box, other->x0, other->y0);
    lc_box_add(box, other->x1, other->y1);
}
/* Does the ray from p towards greater x cross the side from a to b, of which one end belongs to it? An odd number of
   times from within a ring (even-odd rule). */
static inline bool lc_ray_crosses(lc_xy p, lc_xy a, lc_xy b) {
    return (a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y));
}
static inline lc_xy lc_box_middle(const lc_box *box) {
    return (lc_xy){0.5 * (box->x0 + box->x1), 0.5 * (box->y0 + box->y1)};
}
/* What two boxes have in common; x0 > x1 or y0 > y1 where they are apart. */
static inline lc_box lc_box_common(const lc_box *a, const lc_box *b) {
    return (lc_box){lc_max(a->x0, b->x0), lc_max(a->y0, b->y0), lc_min(a->x1, b->x1), lc_min(a->y1, b->y1)};
}

static inline bool lc_box_meets(const lc_box *a, const lc_box *b) {
    return a->x0 <= b->x1 && b->x0 <= a->x1 && a->y0 <= b->y1 && b->y0 <= a->y1;
}

#endif
