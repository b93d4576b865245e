#include "siting/fill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static const double OPTIMAL = 1e-9;

void lc_siting_free(lc_siting *s) {
    if (!s) return;
    free(s->profile);
    for (size_t k = 0; s->indicator && k < s->n_indicators; k++) {
        free(s->indicator[k].id);
        free(s->indicator[k].title_en);
        free(s->indicator[k].title_zh);
    }
    free(s->indicator);
    for (size_t i = 0; s->site && i < s->n; i++) {
        free((void *)(uintptr_t)s->site[i].id);
        free((void *)(uintptr_t)s->site[i].name);
        free((void *)(uintptr_t)s->site[i].category);
    }
    free(s->site);
    free(s->area_m2);
    free(s->level);
    lc_geoms_free(&s->shapes);
    free(s->curve);
    for (size_t c = 0; c < s->n_communities; c++) {
        if (s->id) free(s->id[c]);
        if (s->name) free(s->name[c]);
    }
    free(s->id);
    free(s->name);
    lc_geoms_free(&s->communities);
    free(s->ratio);
    free(s->covered);
    for (size_t i = 0; i < s->n_info; i++) lc_input_info_free(&s->info[i]);
    free(s->info);
    lc_warnings_clear(&s->warnings);
    free(s);
}

/* ---------------------------------------------------------------------------------------------------------- indicators
 */

static const char *denominator_name(lc_denominator denominator) {
    return denominator == LC_AREA ? "area" : denominator == LC_RESIDENTIAL ? "residential" : "population";
}

static double or_zero(double ratio, bool nothing_exists) {
    return isnan(ratio) && nothing_exists ? 0 : ratio;
}

static lc_status fill_indicators(lc_context *ctx, const lc_fill_job *job, lc_siting *s) {
    const lc_profile *profile = &job->ask->profile;
    s->n_indicators = profile->n_indicators;
    s->indicator = LC_NEW0(lc_siting_indicator, s->n_indicators);
    if (!s->indicator) return lc_fail_memory(ctx);
    for (size_t k = 0; k < s->n_indicators; k++) {
        const lc_indicator_def *def = &profile->indicators[k];
        const lc_model_part *part = &job->model->part[k];
        s->indicator[k] = (lc_siting_indicator){.id = lc_strdup(def->id),
                                                .title_en = lc_strdup(def->title_en),
                                                .title_zh = lc_strdup(def->title_zh),
                                                .denominator = denominator_name(def->denominator),
                                                .metric = def->metric == LC_NETWORK ? "network" : "straight",
                                                .weight = job->ask->weight[k],
                                                .demand = part->total,
                                                .before = part->before,
                                                .value = part->before,
                                                .ratio_after = lc_exact_ratio(job->after, k)};
        bool nothing = job->before->reason[k] && part->total > 0;
        s->indicator[k].ratio_before = or_zero(lc_exact_ratio(job->before, k), nothing);
        if (!job->answer->n) s->indicator[k].ratio_after = s->indicator[k].ratio_before;
        if (!s->indicator[k].id || !s->indicator[k].title_en || !s->indicator[k].title_zh) return lc_fail_memory(ctx);
    }
    return LC_OK;
}

