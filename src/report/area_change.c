#include "report/area_change.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/overlay.h"
#include "geo/union.h"
#include "report/shapes.h"

static const double LEAST_M2 = 25;

/* The communities whose value of an indicator differs; how many. */
static size_t find_changed(const lc_shapes_job *before, const lc_shapes_job *after, size_t i, bool *changed) {
    size_t n = 0, m = after->results->n_indicators;
    for (size_t c = 0; c < after->results->n_communities; c++) {
        const lc_result *a = &before->results->value[c * m + i], *b = &after->results->value[c * m + i];
        changed[c] = a->covered != b->covered;
        n += changed[c];
    }
    return n;
}

/* Where areas are wanted, as disjoint polygons. */
static lc_status unite_ground(lc_context *ctx, const lc_city *city, const bool *changed, lc_geoms *out) {
    lc_geoms all = {0};
    bool ok = true;
    for (size_t g = 0; ok && g < city->communities.n; g++)
        if (changed[city->communities.feature[g]]) ok = lc_geoms_copy(&all, &city->communities, g, 0);
    lc_status status = ok ? lc_geoms_union(ctx, &all, 0, out) : lc_fail_memory(ctx);
    lc_geoms_free(&all);
    return status;
}

/* What of the ground one area has and the other has not. */
static bool subtract(const lc_geoms *ground, const lc_geoms *has, const lc_geoms *has_not, lc_geoms *out) {
    lc_geoms inside = {0};
    lc_index *of = lc_geoms_index(has), *not_of = lc_geoms_index(has_not);
    bool ok = of && not_of && lc_geoms_overlay(ground, 0, ground->n, has, of, true, 0, 0, &inside) &&
              lc_geoms_overlay(&inside, 0, inside.n, has_not, not_of, false, LEAST_M2, 0, out);
    lc_index_free(of);
    lc_index_free(not_of);
    lc_geoms_free(&inside);
    return ok;
}

/* People of the changed communities in polygon g. */
static bool count_people(const lc_shapes_job *job, lc_people people, const lc_geoms *geoms, size_t g, double *sum) {
    *sum = people.places || people.spread ? 0 : NAN;
    for (size_t c = 0; !isnan(*sum) && c < job->city->n_communities; c++) {
        double weight;
        if (!job->only[c]) continue;
        if (!lc_shapes_weight(people, c, geoms, g, &weight)) return false;
        *sum += weight;
    }
    return true;
}

static bool put_parts(const lc_shapes_job *job, size_t i, const lc_geoms *parts, bool gained, lc_area_change *out) {
    const lc_people people = lc_city_people(job->city, job->profile->indicators[i].group);
    if (!LC_ROOM(out->part, out->cap, out->n + parts->n)) return false;
    for (size_t g = 0; g < parts->n; g++, out->n++) {
        lc_area_part *part = &out->part[out->n];
        *part = (lc_area_part){.gained = gained, .area_m2 = lc_geom_area(parts, g)};
        if (!count_people(job, people, parts, g, &part->people)) return false;
        if (!lc_geoms_copy(&out->shapes, parts, g, (uint32_t)out->n)) return false;
    }
    return true;
}

static lc_status compare(lc_context *ctx, const lc_shapes_job *before, const lc_shapes_job *after, size_t i,
                         lc_area_change *out) {
    lc_geoms ground = {0}, was = {0}, is = {0}, gained = {0}, lost = {0};
    lc_status status = unite_ground(ctx, after->city, after->only, &ground);
    if (status == LC_OK && !before->plan->indicator[i].reason) status = lc_shapes_area(ctx, before, i, &was);
    if (status == LC_OK && !after->plan->indicator[i].reason) status = lc_shapes_area(ctx, after, i, &is);
    bool ok = status != LC_OK || (subtract(&ground, &is, &was, &gained) && subtract(&ground, &was, &is, &lost) &&
                                  put_parts(after, i, &gained, true, out) && put_parts(after, i, &lost, false, out));
    if (!ok) status = lc_fail_memory(ctx);
    lc_geoms_free(&ground);
    lc_geoms_free(&was);
    lc_geoms_free(&is);
    lc_geoms_free(&gained);
    lc_geoms_free(&lost);
    return status;
}

lc_status lc_area_change_make(lc_context *ctx, const lc_shapes_job *before, const lc_shapes_job *after,
                              size_t indicator, lc_area_change *out) {
    lc_shapes_job was = *before, is = *after;
    bool *changed = LC_NEW0(bool, after->city->n_communities);
    lc_status status = changed ? LC_OK : lc_fail_memory(ctx);
    was.only = is.only = changed;
    if (status == LC_OK && find_changed(before, after, indicator, changed))
        status = compare(ctx, &was, &is, indicator, out);
    lc_work_crs_unproject(after->city->crs, out->shapes.xy, out->shapes.n_xy);
    if (status == LC_OK && !lc_geoms_snap(&out->shapes, LC_SHAPES_GRID_DEGREES)) status = lc_fail_memory(ctx);
    free(changed);
    return status;
}

bool lc_area_change_join(lc_area_change *to, const lc_area_change *from) {
    if (!LC_ROOM(to->part, to->cap, to->n + from->n) || !lc_geoms_append(&to->shapes, &from->shapes, to->n))
        return false;
    if (from->n) memcpy(to->part + to->n, from->part, from->n * sizeof *to->part);
    to->n += from->n;
    return true;
}

void lc_area_change_free(lc_area_change *change) {
    lc_geoms_free(&change->shapes);
    free(change->part);
    *change = (lc_area_change){0};
}
