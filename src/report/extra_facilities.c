#include "report/extra_facilities.h"

#include <math.h>

#include "base/memory.h"

/* The list while it grows. */
typedef struct {
    lc_context *ctx;
    const lc_fields *fields;
    const lc_city *city;
    lc_report *report;
    const double *served; /* of all facilities */
    size_t cap_facilities, cap_served;
} list_t;

static bool serves(const double *served, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (served[i] > 0) return true;
    return false;
}

static bool copy_text(const char *from, const char **to) {
    *to = lc_strdup(from);
    return !from || *to;
}

/* Facility `feature` of a category: geometries first .. end-1. */
static lc_status add(list_t *list, const lc_facilities *f, size_t first, size_t end, const double *served) {
    lc_report *r = list->report;
    const lc_links *links = lc_fields_links(list->fields, f, LC_WALK_LENGTHS);
    size_t feature = f->geoms.feature[first], n = r->n_indicators;
    lc_xy at;
    lc_status status = lc_facility_anchor(list->ctx, &f->geoms, first, &at);
    if (status != LC_OK) return status;
    lc_work_crs_unproject(list->city->crs, &at, 1);
    if (!LC_ROOM(r->facilities, list->cap_facilities, r->n_facilities + 1) ||
        !LC_ROOM(r->served, list->cap_served, (r->n_facilities + 1) * n))
        return lc_fail_memory(list->ctx);
    for (size_t i = 0; i < n; i++) r->served[r->n_facilities * n + i] = served[i];
    lc_facility *to = &r->facilities[r->n_facilities++];
    lc_level level = f->level ? (lc_level)f->level[feature] : LC_LEVEL_ANY;
    *to = (lc_facility){.level = level == LC_LEVEL_ANY ? NULL : lc_level_name(level),
                        .lon = at.x,
                        .lat = at.y,
                        .area_m2 = f->area_m2[feature],
                        .linked = links->of && links->of[end] > links->of[first]};
    bool ok = copy_text(f->category, &to->category) && copy_text(f->id[feature], &to->id) &&
              copy_text(f->name ? f->name[feature] : NULL, &to->name) &&
              copy_text(f->name_zh ? f->name_zh[feature] : NULL, &to->name_zh);
    for (size_t g = first; ok && g < end; g++)
        ok = lc_geoms_copy(&r->facility_shapes, &f->geoms, g, (uint32_t)(r->n_facilities - 1));
    return ok ? LC_OK : lc_fail_memory(list->ctx);
}

/* A category's facilities, whose rows of `served` begin at `base`. */
static lc_status add_category(list_t *list, const lc_facilities *f, const lc_box *city, size_t base) {
    double range = lc_search_range(list->fields->plan->profile, f->category);
    lc_box near = {city->x0 - range, city->y0 - range, city->x1 + range, city->y1 + range};
    lc_status status = LC_OK;
    for (size_t g = 0, end; status == LC_OK && g < f->geoms.n; g = end) {
        size_t n = list->report->n_indicators;
        const double *served = list->served + (base + f->geoms.feature[g]) * n;
        bool listed = serves(served, n);
        for (end = g; end < f->geoms.n && f->geoms.feature[end] == f->geoms.feature[g]; end++) {
            lc_box box = lc_geom_box(&f->geoms, end);
            listed = listed || lc_box_meets(&box, &near);
        }
        if (listed) status = add(list, f, g, end, served);
    }
    return status;
}

lc_status lc_extras_facilities(lc_context *ctx, const lc_fields *fields, const double *served, lc_report *report) {
    const lc_city *city = fields->plan->city;
    list_t list = {.ctx = ctx, .fields = fields, .city = city, .report = report, .served = served};
    lc_box around = lc_box_empty();
    size_t base = 0;
    lc_status status = LC_OK;
    for (size_t i = 0; i < city->communities.n_xy; i++)
        lc_box_add(&around, city->communities.xy[i].x, city->communities.xy[i].y);
    for (size_t k = 0; status == LC_OK && k < city->n_facilities; base += city->facilities[k++].n)
        status = add_category(&list, &city->facilities[k], &around, base);
    lc_work_crs_unproject(city->crs, report->facility_shapes.xy, report->facility_shapes.n_xy);
    report->has_facilities = status == LC_OK;
    return status;
}
