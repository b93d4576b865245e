#include "siting/plane_sites.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "city/select_facilities.h"
#include "city/shared.h"
#include "city/walk_ground.h"
#include "geo/lonlat.h"
#include "siting/model_join.h"
#include "siting/with_sites.h"

lc_status lc_plane_sites_begin(lc_context *ctx, const lc_plane_wish *wish, const lc_ask *ask, lc_plane_sites *out) {
    const lc_planes *planes = &wish->all->shared->planes;
    *out = (lc_plane_sites){
        .wish = wish, .ask = ask, .planes = {LC_NEW(lc_box, planes->n), LC_NEW(lc_xy, planes->n), planes->n}};
    if (!out->planes.box || !out->planes.centre) return lc_fail_memory(ctx);
    for (size_t k = 0; k < planes->n; k++) {
        out->planes.box[k] = lc_lonlat_grown(&planes->plane[k].box, wish->margin_m);
        out->planes.centre[k] = planes->plane[k].centre;
    }
    return LC_OK;
}

void lc_plane_sites_end(lc_plane_sites *s) {
    for (size_t i = 0; i < s->n_info; i++) lc_input_info_free(&s->info[i]);
    free(s->info);
    for (size_t c = 0; s->index && c < s->ask->n_categories; c++) lc_index_free(s->index[c]);
    free(s->index);
    free(s->planes.box);
    free(s->planes.centre);
    *s = (lc_plane_sites){0};
}

/* --------------------------------------------------------------------------------------------------------- candidates
 */

static lc_status add_paths(lc_context *ctx, const lc_plane_sites *s, lc_candidates *candidates) {
    const lc_site_options *o = &s->ask->options;
    size_t *number = LC_NEW0(size_t, s->ask->n_categories);
    lc_status status = number ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < s->planes.n; k++) {
        lc_city own = {0};
        const lc_city *plane;
        lc_progress_plane(ctx, k, s->planes.n);
        status = lc_city_take_held(ctx, s->wish, k, &own, &plane);
        for (size_t c = 0; status == LC_OK && c < s->ask->n_categories; c++)
            status = lc_candidates_add_paths(ctx, plane, s->ask->category[c], o->candidates, o->n_candidates,
                                             &number[c], &candidates[c]);
        lc_city_clear(&own);
    }
    lc_progress_plane(ctx, 0, 0);
    free(number);
    return status;
}

