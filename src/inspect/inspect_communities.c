/* Communities as a planner sees them: do they overlap, do they leave gaps, how large are they? */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "city/checks.h"
#include "city/communities.h"
#include "geo/geos.h"
#include "geo/slivers.h"
#include "inspect/inspection.h"

static const double SLIVER_M = 5;  /* gaps narrower than this were not meant */
static const double TOUCH_M = 0.1; /* a gap has a community for a neighbour that comes this near */
enum { NEIGHBOURS = 2 };

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Add up the areas of a plane's communities, the k-th of which is number community[k] of all; NULL: it is k. */
static void add_areas(const lc_city *city, const size_t *community, double *area) {
    for (size_t g = 0; g < city->communities.n; g++) {
        size_t k = city->communities.feature[g];
        area[community ? community[k] : k] += lc_geom_area(&city->communities, g);
    }
}

/* In the planes that a check takes, which refuses and tells of communities as the check does. */
static lc_status add_planes(lc_context *ctx, const lc_city *city, const lc_planes *planes, double *area) {
    lc_status status = LC_OK;
    for (size_t k = 0; k < planes->n && status == LC_OK; k++) {
        lc_city part = {0};
        status = lc_city_take_plane(ctx, city, &planes->plane[k], &part);
        if (status == LC_OK) add_areas(&part, planes->plane[k].community, area);
        lc_city_clear(&part);
    }
    return status;
}

static void describe_areas(lc_inspection *out, double *area, size_t n_communities) {
    double total = 0;
    size_t n = 0;
    for (size_t c = 0; c < n_communities; c++)
        if (area[c] > 0) area[n++] = area[c];
    qsort(area, n, sizeof *area, by_size);
    for (size_t c = 0; c < n; c++) total += area[c];
    double least = n ? area[0] : NAN, median = n ? area[n / 2] : NAN, most = n ? area[n - 1] : NAN;
    lc_found(out, "areas", "areas", "%.4g to %.4g km2, median %.4g; %.5g km2 in all", least / 1e6, most / 1e6,
             median / 1e6, total / 1e6);
    lc_found_number(out, "communities", "area_least_m2", least, 1);
    lc_found_number(out, "communities", "area_median_m2", median, 1);
    lc_found_number(out, "communities", "area_most_m2", most, 1);
    lc_found_number(out, "communities", "area_total_m2", total, 1);
}

/* The first two communities that gap g lies between; returns how many there are, up to two. */
static size_t neighbours(const lc_city *city, const lc_geoms *gaps, size_t g, uint32_t found[NEIGHBOURS]) {
    lc_box around = lc_geom_box(gaps, g);
    size_t n = 0;
    around = (lc_box){around.x0 - TOUCH_M, around.y0 - TOUCH_M, around.x1 + TOUCH_M, around.y1 + TOUCH_M};
    for (size_t c = 0; c < city->communities.n && n < NEIGHBOURS; c++) {
        lc_box box = lc_geom_box(&city->communities, c);
        uint32_t feature = city->communities.feature[c];
        if (!lc_box_meets(&box, &around) || (n && found[0] == feature)) continue;
        for (size_t i = gaps->xy_of[gaps->part_of[g]]; i < gaps->xy_of[gaps->part_of[g + 1]]; i++) {
            if (lc_geom_outline_distance(&city->communities, c, gaps->xy[i].x, gaps->xy[i].y) > TOUCH_M) continue;
            found[n++] = feature;
            break;
        }
    }
    return n;
}

typedef struct {
    double area;
    size_t gap;
} sized_t;

static int largest_first(const void *a, const void *b) {
    const sized_t *p = a, *q = b;
    if (p->area != q->area) return p->area > q->area ? -1 : 1;
    return (p->gap > q->gap) - (p->gap < q->gap);
}

static lc_found_problem *gap_problem(lc_inspection *out, bool narrow) {
    if (!narrow)
        return lc_found_problem_of(out, LC_NOTE, "community_gap",
                                   "places enclosed by communities that belong to none of them", NULL, 0);
    return lc_found_problem_of(out, LC_WARNING, "community_sliver", "gaps between communities, narrower than 5 m",
                               "snap the boundaries to each other in a GIS; places in a gap belong to nobody", 0);
}

/* The gaps that lie between two communities, of `n` in order of size. */
static lc_status list_gaps(lc_inspection *out, const lc_city *city, const lc_geoms *gaps, const sized_t *sized,
                           size_t n, bool narrow) {
    lc_found_problem *problem = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t g = sized[i].gap;
        uint32_t between[NEIGHBOURS];
        lc_xy at;
        if (neighbours(city, gaps, g, between) < NEIGHBOURS) continue;
        lc_status status = lc_geom_point_on_surface(out->ctx, gaps, g, &at);
        if (status != LC_OK) return status;
        if (!problem) problem = gap_problem(out, narrow);
        if (!problem) return lc_fail_memory(out->ctx);
        problem->count++;
        lc_work_crs_unproject(city->crs, &at, 1);
        lc_found_place(out, problem, at, "%s / %s: %.0f m2 (%.6f, %.6f)", city->name[between[0]],
                       city->name[between[1]], sized[i].area, at.x, at.y);
    }
    return LC_OK;
}

static lc_status find_gaps(lc_inspection *out, const lc_city *city) {
    lc_geoms gaps = {0};
    size_t n_narrow = 0;
    lc_status status = lc_geoms_slivers(out->ctx, &city->communities, SLIVER_M, &gaps, &n_narrow);
    sized_t *sized = status == LC_OK ? LC_NEW(sized_t, gaps.n) : NULL;
    if (status == LC_OK && !sized) status = lc_fail_memory(out->ctx);
    if (status == LC_OK) {
        for (size_t g = 0; g < gaps.n; g++) sized[g] = (sized_t){lc_geom_area(&gaps, g), g};
        qsort(sized, n_narrow, sizeof *sized, largest_first);
        qsort(sized + n_narrow, gaps.n - n_narrow, sizeof *sized, largest_first);
        status = list_gaps(out, city, &gaps, sized, n_narrow, true);
    }
    if (status == LC_OK) status = list_gaps(out, city, &gaps, sized + n_narrow, gaps.n - n_narrow, false);
    free(sized);
    lc_geoms_free(&gaps);
    return status;
}

lc_status lc_inspect_communities(lc_inspection *out, const lc_city *city, const lc_planes *planes) {
    double *area = LC_NEW0(double, city->n_communities);
    if (!area) return lc_fail_memory(out->ctx);
    add_areas(city, NULL, area);
    lc_status status = add_planes(out->ctx, city, planes, area);
    if (status == LC_OK) describe_areas(out, area, city->n_communities);
    free(area);
    if (status == LC_OK) status = lc_check_overlaps(out->ctx, city);
    return status == LC_OK ? find_gaps(out, city) : status;
}
