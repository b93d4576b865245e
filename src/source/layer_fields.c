#include <cpl_conv.h>
#include <cpl_string.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "source/layer_reader.h"

/* A name that is not UTF-8 is read like all text without a named encoding. */
char *lc_layer_field_name(const lc_layer_reader *r, int f) {
    const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(r->layer), f));
    if (r->decode_from) return lc_text_decode(name, r->decode_from);
    lc_text_sample sample = {0};
    lc_text_look(&sample, name);
    return sample.utf8.broken ? lc_text_decode(name, lc_text_guess(&sample)) : lc_text_tidy(lc_strdup(name));
}

static lc_status no_such_field(lc_layer_reader *r, const char *wanted, char *const *names, int n) {
    char list[1200] = "";
    size_t at = 0;
    for (int f = 0; f < n; f++) {
        int wrote = snprintf(list + at, sizeof list - at, "%s%s", f ? ", " : "", names[f]);
        if (wrote < 0 || (size_t)wrote >= sizeof list - at) {
            lc_text_trim(list);
            break;
        }
        at += (size_t)wrote;
    }
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has no field '%s'; its fields are: %s", r->shown_role,
                   r->source->text, wanted, n ? list : "(none)");
}

static int find_name(const char *wanted, char *const *names, int n) {
    for (int f = 0; f < n; f++)
        if (strcmp(names[f], wanted) == 0) return f;
    for (int f = 0; f < n; f++)
        if (strcasecmp(names[f], wanted) == 0) return f;
    return LC_FIELD_NONE;
}

/* Where field `name` stands; *optional tells whether it need not. false when memory is out. */
static bool find_wanted(const char *name, char *const *names, int n, bool *optional, int *index) {
    *optional = name[0] == '?';
    char *composed = lc_text_tidy(lc_strdup(name + *optional)); /* as the layer's names are */
    if (composed) *index = find_name(composed, names, n);
    free(composed);
    return composed != NULL;
}

lc_status lc_layer_find_fields(lc_layer_reader *r, const char *const *wanted, size_t n_wanted, int *index) {
    int n = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(r->layer));
    char **names = LC_NEW0(char *, (size_t)n);
    lc_status status = names ? LC_OK : lc_fail_memory(r->ctx);
    for (int f = 0; !status && f < n; f++) {
        names[f] = lc_layer_field_name(r, f);
        if (!names[f]) status = lc_fail_memory(r->ctx);
    }
    for (size_t i = 0; !status && i < n_wanted; i++) {
        index[i] = LC_FIELD_NONE;
        if (!wanted[i]) continue;
        bool optional;
        if (!find_wanted(wanted[i], names, n, &optional, &index[i])) {
            status = lc_fail_memory(r->ctx);
            break;
        }
        if (index[i] != LC_FIELD_NONE || optional) continue;
        /* GeoPackage and databases keep the key apart from the fields. */
        const char *key = OGR_L_GetFIDColumn(r->layer);
        if (strcasecmp(wanted[i], *key ? key : "fid") == 0)
            index[i] = LC_FIELD_FID;
        else
            status = no_such_field(r, wanted[i], names, n);
    }
    for (int f = 0; names && f < n; f++) free(names[f]);
    free(names);
    return status;
}

/* Real numbers as people write them: whole ones without a fraction, whatever the column's width. */
static void write_real(double value, char *text, size_t size) {
    if (fabs(value) < 1e15 && value == floor(value))
        snprintf(text, size, "%.0f", value);
    else
        CPLsnprintf(text, size, "%.15g", value);
}

lc_status lc_layer_field(lc_layer_reader *r, OGRFeatureH feature, int index, char **out) {
    char number[64];
    const char *text = number;
    *out = NULL;
    if (index == LC_FIELD_NONE) return LC_OK;
    if (index == LC_FIELD_FID) {
        snprintf(number, sizeof number, "%lld", (long long)OGR_F_GetFID(feature));
    } else {
        if (!OGR_F_IsFieldSetAndNotNull(feature, index)) return LC_OK;
        if (OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, index)) == OFTReal)
            write_real(OGR_F_GetFieldAsDouble(feature, index), number, sizeof number);
        else
            text = OGR_F_GetFieldAsString(feature, index);
    }
    if (r->decode_from && text != number) {
        lc_text_look(&r->decoded, text);
        *out = lc_text_decode(text, r->decode_from);
    } else {
        *out = r->settled ? lc_text_tidy(lc_strdup(text)) : lc_strdup(text);
    }
    return *out ? LC_OK : lc_fail_memory(r->ctx);
}
