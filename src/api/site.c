/* lc_site(): where to add; and what its answer tells. */
#include "api/site.h"

#include "api/planes.h"
#include "city/shared.h"
#include "city/walk_ground.h"
#include "output/csv.h"
#include "output/gpkg.h"
#include "output/siting_write.h"
#include "siting/site_city.h"

typedef lc_status (*write_fn)(lc_context *ctx, const lc_siting *siting, const char *path);
typedef lc_status (*check_fn)(lc_context *ctx, const char *path);

static const struct {
    write_fn write;
    check_fn check;
} kinds[] = {
    [LC_SITING_GEOJSON] = {lc_siting_write_geojson, lc_output_check},
    [LC_SITING_EDITS] = {lc_siting_write_edits, lc_output_check},
    [LC_SITING_GPKG] = {lc_siting_write_gpkg, lc_output_check_gpkg},
    [LC_SITING_CSV] = {lc_siting_write_csv, lc_output_check_csv},
    [LC_SITING_MAP] = {lc_siting_write_map, lc_output_check},
};

static lc_status check_kind(lc_context *ctx, lc_siting_kind kind) {
    if ((size_t)kind < sizeof kinds / sizeof *kinds) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "there is no output of kind %d", (int)kind);
}

lc_status lc_siting_write(lc_context *ctx, const lc_siting *siting, lc_siting_kind kind, const char *path) {
    lc_status status = check_kind(ctx, kind);
    return status == LC_OK ? kinds[kind].write(ctx, siting, path) : status;
}

lc_status lc_siting_write_check(lc_context *ctx, lc_siting_kind kind, const char *path) {
    lc_status status = check_kind(ctx, kind);
    return status == LC_OK ? kinds[kind].check(ctx, path) : status;
}

lc_status lc_site_options_check(lc_context *ctx, const lc_profile *profile, const lc_site_options *options) {
    lc_ask ask = {0};
    lc_status status = lc_ask_new(ctx, profile, options, &ask);
    lc_ask_free(&ask);
    return status;
}

/* Of communities in several planes. */
static lc_status site_planes(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_ask *ask,
                             lc_siting **out) {
    lc_plane_wish wish;
    lc_status status = lc_planes_begin(ctx, city, &profile, ask->options.link_limit_m, &wish);
    if (status != LC_OK) return status;
    status = lc_site_planes(ctx, &wish, ask, out);
    lc_shared_free(wish.shared);
    return status;
}

/* Of planes as they are held; these were read as far as the live city's link limit asks. */
static lc_status site_held(lc_context *ctx, const lc_plane_wish *wish, const lc_profile *profile, const lc_ask *ask,
                           lc_siting **out) {
    double margin_m = lc_planes_margin(&profile, 1, ask->options.link_limit_m);
    if (margin_m > wish->margin_m + 0.001)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "link limit %g m: the planes of the live city were read for a smaller one; open it with as much",
                       ask->options.link_limit_m);
    return lc_site_planes(ctx, wish, ask, out);
}

/* `held`: planes in memory; NULL: there are none. */
static lc_status site(lc_context *ctx, const lc_city *city, const lc_plane_wish *held, const lc_profile *profile,
                      const lc_site_options *options, lc_siting **out) {
    lc_ask ask = {0};
    lc_context_begin(ctx);
    lc_status status = lc_walk_ground_check(ctx, city, profile);
    if (status == LC_OK) status = lc_ask_new(ctx, profile, options, &ask);
    if (status == LC_OK) status = lc_told_tell(ctx, &city->told);
    if (status == LC_OK)
        status = held           ? site_held(ctx, held, profile, &ask, out)
                 : city->shared ? site_planes(ctx, city, profile, &ask, out)
                                : lc_site_city(ctx, city, &ask, out);
    lc_phase_begin(ctx, NULL);
    lc_ask_free(&ask);
    return status;
}

lc_status lc_site(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_site_options *options,
                  lc_siting **out) {
    return site(ctx, city, NULL, profile, options, out);
}

lc_status lc_site_held(lc_context *ctx, const lc_plane_wish *wish, const lc_profile *profile,
                       const lc_site_options *options, lc_siting **out) {
    return site(ctx, wish->all, wish, profile, options, out);
}

lc_siting_totals lc_siting_totals_of(const lc_siting *s) {
    return (lc_siting_totals){.question = s->question,
                              .asked = s->asked,
                              .demand = s->demand,
                              .before = s->before,
                              .value = s->value,
                              .bound = s->bound,
                              .gap = s->gap,
                              .cost = s->cost,
                              .optimal = s->optimal,
                              .ratio_before = s->ratio_before,
                              .ratio_after = s->ratio_after,
                              .candidates = s->n_candidates,
                              .covers = s->n_entries};
}

size_t lc_siting_count(const lc_siting *s) {
    return s->n;
}

lc_new_site lc_siting_site(const lc_siting *s, size_t i) {
    return s->site[i];
}

double lc_siting_curve(const lc_siting *s, size_t k) {
    return s->curve[k];
}

size_t lc_siting_warning_count(const lc_siting *s) {
    return s->warnings.n;
}

lc_warning lc_siting_warning(const lc_siting *s, size_t i) {
    return lc_warnings_at(&s->warnings, i);
}
