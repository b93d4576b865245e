#include "city/edit_facilities.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/edit_outcomes.h"
#include "city/select_facilities.h"
#include "city/unite.h"
#include "profile/levels.h"
#include "source/layer.h"

static const double NEAR_M = 1; /* a point this near to a facility removes it */

typedef struct {
    lc_context *ctx;
    const lc_city *city;
    const lc_profile *profile;
    const lc_edits *edits;
    const lc_geoms *geoms;
    lc_level_rules *levels;
    lc_edited_facilities *out;
    bool **gone; /* of each category that is ours: features that have been removed */
    size_t *cap_gone;
} editing_t;

/* ------------------------------------------------------------------------------------------------------ categories */

/* The name of a category that rules or profile know, of its name or title; NULL when they do not. */
static const char *known_category(const editing_t *e, const char *text) {
    const lc_categories *rules = e->city->categories;
    for (size_t c = 0; rules && c < rules->n; c++)
        if (lc_categories_mean(rules, text, strlen(text), rules->category[c].name)) return rules->category[c].name;
    for (size_t i = 0; i < e->profile->n_indicators; i++)
        for (size_t r = 0; r < e->profile->indicators[i].n_rules; r++)
            if (strcmp(e->profile->indicators[i].rules[r].category, text) == 0) return text;
    return NULL;
}

/* The category of a name or title; their number when there is none. */
static size_t find_category(const editing_t *e, const char *text) {
    size_t k = 0;
    while (k < e->out->n && !lc_categories_mean(e->city->categories, text, strlen(text), e->out->category[k].category))
        k++;
    return k;
}

/* Room for one more category. */
static bool grow(editing_t *e) {
    size_t n = e->out->n + 1;
    lc_facilities *category = realloc(e->out->category, n * sizeof *category);
    if (category) e->out->category = category;
    bool *own = realloc(e->out->own, n * sizeof *own);
    if (own) e->out->own = own;
    bool **gone = realloc(e->gone, n * sizeof *gone);
    if (gone) e->gone = gone;
    size_t *cap = realloc(e->cap_gone, n * sizeof *cap);
    if (cap) e->cap_gone = cap;
    return category && own && gone && cap;
}

/* A category that the city has not been asked for, without facilities. */
static lc_status add_category(editing_t *e, const lc_edit *edit) {
    const char *known = known_category(e, edit->category);
    if (!known)
        return lc_edit_fail(e->ctx, edit, "no indicator uses the category '%s', and the rules do not know it",
                            edit->category);
    size_t k = e->out->n;
    char *name = grow(e) ? lc_strdup(known) : NULL;
    if (!name) return lc_fail_memory(e->ctx);
    e->out->category[k] = (lc_facilities){.category = name};
    e->out->own[k] = true;
    e->gone[k] = NULL;
    e->cap_gone[k] = 0;
    e->out->n++;
    return LC_OK;
}

/* Make category k ours. */
static lc_status take_category(editing_t *e, size_t k) {
    lc_facilities own = {0};
    if (e->out->own[k]) return LC_OK;
    lc_entrances entrances = e->out->category[k].entrances;
    if (!lc_facilities_select(&e->out->category[k], NULL, &own) || !LC_ROOM(e->gone[k], e->cap_gone[k], own.n + 1)) {
        lc_facilities_free(&own);
        return lc_fail_memory(e->ctx);
    }
    memset(e->gone[k], 0, own.n * sizeof *e->gone[k]);
    own.entrances = entrances;
    e->out->category[k] = own;
    e->out->own[k] = true;
    return LC_OK;
}

