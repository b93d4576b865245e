/* Profiles built in code: written as YAML (of JSON's kind) and read as a file is, so that the same is refused in the
   same words. */
#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text_stream.h"
#include "profile/profile.h"

/* A number, if it is given, with all its digits. */
static void put_number(lc_json *json, const char *key, double value) {
    if (isnan(value)) return;
    lc_json_key(json, key);
    fprintf(json->file, "%.17g", value);
    json->comma = true;
}

static void put_text(lc_json *json, const char *key, const char *value) {
    if (value) lc_json_put_text(json, key, value);
}

static void put_title(lc_json *json, const char *en, const char *zh) {
    if (!en && !zh) return;
    lc_json_open_member(json, "title", '{');
    put_text(json, "en", en);
    put_text(json, "zh", zh);
    lc_json_close(json, '}');
}

static void put_indicator(lc_json *json, const lc_indicator_options *o) {
    lc_json_open(json, '{');
    put_text(json, "id", o->id);
    put_title(json, o->title_en, o->title_zh);
    put_text(json, "category", o->category);
    put_text(json, "metric", o->metric);
    put_text(json, "denominator", o->denominator);
    put_number(json, "distance_m", o->distance_m);
    put_number(json, "minutes", o->minutes);
    put_text(json, "level", o->level);
    put_number(json, "min_area_m2", o->min_area_m2);
    put_number(json, "max_area_m2", o->max_area_m2);
    put_number(json, "target", o->target);
    put_number(json, "community_target", o->community_target);
    put_text(json, "source", o->source);
    put_text(json, "verified", o->verified);
    lc_json_close(json, '}');
}

static void put_bands(lc_json *json, const lc_profile_options *o) {
    if (!o->n_bands) return;
    lc_json_open_member(json, "bands_m", '[');
    for (size_t b = 0; b < o->n_bands; b++) fprintf(json->file, "%s%.17g", b ? ", " : "", o->bands_m[b]);
    lc_json_close(json, ']');
}

static lc_status put_indicators(lc_context *ctx, lc_json *json, const lc_indicator_options *list, size_t n) {
    lc_status status = LC_OK;
    lc_json_open_member(json, "indicators", '[');
    for (size_t i = 0; status == LC_OK && i < n; i++) {
        lc_indicator_options o = LC_INDICATOR_OPTIONS_INIT;
        /* Another version of the header has elements of another size. */
        const void *given = (const char *)list + i * list->size;
        status = lc_options_read(ctx, "lc_indicator_options", &o, sizeof o, given);
        if (status == LC_OK) put_indicator(json, &o);
    }
    lc_json_close(json, ']');
    return status;
}

lc_status lc_profile_build(lc_context *ctx, const lc_profile_options *options, const lc_indicator_options *indicators,
                           size_t n, lc_profile **out) {
    lc_profile_options o = LC_PROFILE_OPTIONS_INIT;
    lc_text_stream s;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_profile_options", &o, sizeof o, options);
    if (status != LC_OK) return status;
    if (!lc_text_stream_open(&s)) return lc_fail_memory(ctx);
    lc_json json = {.file = s.file};
    lc_json_open(&json, '{');
    put_text(&json, "name", o.name ? o.name : "profile");
    put_title(&json, o.title_en, o.title_zh);
    put_number(&json, "walk_speed_m_per_min", o.walk_speed_m_per_min);
    put_bands(&json, &o);
    status = put_indicators(ctx, &json, indicators, n);
    lc_json_close(&json, '}');
    if (!lc_text_stream_close(&s)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_profile_parse(ctx, o.data_dir, s.text, out);
    free(s.text);
    return status;
}
