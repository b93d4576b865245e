/* What a survey of a layer found, in words, and what to do about it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "inspect/inspection.h"

/* -------------------------------------------------------------- the facts */

static void describe_crs(lc_inspection *out) {
    const lc_survey *s = &out->survey;
    if (s->crs)
        lc_found(out, "crs", "CRS", "%s", s->crs);
    else
        lc_found(out, "crs", "CRS", s->crs_problem ? "cannot be used" : "missing");
}

static void describe_extent(lc_inspection *out) {
    const lc_survey *s = &out->survey;
    if (s->has_lonlat)
        lc_found_extent(out);
    else if (s->extent.x0 <= s->extent.x1)
        lc_found(out, "extent", "extent", "x %.9g to %.9g, y %.9g to %.9g, in the layer's own coordinates",
                 s->extent.x0, s->extent.x1, s->extent.y0, s->extent.y1);
}

static void add_count(const lc_context *ctx, char *text, size_t size, const char *format, size_t n) {
    size_t used = strlen(text);
    if (!n) return;
    if (used) snprintf(text + used, size - used, lc_is_chinese(ctx) ? "，" : ", ");
    used = strlen(text);
    snprintf(text + used, size - used, lc_tr(ctx, format), n);
}

static void describe_geometry(lc_inspection *out) {
    const lc_survey *s = &out->survey;
    const lc_context *ctx = out->ctx;
    char text[512] = "";
    add_count(ctx, text, sizeof text, "%zu points", s->points);
    add_count(ctx, text, sizeof text, "%zu lines", s->lines);
    add_count(ctx, text, sizeof text, "%zu polygons", s->polygons);
    add_count(ctx, text, sizeof text, "%zu mixed", s->mixed);
    add_count(ctx, text, sizeof text, "%zu without a geometry", s->empty.n + s->unplaced);
    add_count(ctx, text, sizeof text, "%zu in several parts", s->multi);
    add_count(ctx, text, sizeof text, "%zu with curves", s->curves);
    add_count(ctx, text, sizeof text, "%zu with heights or measures", s->heights);
    lc_found(out, "geometry", "geometry", "%s", *text ? text : "–");
}

/* Samples are shown on one line, and long ones cut between two characters. */
static size_t add_sample(char *text, size_t size, const char *sample) {
    enum { LONGEST = 40 };
    size_t n = strlen(sample), used = strlen(text);
    bool cut = n > LONGEST;
    if (cut)
        for (n = LONGEST; n > 0 && ((unsigned char)sample[n] & 0xC0) == 0x80;) n--;
    int wrote = snprintf(text + used, size - used, "%s%.*s%s", used ? " · " : "", (int)n, sample, cut ? "…" : "");
    for (char *c = text + used; *c; c++)
        if ((unsigned char)*c < 0x20) *c = ' ';
    return wrote > 0 ? (size_t)wrote : 0;
}

static void describe_fields(lc_inspection *out) {
    const lc_survey *s = &out->survey;
    for (size_t f = 0; f < s->n_fields; f++) {
        const lc_survey_field *field = &s->field[f];
        char samples[256] = "";
        for (size_t i = 0; i < field->n_samples; i++) add_sample(samples, sizeof samples, field->sample[i]);
        const char *type = lc_tr(out->ctx, field->type);
        if (field->filled == 0)
            lc_found_named(out, "field", field->name, "%s, empty", type);
        else if (field->filled < s->n_features)
            lc_found_named(out, "field", field->name, "%s, %zu filled: %s", type, field->filled, samples);
        else
            lc_found_named(out, "field", field->name, lc_is_chinese(out->ctx) ? "%s：%s" : "%s: %s", type, samples);
    }
}

/* ----------------------------------------------------------- the problems */

static void add_examples(lc_inspection *out, lc_found_problem *problem, const lc_survey_count *count) {
    for (size_t i = 0; i < count->n_examples; i++) lc_found_example(out, problem, "feature %s", count->example[i]);
}

static bool within(double low, double high, double from, double to) {
    return low >= from && high <= to;
}

static const char SAY_CRS[] = LC_TEXT("say what the coordinates are: '|crs=%s', say, behind the file's name");
static const char SAY_EPSG[] =
    LC_TEXT("say what the coordinates are: '|crs=EPSG:%d', if that is right, behind the file's name");

/* What the numbers look like. Gauss-Krueger zones are China's, the only ones with a zone number before the easting. The
   fix names what was found. */