/* `one`, a facility of its own, behind those of category k, as if its last source had it. Consumes `one`. */
static lc_status append(editing_t *e, size_t k, lc_facilities *one) {
    lc_facilities *f = &e->out->category[k];
    size_t n = f->n, sources = f->n_sources;
    if (!LC_ROOM(e->gone[k], e->cap_gone[k], n + 1)) {
        lc_facilities_free(one);
        return lc_fail_memory(e->ctx);
    }
    lc_status status = lc_facilities_append(e->ctx, f, one);
    if (status != LC_OK) return status;
    f->n_sources = sources;
    e->gone[k][n] = false;
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------- finding */

static double distance(const lc_geoms *geoms, size_t g, lc_xy p) {
    if (geoms->kind[g] == LC_POLYGON && lc_geom_contains(geoms, g, p.x, p.y)) return 0;
    return lc_geom_outline_distance(geoms, g, p.x, p.y);
}

/* Mark the features of category k that lie within NEAR_M of a point of the edit; how many there are. */
static size_t find_near(const editing_t *e, size_t k, const lc_edit *edit, bool *found) {
    const lc_facilities *f = &e->out->category[k];
    size_t n = 0;
    for (size_t g = 0; g < f->geoms.n; g++) {
        uint32_t i = f->geoms.feature[g];
        if (found[i] || (e->gone[k] && e->gone[k][i])) continue;
        for (size_t p = edit->first_geom; !found[i] && p < edit->end_geom; p++)
            found[i] = distance(&f->geoms, g, e->geoms->xy[e->geoms->xy_of[e->geoms->part_of[p]]]) <= NEAR_M;
        n += found[i];
    }
    return n;
}

static size_t find_id(const editing_t *e, size_t k, const char *id, bool *found) {
    const lc_facilities *f = &e->out->category[k];
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) {
        found[i] = !(e->gone[k] && e->gone[k][i]) && strcmp(f->id[i], id) == 0;
        n += found[i];
    }
    return n;
}

static lc_status fail_unknown(const editing_t *e, const lc_edit *edit, size_t k) {
    const lc_facilities *f = k < e->out->n ? &e->out->category[k] : NULL;
    if (!f || (!f->n && !f->elsewhere))
        return lc_edit_idle(e->ctx, edit, 0, "there are no facilities of '%s'; is the category written right?",
                            edit->category);
    if (!edit->id) return lc_edit_idle(e->ctx, edit, 0, "no facility of %s lies within 1 m of it", edit->category);
    if (!f->n) return lc_edit_idle(e->ctx, edit, 0, "no facility of %s has the id '%s'", edit->category, edit->id);
    return lc_edit_idle(e->ctx, edit, 0, "no facility of %s has the id '%s'; the first is '%s'", edit->category,
                        edit->id, f->id[0]);
}

/* ----------------------------------------------------------------------------------------------------------- edits */

static lc_status mark_gone(editing_t *e, size_t k, const bool *found) {
    lc_status status = take_category(e, k);
    for (size_t i = 0; status == LC_OK && i < e->out->category[k].n; i++) e->gone[k][i] = e->gone[k][i] || found[i];
    return status;
}

/* The facilities of one category that an edit names. */
static lc_status remove_from(editing_t *e, const lc_edit *edit, size_t k, size_t *n) {
    bool *found = LC_NEW0(bool, e->out->category[k].n);
    if (!found) return lc_fail_memory(e->ctx);
    *n = edit->id ? find_id(e, k, edit->id, found) : find_near(e, k, edit, found);
    lc_status status = *n ? mark_gone(e, k, found) : LC_OK;
    if (*n) lc_edit_done(edit, 0);
    free(found);
    return status;
}

/* Of whatever category lies there: of one object that stands in several (a park is green space as well), all. None is
   no failure in one of several planes. */
static lc_status check_one_object(const editing_t *e, const lc_edit *edit) {
    const char *id = NULL, *category = NULL;
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < e->out->n; k++) {
        const lc_facilities *f = &e->out->category[k];
        bool *found = LC_NEW0(bool, f->n);
        if (!found) return lc_fail_memory(e->ctx);
        if (find_near(e, k, edit, found))
            for (size_t i = 0; status == LC_OK && i < f->n; i++) {
                if (!found[i]) continue;
                if (id && strcmp(id, f->id[i]) != 0)
                    status = lc_edit_fail(e->ctx, edit, "%s %s and %s %s lie there; name one in 'category' and 'id'",
                                          category, id, f->category, f->id[i]);
                id = f->id[i];
                category = f->category;
            }
        free(found);
    }
    if (status == LC_OK && !id) return lc_edit_idle(e->ctx, edit, 0, "no facility lies within 1 m of it");
    return status;
}

