/* What a layer's text is in: what its file says, if the text bears it out; else what the text itself looks like. */
#include "source/layer_text.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "source/encoding.h"
#include "source/layer_dataset.h"
#include "source/layer_messages.h"

static lc_status keep_encoding(lc_layer_reader *r, const char *encoding) {
    free(r->encoding);
    r->encoding = lc_strdup(encoding);
    return r->encoding ? LC_OK : lc_fail_memory(r->ctx);
}

static void warn_of(lc_layer_reader *r, const lc_text_misfits *misfits) {
    lc_layer_warn(r, "text_cut",
                  "texts cut within a character by the width of their field; the half character is left out",
                  misfits->cut);
    lc_layer_warn(r, "text_lost",
                  "texts with bytes that are no character of their encoding, which are left out; name another one with "
                  "'|encoding='",
                  misfits->broken);
}

/* ------------------------------------------------------- all text of a layer */

static bool is_text(OGRFieldDefnH field) {
    return OGR_Fld_GetType(field) == OFTString;
}

/* Look at all names and texts of a layer whose bytes come as they are. Names are cut by the format itself, and not
   counted for that. */
static lc_status look_at_text(lc_layer_reader *r, lc_text_sample *sample) {
    OGRFeatureDefnH fields = OGR_L_GetLayerDefn(r->layer);
    int n = OGR_FD_GetFieldCount(fields);
    for (int f = 0; f < n; f++) lc_text_look(sample, OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(fields, f)));
    sample->utf8.cut = sample->gb18030.cut = sample->named.cut = 0;
    const char *ignored[] = {"OGR_GEOMETRY", NULL};
    OGR_L_SetIgnoredFields(r->layer, r->is_shapefile ? ignored : NULL);
    OGR_L_ResetReading(r->layer);
    OGRFeatureH feature;
    while ((feature = OGR_L_GetNextFeature(r->layer)) != NULL) {
        for (int f = 0; f < n; f++)
            if (OGR_F_IsFieldSetAndNotNull(feature, f) && is_text(OGR_FD_GetFieldDefn(fields, f)))
                lc_text_look(sample, OGR_F_GetFieldAsString(feature, f));
        OGR_F_Destroy(feature);
    }
    OGR_L_SetIgnoredFields(r->layer, NULL);
    OGR_L_ResetReading(r->layer);
    return r->errors.failed ? lc_layer_gdal_fail(r, "read") : LC_OK;
}

lc_status lc_layer_settle(lc_layer_reader *r, const lc_text_sample *sample, const char **codec) {
    const char *guess = lc_text_guess(sample);
    lc_text_misfits misfits = lc_text_guess_misfits(sample, guess);
    *codec = guess;
    warn_of(r, &misfits);
    if (strcmp(guess, "UTF-8") == 0) return LC_OK;
    lc_warn(r->ctx, "encoding_guessed", "text in an unnamed encoding; name it with '|encoding=' if it looks wrong",
            "%s: read as %s", lc_source_basename(r->source), guess);
    return keep_encoding(r, guess);
}

/* ------------------------------------------------------------------ shapefiles */

/* Open the shapefile again, with its text read in a given encoding; "" leaves the bytes as they are. */
static lc_status reopen(lc_layer_reader *r, const char *codec) {
    char *option = lc_sprintf("ENCODING=%s", codec);
    if (!option) return lc_fail_memory(r->ctx);
    const char *const options[] = {option, NULL};
    lc_status status = lc_layer_reopen(r, options);
    free(option);
    free(r->codec);
    r->codec = lc_strdup(codec);
    if (!status && !r->codec) status = lc_fail_memory(r->ctx);
    return status;
}

/*
 * What the .cpg file or the language byte of the .dbf names. Not counted as a name: a language byte of 0, or of 87,
 * "the system's own", which Windows writes in every country; and words that are no encoding.
 */
static bool find_named(const lc_layer_reader *r, lc_encoding *out) {
    const char *cpg = GDALGetMetadataItem(r->layer, "CPG_VALUE", "SHAPEFILE");
    const char *byte = GDALGetMetadataItem(r->layer, "LDID_VALUE", "SHAPEFILE");
    const char *of_byte = GDALGetMetadataItem(r->layer, "ENCODING_FROM_LDID", "SHAPEFILE");
    if (cpg && *cpg && lc_encoding_find(cpg, out)) return true;
    return byte && strcmp(byte, "0") != 0 && strcmp(byte, "87") != 0 && of_byte && *of_byte &&
           lc_encoding_find(of_byte, out);
}

/* A name may be wrong without failing: one byte is one character in the encodings of the West, whatever it was meant
   for. */
static const char *looks_like(const lc_text_sample *sample, const lc_encoding *named) {
    enum { ENOUGH = 4 };
    if (strcmp(named->codec, "UTF-8") == 0 || sample->pairs < ENOUGH) return NULL;
    if (sample->utf8.broken == 0) return "UTF-8";
    bool everyday = sample->gb18030.broken == 0 && 3 * sample->common >= 2 * sample->pairs;
    bool of_the_west = strncmp(named->codec, "CP12", 4) == 0 || strncmp(named->codec, "ISO-8859-", 9) == 0;
    return everyday && of_the_west ? "GB18030" : NULL;
}