static void guess_crs(lc_inspection *out, lc_found_problem *problem) {
    const lc_box *e = &out->survey.extent;
    if (e->x0 > e->x1) return;
    int zone = (int)floor(e->x0 / 1e6);
    bool is_northing = within(e->y0, e->y1, 1.4e6, 6.4e6), one_zone = floor(e->x1 / 1e6) == zone;
    if (within(e->x0, e->x1, -180, 180) && within(e->y0, e->y1, -90, 90)) {
        lc_found_example(out, problem,
                         "x %.4f to %.4f, y %.4f to %.4f look like degrees: EPSG:4326, or EPSG:4490 for CGCS2000; "
                         "GCJ-02 or BD-09 if they come from a Chinese map service",
                         e->x0, e->x1, e->y0, e->y1);
    } else if (is_northing && one_zone && zone >= 25 && zone <= 45) {
        int epsg = 4513 + zone - 25;
        lc_found_example(out, problem, "x %.0f begins with zone %d: EPSG:%d, if it is CGCS2000 in 3-degree zones",
                         e->x0, zone, epsg);
        lc_found_fix(out, problem, SAY_EPSG, epsg);
    } else if (is_northing && one_zone && zone >= 13 && zone <= 23) {
        int epsg = 4491 + zone - 13;
        lc_found_example(out, problem, "x %.0f begins with zone %d: EPSG:%d, if it is CGCS2000 in 6-degree zones",
                         e->x0, zone, epsg);
        lc_found_fix(out, problem, SAY_EPSG, epsg);
    } else if (is_northing && within(e->x0, e->x1, 1e5, 9e5)) {
        lc_found_example(out, problem,
                         "x %.0f, y %.0f look like a Gauss-Krueger or UTM zone: in CGCS2000 EPSG:4534 (75E) to 4554 "
                         "(135E), three degrees apart; ask the supplier which",
                         e->x0, e->y0);
        lc_found_fix(
            out, problem,
            "ask the supplier for the zone, then say it behind the file's name: '|crs=EPSG:4547' is 114E, say");
    } else {
        lc_found_example(out, problem, "x %.9g to %.9g, y %.9g to %.9g", e->x0, e->x1, e->y0, e->y1);
    }
}

static void judge_crs(lc_inspection *out) {
    const lc_survey *s = &out->survey;
    if (s->crs) return;
    const char *code = s->crs_problem ? "crs_unusable" : "crs_missing",
               *message =
                   s->crs_problem ? LC_TEXT("the CRS cannot be used") : LC_TEXT("no coordinate reference system (CRS)");
    lc_found_problem *problem = lc_found_problem_of(out, LC_ERROR, code, message, NULL, 1);
    bool degrees = s->columns && within(s->extent.x0, s->extent.x1, -180, 180);
    if (s->crs_problem) lc_found_example(out, problem, "%s", s->crs_problem);
    if (degrees)
        lc_found_fix(out, problem,
                     "say what the coordinates are, behind the file's name: '|crs=GCJ-02' from AMap or Tencent, "
                     "'|crs=BD-09' from Baidu, '|crs=EPSG:4326' from GPS (WGS 84)");
    else
        lc_found_fix(out, problem, SAY_CRS, "EPSG:4490");
    guess_crs(out, problem);
}

static void judge_geometry(lc_inspection *out) {
    const lc_survey *s = &out->survey;
    if (s->empty.n)
        add_examples(out,
                     lc_found_problem_of(out, LC_WARNING, "no_geometry", "features without a geometry",
                                         "draw them or delete them; they play no part", s->empty.n),
                     &s->empty);
    if (s->invalid.n)
        add_examples(out,
                     lc_found_problem_of(out, LC_WARNING, "invalid", "invalid polygons, which are repaired when read",
                                         "check the repair on a map, or repair them in a GIS (\"Fix geometries\")",
                                         s->invalid.n),
                     &s->invalid);
    if (s->multi)
        lc_found_problem_of(out, LC_NOTE, "multi_part",
                            "features in several parts; each part counts by itself for access, all together for size",
                            NULL, s->multi);
    if (s->curves)
        lc_found_problem_of(out, LC_NOTE, "curves_straightened", "features with curves, read as short straight pieces",
                            NULL, s->curves);
    if (s->heights)
        lc_found_problem_of(out, LC_NOTE, "heights_ignored", "features with heights or measures, which are ignored",
                            NULL, s->heights);
    if (s->repeated)
        lc_found_problem_of(out, LC_NOTE, "vertex_repeated", "features with vertices that are repeated, read once",
                            NULL, s->repeated);
}

void lc_inspect_survey(lc_inspection *out) {
    const lc_survey *s = &out->survey;
    lc_found(out, "format", "format", "%s", s->format);
    lc_found(out, "layer", "layer", "%s", s->layer);
    lc_found(out, "features", "features", "%zu", s->n_features);
    describe_geometry(out);
    if (s->columns) lc_found(out, "coordinates", "coordinates", "%s", s->columns);
    describe_crs(out);
    describe_extent(out);
    if (s->encoding) lc_found(out, "encoding", "encoding", "%s", s->encoding);
    describe_fields(out);
    if (s->unreadable) {
        lc_found_problem *problem =
            lc_found_problem_of(out, LC_ERROR, "unreadable", "the layer cannot be read whole, and is not used in part",
                                "get a whole copy of the file, or export it anew", 1);
        lc_found_example(out, problem, "%s", s->unreadable);
    }
    if (!s->n_features && !s->unreadable)
        lc_found_problem_of(out, LC_ERROR, "empty", "there is no feature in it",
                            "check the layer's name and the subset", 1);
    judge_crs(out);
    judge_geometry(out);
}

void lc_inspect_layers(lc_inspection *out, const lc_source *source) {
    for (size_t i = 0; i < out->n_layers; i++) {
        const lc_survey_layer_info *layer = &out->layer[i];
        const char *kind = lc_tr(out->ctx, layer->geometry);
        if (layer->features < 0)
            lc_found_named(out, "layers", layer->name, "%s", kind);
        else
            lc_found_named(out, "layers", layer->name, "%s, %lld features", kind, layer->features);
    }
    lc_found_problem *problem = lc_found_problem_of(out, LC_ERROR, "several_layers", "it has several layers",
                                                    "name one of them with '|layername='", out->n_layers);
    lc_found_example(out, problem, "%s|layername=%s", source->text, out->layer[0].name);
}