static lc_status remove_any(editing_t *e, const lc_edit *edit) {
    size_t n;
    lc_status status = check_one_object(e, edit);
    for (size_t k = 0; status == LC_OK && k < e->out->n; k++) status = remove_from(e, edit, k, &n);
    return status;
}

static lc_status carry_out_remove(editing_t *e, const lc_edit *edit) {
    if (!edit->category) return remove_any(e, edit);
    size_t k = find_category(e, edit->category), n = 0;
    lc_status status = k < e->out->n ? remove_from(e, edit, k, &n) : LC_OK;
    return status == LC_OK && !n ? fail_unknown(e, edit, k) : status;
}

/* The edit's geometries, of feature 0. */
static bool take_geoms(const editing_t *e, const lc_edit *edit, lc_geoms *out) {
    for (size_t g = edit->first_geom; g < edit->end_geom; g++)
        if (!lc_geoms_copy(out, e->geoms, g, 0)) return false;
    return true;
}

/* The area of polygons; NaN where there is none. */
static double area_of(const lc_geoms *geoms) {
    double area = NAN;
    for (size_t g = 0; g < geoms->n; g++)
        if (geoms->kind[g] == LC_POLYGON) area = (isnan(area) ? 0 : area) + lc_geom_area(geoms, g);
    return area;
}

static lc_status take_level(editing_t *e, const lc_edit *edit, lc_facilities *one) {
    if (!edit->level) return LC_OK;
    if (!e->levels) {
        lc_status status = lc_levels_load(e->ctx, e->city->data_dir, &e->levels);
        if (status != LC_OK) return status;
    }
    one->level = LC_NEW0(unsigned char, 1);
    one->level_text = LC_NEW0(char *, 1);
    if (!one->level || !one->level_text) return lc_fail_memory(e->ctx);
    one->level[0] = (unsigned char)lc_level_of(e->levels, edit->level);
    if (one->level[0] == LC_LEVEL_ANY && !(one->level_text[0] = lc_strdup(edit->level))) return lc_fail_memory(e->ctx);
    return LC_OK;
}

/* Over several planes no number of the source is free in all of them. */
static char *id_of(const editing_t *e, const lc_edit *edit, size_t n_before) {
    if (edit->id) return lc_strdup(edit->id);
    return edit->outcome ? lc_sprintf("edit/%zu", (size_t)(edit - e->edits->edit) + 1)
                         : lc_sprintf("%zu", n_before + 1);
}

/* The facility that an edit adds, as it would be read from the last source of its category. */
static lc_status make_facility(editing_t *e, const lc_edit *edit, size_t n_before, lc_facilities *one) {
    *one = (lc_facilities){.category = lc_strdup(edit->category),
                           .known = true,
                           .n = 1,
                           .id = LC_NEW0(char *, 1),
                           .name = LC_NEW0(char *, 1),
                           .numbered = LC_NEW0(bool, 1),
                           .area_m2 = LC_NEW(double, 1)};
    if (!one->category || !one->id || !one->name || !one->numbered || !one->area_m2 ||
        !take_geoms(e, edit, &one->geoms))
        return lc_fail_memory(e->ctx);
    one->id[0] = id_of(e, edit, n_before);
    one->name[0] = lc_strdup(edit->name);
    if (!one->id[0] || (edit->name && !one->name[0])) return lc_fail_memory(e->ctx);
    one->numbered[0] = !edit->id;
    one->area_m2[0] = area_of(&one->geoms);
    if (isnan(one->area_m2[0])) one->area_m2[0] = edit->area_m2;
    return take_level(e, edit, one);
}

/* LC_WANT_… bits: lines and polygons among geometries first .. end - 1. */
static int kinds_of(const lc_geoms *geoms, size_t first, size_t end) {
    int kinds = 0;
    for (size_t g = first; g < end; g++) {
        if (geoms->kind[g] == LC_LINE) kinds |= LC_WANT_LINES;
        if (geoms->kind[g] == LC_POLYGON) kinds |= LC_WANT_POLYGONS;
    }
    return kinds;
}