/* Their places are lon/lat from here on. */
static lc_status place_on_globe(lc_context *ctx, lc_candidates *c) {
    lc_geoms_free(&c->places.geoms);
    c->places.geoms = (lc_geoms){0};
    return lc_geoms_append(&c->places.geoms, &c->lonlat, 0) ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_plane_sites_candidates(lc_context *ctx, lc_plane_sites *s, lc_candidates *candidates, lc_noted *noted) {
    const lc_site_options *o = &s->ask->options;
    lc_status status = LC_OK;
    bool paths = false;
    for (size_t c = 0; status == LC_OK && c < s->ask->n_categories; c++) {
        status = lc_candidates_read_sources(ctx, s->wish->all, o->data_dir, s->ask->category[c], o->candidates,
                                            o->n_candidates, &s->planes, &candidates[c], noted);
        paths = paths || lc_candidates_want_paths(s->ask->category[c], o->candidates, o->n_candidates);
    }
    if (status == LC_OK && paths) status = add_paths(ctx, s, candidates);
    for (size_t c = 0; status == LC_OK && c < s->ask->n_categories; c++) status = place_on_globe(ctx, &candidates[c]);
    s->candidates = candidates;
    if (status == LC_OK && !(s->index = LC_NEW0(lc_index *, s->ask->n_categories))) status = lc_fail_memory(ctx);
    for (size_t c = 0; status == LC_OK && c < s->ask->n_categories; c++)
        if (!(s->index[c] = lc_lonlat_index(&candidates[c].lonlat))) status = lc_fail_memory(ctx);
    return status;
}

/* Which candidates of a category have any part in a plane, ascending. */
static bool list_in(const lc_candidates *c, const lc_index *index, const lc_box *box, lc_items *out) {
    lc_items hits = {0};
    bool ok = lc_lonlat_search(index, box, &hits) && LC_ROOM(out->item, out->capacity, hits.n);
    for (size_t h = 0; ok && h < hits.n; h++)
        if (lc_lonlat_meets(&c->lonlat, hits.item[h], box)) out->item[out->n++] = c->lonlat.feature[hits.item[h]];
    free(hits.item);
    return ok && lc_sort_once(out->item, &out->n);
}

/* Those of a category that lie in plane k, in its work CRS; `number` gets their numbers among all. */
static lc_status take_part(lc_context *ctx, const lc_plane_sites *s, size_t c, size_t k, const lc_work_crs *crs,
                           lc_candidates *out, lc_items *number) {
    const lc_candidates *all = &s->candidates[c];
    bool ok = list_in(all, s->index[c], &s->planes.box[k], number);
    ok = ok && lc_facilities_take(&all->places, number->item, number->n, &out->places);
    ok = ok && (out->cost = LC_NEW(double, number->n)) && (out->fix = LC_NEW(unsigned char, number->n));
    for (size_t j = 0; ok && j < number->n; j++) {
        out->cost[j] = all->cost[number->item[j]];
        out->fix[j] = all->fix[number->item[j]];
    }
    if (!ok) return lc_fail_memory(ctx);
    out->has_cost = all->has_cost;
    return lc_work_crs_project_many(ctx, crs, out->places.geoms.xy, out->places.geoms.n_xy);
}

/* The candidates of a plane, one a category, and their numbers. */
typedef struct {
    lc_candidates *candidates;
    lc_items *number;
    size_t n; /* categories */
} part_t;

static void free_part(part_t *part) {
    for (size_t c = 0; c < part->n; c++) {
        if (part->candidates) lc_candidates_free(&part->candidates[c]);
        if (part->number) free(part->number[c].item);
    }
    free(part->candidates);
    free(part->number);
    *part = (part_t){0};
}

static lc_status take_parts(lc_context *ctx, const lc_plane_sites *s, size_t k, const lc_work_crs *crs, part_t *out) {
    size_t n = s->ask->n_categories;
    *out = (part_t){LC_NEW0(lc_candidates, n), LC_NEW0(lc_items, n), n};
    lc_status status = out->candidates && out->number ? LC_OK : lc_fail_memory(ctx);
    for (size_t c = 0; status == LC_OK && c < n; c++)
        status = take_part(ctx, s, c, k, crs, &out->candidates[c], &out->number[c]);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------- before
 */

/* The columns of a plane's candidates among all. */
static size_t *number_columns(const lc_plane_sites *s, const part_t *part) {
    size_t n = 0, first = 0, at = 0;
    for (size_t c = 0; c < part->n; c++) n += part->candidates[c].places.n;
    size_t *column = LC_NEW(size_t, n);
    for (size_t c = 0; column && c < part->n; c++) {
        for (size_t j = 0; j < part->candidates[c].places.n; j++) column[at++] = first + part->number[c].item[j];
        first += s->candidates[c].places.n;
    }
    return column;
}

/* Results of a plane into those of all. */
static lc_status put_results(lc_context *ctx, const lc_plane_sites *s, size_t k, const lc_exact *own, lc_exact *all) {
    const lc_plane *plane = &s->wish->all->shared->planes.plane[k];
    size_t n = s->ask->profile.n_indicators;
    if (!all->reason) {
        all->reason = LC_NEW(const char *, n);
        if (!all->reason || !lc_results_start(&all->results, &own->results, s->wish->all->n_communities))
            return lc_fail_memory(ctx);
        memcpy(all->reason, own->reason, n * sizeof *all->reason);
    }
    lc_results_put(&all->results, &own->results, plane->community);
    return LC_OK;
}

/* What a plane has read, for the answer's inputs. */
static lc_status note_inputs(lc_context *ctx, lc_plane_sites *s, const lc_city *plane) {
    bool first = !s->info;
    if (first && !(s->info = LC_NEW0(lc_input_info, plane->n_info))) return lc_fail_memory(ctx);
    for (size_t i = 0; i < plane->n_info; i++) {
        if (first && !lc_input_info_copy(&plane->info[i], &s->info[s->n_info++])) return lc_fail_memory(ctx);
        if (!first && i < s->n_info && plane->info[i].by_plane) s->info[i].features += plane->info[i].features;
    }
    return LC_OK;
}

/* Measure a plane that has been read, and lay out its model. */
static lc_status cover_city(lc_context *ctx, lc_plane_sites *s, size_t k, const lc_city *city, double held,
                            lc_exact *before, lc_plane_model *out) {
    lc_measured measured = {0};
    lc_exact own = {0};
    part_t part = {0};
    lc_status status = lc_phase_begin(ctx, "measure coverage");
    if (status == LC_OK) status = lc_measured_new(ctx, city, &s->ask->profile, s->ask->options.link_limit_m, &measured);
    if (status == LC_OK) status = lc_exact_take(ctx, &measured, &own);
    if (status == LC_OK) status = put_results(ctx, s, k, &own, before);
    if (status == LC_OK) status = take_parts(ctx, s, k, city->crs, &part);
    if (status == LC_OK) status = lc_phase_begin(ctx, "cover demand");
    if (status == LC_OK) status = lc_model_new(ctx, s->ask, measured.fields, part.candidates, held, &out->model);
    if (status == LC_OK && !(out->column = number_columns(s, &part))) status = lc_fail_memory(ctx);
    if (status == LC_OK) lc_plane_model_settle(out);
    free_part(&part);
    lc_exact_free(&own);
    lc_measured_free(&measured);
    return status;
}

static lc_status cover_plane(lc_context *ctx, lc_plane_sites *s, lc_plane_check check, size_t k, double *held,
                             lc_exact *before, lc_plane_model *out) {
    const lc_plane *plane = &s->wish->all->shared->planes.plane[k];
    lc_city own = {0};
    const lc_city *city;
    lc_progress_plane(ctx, k, s->planes.n);
    lc_status status = lc_city_take_held(ctx, s->wish, k, &own, &city);
    if (status == LC_OK) status = check(ctx, city, s->ask);
    if (status == LC_OK) status = lc_walk_ground_check(ctx, city, &s->ask->profile);
    if (status == LC_OK) status = lc_told_tell(ctx, &city->told);
    if (status == LC_OK) status = note_inputs(ctx, s, city);
    out->index = plane->community;
    out->n_communities = plane->n;
    if (status == LC_OK) status = cover_city(ctx, s, k, city, *held, before, out);
    if (status == LC_OK) *held += lc_model_bytes(&out->model);
    lc_city_clear(&own);
    return status;
}

lc_status lc_plane_sites_cover(lc_context *ctx, lc_plane_sites *s, lc_plane_check check, lc_exact *before,
                               lc_model *model) {
    lc_plane_model *plane = LC_NEW0(lc_plane_model, s->planes.n);
    lc_status status = plane ? LC_OK : lc_fail_memory(ctx);
    double held = 0;
    for (size_t k = 0; status == LC_OK && k < s->planes.n; k++)
        status = cover_plane(ctx, s, check, k, &held, before, &plane[k]);
    lc_progress_plane(ctx, 0, 0);
    if (status == LC_OK) {
        lc_results_sum(&before->results);
        status = lc_model_join(ctx, s->ask, s->wish->all, s->candidates, plane, s->planes.n, model);
    }
    if (status == LC_OK && !lc_warnings_add(&ctx->warnings, &s->wish->shared->warnings)) status = lc_fail_memory(ctx);
    for (size_t k = 0; plane && k < s->planes.n; k++) lc_plane_model_free(&plane[k]);
    free(plane);
    return status;
}

/* -------------------------------------------------------------------------------------------------------------- after
 */

/* The choice as the planes see it. */
typedef struct {
    bool **taken; /* a category, a candidate of all */
    bool *any;    /* a category */
    bool *area;   /* the same: one of its sites has an area */
    bool again;   /* a plane without any is another than before: its source has facilities now */
} choice_t;

static void free_choice(choice_t *choice, size_t n) {
    for (size_t c = 0; choice->taken && c < n; c++) free(choice->taken[c]);
    free(choice->taken);
    free(choice->any);
    free(choice->area);
}

static lc_status mark_choice(lc_context *ctx, const lc_plane_sites *s, const lc_model *model, const lc_exact *before,
                             const uint32_t *column, size_t n, choice_t *out) {
    size_t categories = s->ask->n_categories;
    *out = (choice_t){
        .taken = LC_NEW0(bool *, categories), .any = LC_NEW0(bool, categories), .area = LC_NEW0(bool, categories)};
    if (!out->taken || !out->any || !out->area) return lc_fail_memory(ctx);
    for (size_t c = 0; c < categories; c++)
        if (!(out->taken[c] = LC_NEW0(bool, s->candidates[c].places.n))) return lc_fail_memory(ctx);
    for (size_t i = 0; i < n; i++) {
        size_t category, own;
        lc_model_column(model, column[i], &category, &own);
        out->taken[category][own] = out->any[category] = true;
        out->area[category] = out->area[category] || !isnan(s->candidates[category].places.area_m2[own]);
    }
    for (size_t i = 0; i < s->ask->profile.n_indicators; i++) out->again = out->again || (n && before->reason[i]);
    return LC_OK;
}

/* Of a plane that some sites of a category stand in, or beside: its source has facilities. */
static void note_elsewhere(const lc_plane_sites *s, const choice_t *choice, lc_city *city) {
    for (size_t c = 0; c < s->ask->n_categories; c++)
        for (size_t k = 0; choice->any[c] && k < city->n_facilities; k++) {
            lc_facilities *f = &city->facilities[k];
            if (strcmp(f->category, s->ask->category[c]) != 0) continue;
            f->elsewhere = true;
            f->elsewhere_area = f->elsewhere_area || choice->area[c];
        }
}

static lc_status measure_with(lc_context *ctx, const lc_plane_sites *s, const choice_t *choice, const lc_city *city,
                              const part_t *part, bool *const *taken, lc_exact *out) {
    lc_with_sites with = {0};
    lc_measured measured = {0};
    lc_status status = lc_with_sites_new(ctx, city, part->candidates, part->n, taken, &with);
    if (status == LC_OK) note_elsewhere(s, choice, &with.city);
    if (status == LC_OK)
        status = lc_measured_new(ctx, &with.city, &s->ask->profile, s->ask->options.link_limit_m, &measured);
    if (status == LC_OK) status = lc_exact_take(ctx, &measured, out);
    lc_measured_free(&measured);
    lc_with_sites_free(&with);
    return status;
}

/* Measure a plane again, if any site lies in it. */
static lc_status measure_plane(lc_context *ctx, const lc_plane_sites *s, const choice_t *choice, size_t k,
                               lc_exact *all) {
    lc_work_crs *crs = NULL;
    lc_city read = {0};
    const lc_city *city = NULL;
    lc_exact own = {0};
    part_t part = {0};
    bool **taken = LC_NEW0(bool *, s->ask->n_categories), touched = choice->again;
    lc_status status =
        taken ? lc_work_crs_new(ctx, s->planes.centre[k].x, s->planes.centre[k].y, &crs) : lc_fail_memory(ctx);
    if (status == LC_OK) status = take_parts(ctx, s, k, crs, &part);
    for (size_t c = 0; status == LC_OK && c < part.n; c++) {
        size_t n = part.candidates[c].places.n;
        if (!(taken[c] = LC_NEW0(bool, n))) status = lc_fail_memory(ctx);
        for (size_t j = 0; status == LC_OK && j < n; j++) {
            taken[c][j] = choice->taken[c][part.number[c].item[j]];
            touched = touched || taken[c][j];
        }
    }
    if (status == LC_OK && touched) status = lc_city_take_held(ctx, s->wish, k, &read, &city);
    if (status == LC_OK && touched) status = measure_with(ctx, s, choice, city, &part, taken, &own);
    if (status == LC_OK && touched) {
        lc_results_put(&all->results, &own.results, s->wish->all->shared->planes.plane[k].community);
        memcpy(all->reason, own.reason, s->ask->profile.n_indicators * sizeof *all->reason);
    }
    for (size_t c = 0; taken && c < s->ask->n_categories; c++) free(taken[c]);
    free(taken);
    lc_exact_free(&own);
    lc_city_clear(&read);
    free_part(&part);
    lc_work_crs_free(crs);
    return status;
}

/* A copy of what was before. */
static lc_status copy_exact(lc_context *ctx, const lc_exact *from, size_t n_indicators, lc_exact *out) {
    size_t n = from->results.n_communities, *same = LC_NEW(size_t, n);
    out->reason = LC_NEW(const char *, n_indicators);
    bool ok = same && out->reason && lc_results_start(&out->results, &from->results, n);
    for (size_t c = 0; ok && c < n; c++) same[c] = c;
    if (ok) lc_results_put(&out->results, &from->results, same);
    if (ok) memcpy(out->reason, from->reason, n_indicators * sizeof *out->reason);
    free(same);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_plane_sites_after(lc_context *ctx, const lc_plane_sites *s, const lc_model *model, const lc_exact *before,
                               const uint32_t *column, size_t n, lc_exact *out) {
    choice_t choice = {0};
    lc_status status = mark_choice(ctx, s, model, before, column, n, &choice);
    if (status == LC_OK) status = copy_exact(ctx, before, s->ask->profile.n_indicators, out);
    for (size_t k = 0; status == LC_OK && k < s->planes.n; k++) {
        lc_progress_plane(ctx, k, s->planes.n);
        status = measure_plane(ctx, s, &choice, k, out);
    }
    lc_progress_plane(ctx, 0, 0);
    if (status == LC_OK) lc_results_sum(&out->results);
    free_choice(&choice, s->ask->n_categories);
    return status;
}