static lc_status read_named(lc_layer_reader *r, const lc_text_sample *sample, const lc_encoding *named) {
    const char *other = looks_like(sample, named);
    warn_of(r, &sample->named);
    if (other)
        lc_warn(r->ctx, "encoding_doubtful",
                "text that looks like another encoding than the one its file names; if names come out wrong, name the "
                "right one with '|encoding='",
                "%s: read as %s, looks like %s", lc_source_basename(r->source), named->shown, other);
    lc_status status = reopen(r, named->codec);
    return status ? status : keep_encoding(r, named->shown);
}

static lc_status read_guessed(lc_layer_reader *r, const lc_text_sample *sample, const lc_encoding *named) {
    const char *guess;
    if (named) {
        guess = lc_text_guess(sample);
        lc_text_misfits misfits = lc_text_guess_misfits(sample, guess);
        warn_of(r, &misfits);
        lc_warn(r->ctx, "encoding_wrong",
                "text that is not in the encoding its file names; name the right one with '|encoding=' if it looks "
                "wrong",
                "%s: %s is named, read as %s", lc_source_basename(r->source), named->shown, guess);
    } else {
        lc_status status = lc_layer_settle(r, sample, &guess);
        if (status) return status;
    }
    lc_status status = reopen(r, guess);
    return status ? status : keep_encoding(r, guess);
}

static lc_status set_shapefile_encoding(lc_layer_reader *r, const lc_encoding *given) {
    lc_encoding named;
    lc_text_sample sample = {0};
    bool is_named = !given && find_named(r, &named);
    if (given) named = *given;
    if ((given || is_named) && !lc_text_sample_name(&sample, named.codec)) return lc_fail_memory(r->ctx);
    lc_status status = reopen(r, "");
    if (!status) status = look_at_text(r, &sample);
    if (!status && given) {
        warn_of(r, &sample.named);
        status = reopen(r, named.codec);
        if (!status) status = keep_encoding(r, named.shown);
    } else if (!status && is_named && lc_text_fits_most(&sample, &sample.named)) {
        status = read_named(r, &sample, &named);
    } else if (!status) {
        status = read_guessed(r, &sample, is_named ? &named : NULL);
    }
    lc_text_sample_end(&sample);
    return status;
}

/* -------------------------------------------------------------- other formats */

static bool is_ascii(const char *text) {
    while (*text && (unsigned char)*text < 0x80) text++;
    return !*text;
}

static lc_status decode_from(lc_layer_reader *r, const char *codec) {
    r->decode_from = lc_strdup(codec);
    return r->decode_from ? LC_OK : lc_fail_memory(r->ctx);
}

/* A filter with Chinese in it must be put in the layer's own bytes: the text is looked at before. */
static lc_status settle_before(lc_layer_reader *r) {
    lc_text_sample sample = {0};
    const char *codec = NULL;
    lc_status status = look_at_text(r, &sample);
    if (!status) status = lc_layer_settle(r, &sample, &codec);
    r->settled = true;
    return status || strcmp(codec, "UTF-8") == 0 ? status : decode_from(r, codec);
}

lc_status lc_layer_set_encoding(lc_layer_reader *r) {
    lc_encoding given;
    const char *name = r->source->encoding;
    if (name && !lc_encoding_find(name, &given))
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': encoding '%s' is not known; UTF-8, GBK and GB18030 are, say",
                       r->shown_role, r->source->text, name);
    if (r->is_shapefile) {
        r->settled = true;
        return set_shapefile_encoding(r, name ? &given : NULL);
    }
    if (!name) return r->source->subset && !is_ascii(r->source->subset) && !r->is_osm ? settle_before(r) : LC_OK;
    if (!lc_text_sample_name(&r->decoded, given.codec)) return lc_fail_memory(r->ctx);
    r->settled = true;
    lc_status status = decode_from(r, given.codec);
    return status ? status : keep_encoding(r, given.shown);
}

lc_status lc_layer_decode_value(lc_layer_reader *r, const char *codec, char **value) {
    char *raw = *value;
    if (!raw) return LC_OK;
    if (strcmp(codec, "UTF-8") == 0) {
        *value = lc_text_tidy(raw);
    } else {
        *value = lc_text_decode(raw, codec);
        free(raw);
    }
    return *value ? LC_OK : lc_fail_memory(r->ctx);
}

lc_status lc_layer_decode_values(lc_layer_reader *r, char **value, size_t n) {
    if (r->settled) {
        warn_of(r, &r->decoded.named);
        return LC_OK;
    }
    lc_text_sample sample = {0};
    for (size_t i = 0; i < n; i++)
        if (value[i]) lc_text_look(&sample, value[i]);
    const char *codec;
    lc_status status = lc_layer_settle(r, &sample, &codec);
    for (size_t i = 0; i < n && !status; i++) status = lc_layer_decode_value(r, codec, &value[i]);
    return status;
}