/* What is added to another plane: the source has such a feature, and this plane has not. */
static void leave_elsewhere(editing_t *e, size_t k) {
    lc_facilities *f = &e->out->category[k];
    e->gone[k][f->n - 1] = true;
    f->elsewhere = true;
    f->elsewhere_kinds |= kinds_of(&f->geoms, lc_geoms_first_of(&f->geoms, (uint32_t)f->n - 1), f->geoms.n);
    f->elsewhere_area = f->elsewhere_area || !isnan(f->area_m2[f->n - 1]);
}

/* Is that known of it already? Then there is nothing to copy. */
static bool is_known_elsewhere(const editing_t *e, const lc_edit *edit, size_t k) {
    if (!edit->elsewhere || k == e->out->n || edit->level) return false;
    const lc_facilities *f = &e->out->category[k];
    int kinds = kinds_of(e->geoms, edit->first_geom, edit->end_geom);
    bool area = !isnan(edit->area_m2) || kinds & LC_WANT_POLYGONS;
    return f->known && f->elsewhere && (f->elsewhere_area || !area) && !(kinds & ~f->elsewhere_kinds);
}

static lc_status carry_out_add(editing_t *e, const lc_edit *edit) {
    lc_facilities one = {0};
    size_t k = find_category(e, edit->category);
    if (is_known_elsewhere(e, edit, k)) return LC_OK;
    lc_status status = k < e->out->n ? take_category(e, k) : add_category(e, edit);
    if (status == LC_OK) status = make_facility(e, edit, e->out->category[k].n, &one);
    if (status != LC_OK) {
        lc_facilities_free(&one);
        return status;
    }
    status = append(e, k, &one);
    if (status == LC_OK && edit->elsewhere)
        leave_elsewhere(e, k);
    else if (status == LC_OK)
        lc_edit_done(edit, 0);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------- move */

/* Where the facility that is found stands, lon/lat: its first vertex. */
static lc_xy stand_of(const editing_t *e, const lc_facilities *f, const bool *found) {
    lc_xy at = {NAN, NAN};
    for (size_t g = 0; isnan(at.x) && g < f->geoms.n; g++)
        if (found[f->geoms.feature[g]]) at = f->geoms.xy[f->geoms.xy_of[f->geoms.part_of[g]]];
    if (!isnan(at.x)) lc_work_crs_unproject(e->city->crs, &at, 1);
    return at;
}

/* Over several planes: keep what is known of a facility for the plane that it moves to. What an earlier plane had under
   this id must be the same one. */
static lc_status keep_moved(const editing_t *e, const lc_edit *edit, const lc_facilities *one, lc_xy from) {
    lc_edit_outcome *o = edit->outcome;
    if (!o) return LC_OK;
    if (o->moved) return lc_edit_same_stand(from, o->from) ? LC_OK : lc_edit_fail_several(e->ctx, edit, 2);
    o->moved = LC_NEW0(lc_facilities, 1);
    if (!o->moved || !lc_facilities_select(one, NULL, o->moved)) return lc_fail_memory(e->ctx);
    o->from = from;
    return LC_OK;
}

/* Take the facility that an edit moves out of its category, without its place; `there`: it is in it. */
static lc_status take_moved(editing_t *e, const lc_edit *edit, size_t k, lc_facilities *one, bool *there) {
    lc_facilities *f = &e->out->category[k];
    bool *found = LC_NEW0(bool, f->n);
    if (!found) return lc_fail_memory(e->ctx);
    size_t n = find_id(e, k, edit->id, found);
    lc_status status = n > 1 ? lc_edit_fail_several(e->ctx, edit, n) : LC_OK;
    lc_xy from = n == 1 ? stand_of(e, f, found) : (lc_xy){0, 0};
    *there = n == 1;
    if (*there && !lc_facilities_select(f, found, one)) status = lc_fail_memory(e->ctx);
    if (status == LC_OK && *there) status = mark_gone(e, k, found);
    free(found);
    if (status != LC_OK || !*there) return status;
    lc_edit_done(edit, 0);
    lc_geoms_free(&one->geoms);
    free(one->source_first);
    one->source_first = NULL;
    one->n_sources = 0;
    return keep_moved(e, edit, one, from);
}

/* The same of one that stands in another plane, as far as it has been found there. */
static lc_status bring_moved(editing_t *e, const lc_edit *edit, size_t k, lc_facilities *one, bool *there) {
    lc_edit_outcome *o = edit->outcome;
    *there = o && o->moved && !edit->elsewhere;
    if (*there) {
        lc_status status = take_category(e, k);
        return status == LC_OK && !lc_facilities_select(o->moved, NULL, one) ? lc_fail_memory(e->ctx) : status;
    }
    if (o && !edit->elsewhere) o->wanted = true;
    return fail_unknown(e, edit, k);
}

/* Removed, and added with what is known of it. */
static lc_status carry_out_move(editing_t *e, const lc_edit *edit) {
    size_t k = find_category(e, edit->category);
    bool there = false;
    if (k == e->out->n) return fail_unknown(e, edit, k);
    lc_facilities one = {0};
    lc_status status = take_moved(e, edit, k, &one, &there);
    if (status == LC_OK && !there) status = bring_moved(e, edit, k, &one, &there);
    if (status == LC_OK && there && !take_geoms(e, edit, &one.geoms)) status = lc_fail_memory(e->ctx);
    if (status != LC_OK || !there) {
        lc_facilities_free(&one);
        return status;
    }
    double area = area_of(&one.geoms);
    if (!isnan(area)) one.area_m2[0] = area;
    status = append(e, k, &one);
    if (status == LC_OK && edit->elsewhere) leave_elsewhere(e, k);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- whole */

static lc_status begin(editing_t *e) {
    size_t n = e->city->n_facilities;
    *e->out = (lc_edited_facilities){.category = LC_NEW(lc_facilities, n), .own = LC_NEW0(bool, n)};
    e->gone = LC_NEW0(bool *, n);
    e->cap_gone = LC_NEW0(size_t, n);
    if (!e->out->category || !e->out->own || !e->gone || !e->cap_gone) return lc_fail_memory(e->ctx);
    if (n) memcpy(e->out->category, e->city->facilities, n * sizeof *e->city->facilities);
    e->out->n = n;
    return LC_OK;
}

/* What has been removed is left out. */
static lc_status leave_out(editing_t *e, size_t k) {
    lc_facilities *f = &e->out->category[k], kept = {0};
    bool any = false;
    for (size_t i = 0; i < f->n; i++) {
        any = any || e->gone[k][i];
        e->gone[k][i] = !e->gone[k][i]; /* what is kept, from here on */
    }
    if (!any) return LC_OK;
    if (!lc_facilities_select(f, e->gone[k], &kept)) {
        lc_facilities_free(&kept);
        return lc_fail_memory(e->ctx);
    }
    kept.entrances = f->entrances;
    f->entrances = (lc_entrances){0}; /* the other city's */
    lc_facilities_free(f);
    *f = kept;
    return LC_OK;
}

static lc_status carry_out(editing_t *e, const lc_edit *edit) {
    if (edit->op == LC_EDIT_ADD) return carry_out_add(e, edit);
    if (edit->op == LC_EDIT_REMOVE) return carry_out_remove(e, edit);
    return edit->op == LC_EDIT_MOVE ? carry_out_move(e, edit) : LC_OK;
}

lc_status lc_edit_facilities(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_edits *edits,
                             const lc_geoms *geoms, lc_edited_facilities *out) {
    editing_t e = {.ctx = ctx, .city = city, .profile = profile, .edits = edits, .geoms = geoms, .out = out};
    lc_status status = begin(&e);
    for (size_t i = 0; status == LC_OK && i < edits->n; i++) status = carry_out(&e, &edits->edit[i]);
    for (size_t k = 0; status == LC_OK && k < out->n; k++)
        if (out->own[k]) status = leave_out(&e, k);
    for (size_t k = 0; e.gone && k < out->n; k++) free(e.gone[k]);
    free(e.gone);
    free(e.cap_gone);
    lc_levels_free(e.levels);
    if (status != LC_OK) lc_edited_facilities_free(out);
    return status;
}

void lc_edited_facilities_free(lc_edited_facilities *f) {
    for (size_t k = 0; f->own && k < f->n; k++) {
        if (!f->own[k]) continue;
        f->category[k].entrances = (lc_entrances){0}; /* the other city's */
        lc_facilities_free(&f->category[k]);
    }
    free(f->category);
    free(f->own);
    *f = (lc_edited_facilities){0};
}
