/* What GDAL warned of while a layer was read. */
#include "source/layer_gdal.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "source/layer_messages.h"

/* Paths in GDAL's words would make reports differ from place to place: only the last component is left of them. */
static void mask_path(const lc_layer_reader *r, const char *message, char *out, size_t size) {
    const char *path = r->source->path, *base = lc_source_basename(r->source);
    const char *at = strlen(path) > strlen(base) ? strstr(message, path) : NULL;
    if (at)
        snprintf(out, size, "%.*s%s%s", (int)(at - message), message, base, at + strlen(path));
    else
        snprintf(out, size, "%s", message);
    lc_text_trim(out);
}

/* "Value '153,084' of field pop.people parsed incompletely to integer 153." of a field that somebody asked for? */
static bool cuts_field(const lc_layer_reader *r, const char *message, const int *index, size_t n) {
    if (!strstr(message, "parsed incompletely")) return false;
    OGRFeatureDefnH fields = OGR_L_GetLayerDefn(r->layer);
    for (size_t i = 0; i < n; i++) {
        if (index[i] < 0) continue;
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(fields, index[i]));
        char *words = lc_sprintf(".%s parsed", name), *alone = lc_sprintf("field %s parsed", name);
        bool found = (words && strstr(message, words)) || (alone && strstr(message, alone));
        free(words);
        free(alone);
        if (found) return true;
    }
    return false;
}

lc_status lc_layer_tell_gdal(lc_layer_reader *r, const int *index, size_t n) {
    const lc_gdal_errors *e = &r->errors;
    bool own = r->dbf || r->odd.n; /* such numbers have been read by ourselves */
    for (size_t i = 0; i < e->n_kept; i++) {
        char text[LC_GDAL_WARNING_SIZE];
        mask_path(r, e->warning[i], text, sizeof text);
        bool cut = strstr(text, "parsed incompletely") != NULL;
        if (!own && cuts_field(r, text, index, n))
            return lc_fail(
                r->ctx, LC_ERR_INPUT,
                "%s: '%s' has text where its fields are of numbers: %s; make the field one of text, or correct "
                "the value",
                r->shown_role, r->source->text, text);
        if (!(own && cut))
            lc_layer_tell(r, "reader_warning", "warnings of the library that reads files (GDAL)", ": %s", text);
    }
    lc_warn_count(r->ctx, "reader_warning", "warnings of the library that reads files (GDAL)",
                  e->n_warnings - e->n_kept);
    return LC_OK;
}
