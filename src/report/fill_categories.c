#include "report/fill_categories.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "measure/inside.h"

bool lc_report_have_levels(lc_report *rep, size_t n_categories) {
    if (rep->has_levels) return true;
    rep->has_levels = LC_NEW0(bool, n_categories);
    rep->level_counts = LC_NEW0(size_t, rep->n_communities * n_categories * 3);
    return rep->has_levels && rep->level_counts;
}

/* Category k's facilities of each level in every community. */
static lc_status fill_levels(lc_context *ctx, lc_report *rep, const lc_city *city, size_t k, const lc_index *index) {
    const lc_facilities *f = &city->facilities[k];
    if (!f->level) return LC_OK;
    size_t n_categories = city->n_facilities;
    bool *use = LC_NEW(bool, f->n);
    lc_status status = lc_report_have_levels(rep, n_categories) && use ? LC_OK : lc_fail_memory(ctx);
    for (size_t level = 0; status == LC_OK && level < 3; level++) {
        for (size_t i = 0; i < f->n; i++) use[i] = f->level[i] == LC_LEVEL_STREET + level;
        status = lc_facilities_count(
            ctx, f, use,
            &(lc_counted_in){&city->communities, index, rep->level_counts + 3 * k + level, 3 * n_categories});
    }
    if (status == LC_OK) rep->has_levels[k] = true;
    free(use);
    return status;
}

static bool copy_text(const char *from, const char **to) {
    *to = lc_strdup(from);
    return !from || *to;
}

/* The name of a category, and what the rules call it. */
static bool name_category(const lc_facilities *f, const lc_category_def *def, lc_category *out) {
    *out = (lc_category){.known = f->known, .length_m = NAN, .area_m2 = NAN, .share = NAN, .m2_per_person = NAN};
    return copy_text(f->category, &out->id) && copy_text(def ? def->title_en : NULL, &out->title_en) &&
           copy_text(def ? def->title_zh : NULL, &out->title_zh);
}

/* How many of category k there are in every community; `before` may be NULL. */
static lc_status fill_count(lc_context *ctx, lc_report *rep, const lc_city *city, size_t k, const lc_index *index,
                            const lc_report_before *before) {
    size_t *count = LC_NEW0(size_t, rep->n_communities);
    if (!count) return lc_fail_memory(ctx);
    bool change = before && k < before->report->n_categories;
    for (size_t c = 0; change && c < rep->n_communities; c++)
        count[c] = before->report->amounts[c * before->report->n_categories + k].count;
    const lc_counted_in in = {&city->communities, index, count, 1};
    const lc_facilities *f = &city->facilities[k];
    lc_status status = change ? lc_facilities_count_change(ctx, &before->plan->city->facilities[k], NULL, f, NULL, &in)
                              : lc_facilities_count(ctx, f, NULL, &in);
    for (size_t c = 0; c < rep->n_communities; c++) {
        rep->amounts[c * city->n_facilities + k] = (lc_amount){count[c], NAN, NAN, NAN, NAN};
        rep->categories[k].count += count[c];
    }
    free(count);
    return status;
}

static void fill_lengths(lc_report *rep, const lc_inside *inside, size_t k) {
    lc_category *category = &rep->categories[k];
    category->lines = inside->length_m;
    if (!category->lines) return;
    for (size_t c = 0; c < rep->n_communities; c++)
        rep->amounts[c * rep->n_categories + k].length_m = inside->length_m[c];
    category->length_m = inside->total_m;
}

static void fill_areas(lc_report *rep, const lc_inside *inside, size_t k) {
    lc_category *category = &rep->categories[k];
    category->areas = inside->area_m2;
    for (size_t c = 0; category->areas && c < rep->n_communities; c++)
        rep->amounts[c * rep->n_categories + k].area_m2 = inside->area_m2[c];
    lc_report_total_area(rep, k);
}

void lc_report_total_area(lc_report *rep, size_t k) {
    lc_category *category = &rep->categories[k];
    double area = 0, all = 0, of_people = 0, people = 0;
    if (!category->areas) return;
    for (size_t c = 0; c < rep->n_communities; c++) {
        const lc_community *community = &rep->communities[c];
        lc_amount *amount = &rep->amounts[c * rep->n_categories + k];
        area += amount->area_m2;
        all += community->area_m2;
        if (community->area_m2 > 0) amount->share = fmin(amount->area_m2 / community->area_m2, 1);
        if (!(community->population > 0)) continue;
        amount->m2_per_person = amount->area_m2 / community->population;
        of_people += amount->area_m2;
        people += community->population;
    }
    category->area_m2 = area;
    if (all > 0) category->share = fmin(area / all, 1);
    if (people > 0) category->m2_per_person = of_people / people;
}

static lc_status fill_category(lc_context *ctx, lc_report *rep, const lc_city *city, size_t k, const lc_index *index,
                               const lc_report_before *before) {
    const lc_facilities *f = &city->facilities[k];
    const lc_category_def *def = lc_categories_find(city->categories, f->category);
    lc_inside inside = {0};
    lc_status status = fill_count(ctx, rep, city, k, index, before);
    if (status == LC_OK) status = fill_levels(ctx, rep, city, k, index);
    if (status == LC_OK)
        status = lc_inside_measure(ctx, f, def, &city->communities, city->valid, city->n_communities, &inside);
    if (status != LC_OK) return status;
    fill_lengths(rep, &inside, k);
    fill_areas(rep, &inside, k);
    lc_inside_free(&inside);
    return LC_OK;
}

/* Category k as it was before, under its own copies of its names. */
static bool take_over(const lc_report *before, size_t k, lc_report *rep) {
    const lc_category named = rep->categories[k];
    size_t n = rep->n_categories, m = before->n_categories;
    bool levels = before->has_levels && before->has_levels[k];
    rep->categories[k] = before->categories[k];
    rep->categories[k].id = named.id;
    rep->categories[k].title_en = named.title_en;
    rep->categories[k].title_zh = named.title_zh;
    for (size_t c = 0; c < rep->n_communities; c++) rep->amounts[c * n + k] = before->amounts[c * m + k];
    if (!levels) return true;
    if (!lc_report_have_levels(rep, n)) return false;
    rep->has_levels[k] = true;
    for (size_t c = 0; c < rep->n_communities; c++)
        for (size_t l = 0; l < 3; l++)
            rep->level_counts[3 * (c * n + k) + l] = before->level_counts[3 * (c * m + k) + l];
    return true;
}

lc_status lc_report_fill_categories(lc_context *ctx, lc_report *rep, const lc_city *city, const lc_index *index,
                                    const lc_report_before *before) {
    rep->categories = LC_NEW0(lc_category, city->n_facilities);
    rep->amounts = LC_NEW0(lc_amount, city->n_communities * city->n_facilities);
    if (!rep->categories || !rep->amounts) return lc_fail_memory(ctx);
    for (; rep->n_categories < city->n_facilities; rep->n_categories++) {
        const lc_facilities *f = &city->facilities[rep->n_categories];
        const lc_category_def *def = lc_categories_find(city->categories, f->category);
        if (!name_category(f, def, &rep->categories[rep->n_categories])) return lc_fail_memory(ctx);
    }
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < rep->n_categories; k++) {
        if (!before || !lc_city_same_facilities(before->plan->city, city, k))
            status = fill_category(ctx, rep, city, k, index, before);
        else if (!take_over(before->report, k, rep))
            status = lc_fail_memory(ctx);
    }
    return status;
}