static lc_status fill_communities(lc_context *ctx, const lc_fill_job *job, lc_siting *s) {
    size_t n = job->city->n_communities, m = s->n_indicators;
    s->n_communities = n;
    s->id = LC_NEW0(char *, n);
    s->name = LC_NEW0(char *, n);
    s->ratio = LC_NEW(lc_siting_ratio, n * m);
    if (!s->id || !s->name || !s->ratio) return lc_fail_memory(ctx);
    for (size_t g = 0; g < job->city->shapes.n; g++)
        if (!lc_geoms_copy(&s->communities, &job->city->shapes, g, job->city->shapes.feature[g]))
            return lc_fail_memory(ctx);
    for (size_t c = 0; c < n; c++) {
        s->id[c] = lc_strdup(job->city->id[c]);
        s->name[c] = lc_strdup(job->city->name[c]);
        if (!s->id[c] || !s->name[c]) return lc_fail_memory(ctx);
        for (size_t k = 0; k < m; k++) {
            bool nothing = job->before->reason[k] && job->model->part[k].all_of[c] > 0;
            double before = or_zero(lc_exact_ratio_in(job->before, k, c), nothing);
            double after = job->answer->n ? lc_exact_ratio_in(job->after, k, c) : before;
            s->ratio[c * m + k] = (lc_siting_ratio){before, after};
        }
    }
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------------- sites
 */

static const char *level_name(const lc_facilities *f, size_t i) {
    static const char *const names[] = {NULL, "street", "community", "station"};
    return f->level ? names[f->level[i]] : NULL;
}

/* A point that stands for the candidate. */
static lc_status stand(lc_context *ctx, const lc_fill_job *job, const lc_candidates *c, size_t own, lc_new_site *site) {
    const lc_geoms *geoms = &c->places.geoms;
    for (size_t g = 0; g < geoms->n; g++) {
        lc_xy p;
        if (geoms->feature[g] != own) continue;
        lc_status status = lc_facility_anchor(ctx, geoms, g, &p);
        if (status != LC_OK) return status;
        if (job->city->crs) lc_work_crs_unproject(job->city->crs, &p, 1);
        site->lon = round(p.x * 1e7) / 1e7;
        site->lat = round(p.y * 1e7) / 1e7;
        return LC_OK;
    }
    return LC_OK;
}

static lc_status fill_site(lc_context *ctx, const lc_fill_job *job, size_t i, lc_siting *s) {
    const lc_siting_answer *a = job->answer;
    size_t category, own;
    lc_model_column(job->model, a->site[i], &category, &own);
    const lc_candidates *c = &job->candidates[category];
    s->site[i] = (lc_new_site){.id = lc_strdup(c->places.id[own]),
                               .name = lc_strdup(c->places.name[own]),
                               .category = lc_strdup(c->places.category),
                               .gain = a->gain[i],
                               .alone = a->alone[i],
                               .cost = c->cost[own]};
    s->area_m2[i] = c->places.area_m2[own];
    s->level[i] = level_name(&c->places, own);
    s->curve[i + 1] = s->curve[i] + a->gain[i];
    if (!s->site[i].id || !s->site[i].category || (c->places.name[own] && !s->site[i].name)) return lc_fail_memory(ctx);
    for (size_t g = 0; g < c->lonlat.n; g++)
        if (c->lonlat.feature[g] == own && !lc_geoms_copy(&s->shapes, &c->lonlat, g, (uint32_t)i))
            return lc_fail_memory(ctx);
    return stand(ctx, job, c, own, &s->site[i]);
}

static lc_status fill_sites(lc_context *ctx, const lc_fill_job *job, lc_siting *s) {
    size_t n = job->answer->n;
    lc_status status = LC_OK;
    s->site = LC_NEW0(lc_new_site, n);
    s->area_m2 = LC_NEW(double, n);
    s->level = LC_NEW0(const char *, n);
    s->curve = LC_NEW0(double, n + 1);
    if (!s->site || !s->area_m2 || !s->level || !s->curve) return lc_fail_memory(ctx);
    s->curve[0] = s->before;
    s->n = n;
    for (size_t i = 0; status == LC_OK && i < n; i++) status = fill_site(ctx, job, i, s);
    return status;
}

/* Which site covers each row first; what every indicator gains. */
static lc_status fill_covered(lc_context *ctx, const lc_fill_job *job, lc_siting *s) {
    const lc_model *m = job->model;
    uint32_t *first = LC_NEW(uint32_t, m->n_rows);
    if (!first) return lc_fail_memory(ctx);
    for (size_t i = 0; i < m->n_rows; i++) first[i] = UINT32_MAX;
    size_t n = 0;
    for (size_t i = 0; i < job->answer->n; i++) {
        size_t j = job->answer->site[i];
        for (size_t e = m->cover.start[j]; e < m->cover.start[j + 1]; e++) {
            if (first[m->cover.row[e]] != UINT32_MAX) continue;
            first[m->cover.row[e]] = (uint32_t)i;
            n++;
        }
    }
    s->covered = LC_NEW(lc_siting_covered, n);
    for (size_t k = 0; s->covered && k < s->n_indicators; k++) {
        const lc_model_part *part = &m->part[k];
        for (size_t i = 0; i < part->n; i++) {
            if (first[part->first + i] == UINT32_MAX) continue;
            uint32_t point = part->point[i];
            lc_xy at = part->demand->xy[point];
            if (job->city->crs) lc_work_crs_unproject(job->city->crs, &at, 1);
            s->covered[s->n_covered++] =
                (lc_siting_covered){at, part->demand->weight[point], first[part->first + i], (uint32_t)k};
            s->indicator[k].value += part->demand->weight[point];
        }
    }
    free(first);
    return s->covered ? LC_OK : lc_fail_memory(ctx);
}

/* -------------------------------------------------------------------------------------------------------------- totals
 */

/* Of one indicator its own numbers; of several the weighted shares. */
static void fill_demand(const lc_fill_job *job, lc_siting *s) {
    double weights = 0, before = 0, after = 0;
    for (size_t k = 0; k < s->n_indicators; k++) {
        const lc_siting_indicator *i = &s->indicator[k];
        bool several = s->n_indicators > 1;
        double scale = several ? (i->demand > 0 ? i->weight / i->demand : 0) : 1;
        s->demand += scale * i->demand;
        s->before += scale * i->before;
        if (isnan(i->ratio_after)) continue;
        weights += i->weight;
        before += i->weight * i->ratio_before;
        after += i->weight * i->ratio_after;
    }
    s->ratio_before = weights > 0 ? before / weights : NAN;
    s->ratio_after = weights > 0 ? after / weights : NAN;
    s->n_candidates = job->model->n_columns;
    s->n_entries = job->model->cover.start[job->model->n_columns];
}

static void fill_totals(const lc_fill_job *job, lc_siting *s) {
    const lc_siting_answer *a = job->answer;
    bool least = s->question == LC_SITE_REACH || s->question == LC_SITE_EACH_COMMUNITY;
    for (size_t i = 0; i < s->n; i++) s->cost += s->site[i].cost;
    s->value = s->curve[s->n];
    s->bound = least ? a->bound : fmin(s->demand, s->before + a->bound);
    if (a->optimal && !least) s->bound = s->value;
    double best = least ? s->cost : s->bound, other = least ? s->bound : s->value;
    s->gap = best > 0 ? fmax(0, (best - other) / best) : 0;
    s->optimal = a->optimal || s->gap <= OPTIMAL;
    if (s->optimal) s->gap = 0;
}

static void warn_of_proof(lc_context *ctx, const lc_fill_job *job, const lc_siting *s) {
    const lc_siting_answer *a = job->answer;
    if (s->optimal) return;
    if (a->end == LC_SITING_TIME)
        lc_warn(ctx, "not_proven", "the answer is not proven to be the best: the time limit ended the proof", "%.6f",
                s->gap);
    else
        lc_warn(ctx, "not_proven",
                "the answer is not proven to be the best within the usual work; --time-limit lets the proof go on",
                "%.6f", s->gap);
    if (!isnan(a->better))
        lc_warn(ctx, "better_exists", "the longer proof met something better than the answer", "%.6f",
                s->question == LC_SITE_COUNT || s->question == LC_SITE_BUDGET ? s->before + a->better : a->better);
}

static lc_status fill_inputs(lc_context *ctx, const lc_fill_job *job, lc_siting *s) {
    size_t n = job->city->n_info + job->noted->n;
    s->info = LC_NEW0(lc_input_info, n);
    if (!s->info) return lc_fail_memory(ctx);
    for (size_t i = 0; i < job->city->n_info; i++)
        if (!lc_input_info_copy(&job->city->info[i], &s->info[s->n_info++])) return lc_fail_memory(ctx);
    for (size_t i = 0; i < job->noted->n; i++) s->info[s->n_info++] = job->noted->info[i];
    job->noted->n = 0;
    return LC_OK;
}

lc_status lc_siting_fill(lc_context *ctx, const lc_fill_job *job, lc_siting **out) {
    lc_siting *s = LC_NEW0(lc_siting, 1);
    if (!s) return lc_fail_memory(ctx);
    s->question = job->ask->question;
    s->asked = job->ask->asked;
    s->profile = lc_strdup(job->ask->profile.name);
    lc_status status = s->profile ? fill_indicators(ctx, job, s) : lc_fail_memory(ctx);
    if (status == LC_OK) status = fill_communities(ctx, job, s);
    if (status == LC_OK) fill_demand(job, s);
    if (status == LC_OK) status = fill_sites(ctx, job, s);
    if (status == LC_OK) status = fill_covered(ctx, job, s);
    if (status == LC_OK) fill_totals(job, s);
    if (status == LC_OK) status = fill_inputs(ctx, job, s);
    if (status == LC_OK) {
        warn_of_proof(ctx, job, s);
        status = lc_warnings_take(ctx, &s->warnings);
    }
    if (status == LC_OK)
        *out = s;
    else
        lc_siting_free(s);
    return status;
}
