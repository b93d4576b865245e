#include "source/layer_fields.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"
#include "source/layer_messages.h"
#include "source/layer_text.h"
#include "source/shapefile.h"

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
    for (int f = 0; f < n; f++) lc_list_add(list, sizeof list, names[f]);
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has no field '%s'; its fields are: %s", r->shown_role,
                   r->source->text, wanted, n ? list : "(none)");
}

/* The first field of a name, in these letters, else in others; *n tells how many there are of it. */
static int find_name(const char *wanted, char *const *names, int n_names, int *n) {
    int found = LC_FIELD_NONE;
    *n = 0;
    for (int same = 1; same >= 0 && *n == 0; same--)
        for (int f = 0; f < n_names; f++) {
            if ((same ? strcmp(names[f], wanted) : strcasecmp(names[f], wanted)) != 0) continue;
            if ((*n)++ == 0) found = f;
        }
    return found;
}

/* Where field `name` stands, LC_FIELD_NONE when it is not there. Of several of that name, nobody knows which is meant.
 */
static lc_status find_wanted(lc_layer_reader *r, const char *name, bool optional, char *const *names, int n,
                             int *index) {
    int count;
    char *composed = lc_text_tidy(lc_strdup(name)); /* as the layer's names are */
    if (!composed) return lc_fail_memory(r->ctx);
    *index = find_name(composed, names, n, &count);
    lc_status status = LC_OK;
    if (count > 1 && !optional)
        status = lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has %d fields '%s'; give them different names", r->shown_role,
                         r->source->text, count, composed);
    else if (count > 1)
        lc_layer_tell(r, "field_repeated", "names that several fields have; the first of them is read", ": %s",
                      names[*index]);
    free(composed);
    return status;
}

static lc_status find_odd_cells(lc_layer_reader *r, const int *index, size_t n_wanted, int n_fields) {
    for (int f = 0; f < n_fields; f++) {
        bool wanted = false;
        for (size_t i = 0; i < n_wanted; i++) wanted = wanted || index[i] == f;
        if (wanted && !lc_odd_cells_find(r->dataset, r->layer, f, &r->odd)) return lc_fail_memory(r->ctx);
    }
    return LC_OK;
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
        bool optional = wanted[i][0] == '?';
        status = find_wanted(r, wanted[i] + optional, optional, names, n, &index[i]);
        if (status) break;
        if (index[i] != LC_FIELD_NONE) status = lc_shapefile_check_field(r, index[i], wanted[i] + optional);
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
    return status ? status : find_odd_cells(r, index, n_wanted, n);
}

static const double EXACT_TO = 9007199254740992.; /* 2^53: below, every whole number is a double of its own */

/* Real numbers as people write them: whole ones without a fraction, whatever the column's width. */
static void write_real(double value, char *text, size_t size) {
    if (fabs(value) <= EXACT_TO && value == floor(value))
        snprintf(text, size, "%.0f", value);
    else
        CPLsnprintf(text, size, fabs(value) < EXACT_TO ? "%.15g" : "%.17g", value);
}

bool lc_layer_is_rounded(const lc_layer_reader *r, OGRFeatureH feature, int index) {
    if (index < 0 || r->dbf || !OGR_F_IsFieldSetAndNotNull(feature, index)) return false;
    if (r->odd.n && lc_odd_cells_text(&r->odd, index, (long long)OGR_F_GetFID(feature))) return false;
    OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(feature, index));
    GIntBig whole = type == OFTInteger64 ? OGR_F_GetFieldAsInteger64(feature, index) : 0;
    if (whole == INT64_MAX || whole == INT64_MIN) return true; /* what GDAL makes of more than 64 bits */
    return type == OFTReal && fabs(OGR_F_GetFieldAsDouble(feature, index)) >= EXACT_TO;
}

/* A whole number of a .dbf keeps all its digits: what a double cannot hold is only shorn of signs, zeros and the
   fraction that say nothing. In place. */
static void trim_digits(char *text) {
    char *digits = text + (*text == '-' || *text == '+'), *to = *text == '-' ? text + 1 : text;
    size_t zeros = strspn(digits, "0"), n = strspn(digits + zeros, "0123456789");
    const char *rest = digits + zeros + n;
    if (n == 0 || (*rest == '.' && rest[1 + strspn(rest + 1, "0")]) || (*rest && *rest != '.')) return;
    memmove(to, digits + zeros, n);
    to[n] = '\0';
}

/* A number of a .dbf as text: written like every other one, or as it stands when it is none, or too long for a double.
 */
static lc_status dbf_number(lc_layer_reader *r, OGRFeatureH feature, int index, char **out) {
    char number[64];
    double value;
    if (!lc_dbf_cell(r->dbf, (size_t)OGR_F_GetFID(feature), (size_t)index, out))
        return lc_layer_gdal_fail(r, "read whole");
    if (!*out) return LC_OK;
    lc_status status = lc_layer_decode_value(r, r->codec && *r->codec ? r->codec : "UTF-8", out);
    if (status || !lc_number_read(*out, &value)) return status;
    if (fabs(value) >= EXACT_TO) {
        trim_digits(*out);
        return LC_OK;
    }
    write_real(value, number, sizeof number);
    free(*out);
    *out = lc_strdup(number);
    return *out ? LC_OK : lc_fail_memory(r->ctx);
}

static bool is_dbf_number(const lc_layer_reader *r, int index) {
    char type = r->dbf && index >= 0 ? lc_dbf_type(r->dbf, (size_t)index) : 'C';
    return type == 'N' || type == 'F';
}

lc_status lc_layer_field(lc_layer_reader *r, OGRFeatureH feature, int index, char **out) {
    char number[64];
    const char *text = number;
    *out = NULL;
    if (index == LC_FIELD_NONE) return LC_OK;
    if (is_dbf_number(r, index)) return dbf_number(r, feature, index, out);
    const char *odd = r->odd.n ? lc_odd_cells_text(&r->odd, index, (long long)OGR_F_GetFID(feature)) : NULL;
    if (odd) {
        *out = lc_text_tidy(lc_strdup(odd));
        return *out ? LC_OK : lc_fail_memory(r->ctx);
    }
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

bool lc_layer_is_cad(const lc_layer_reader *r) {
    /* Drawings themselves, and what GDAL and ArcGIS write beside "Layer" when they turn them into layers of a GIS. */
    static const char *const drivers[] = {"DXF", "CAD", "DWG", "DGN"};
    static const char *const fields[] = {"SubClasses", "EntityHandle", "EntityHand", "PaperSpace", "LyrColor",
                                         "LyrLnType",  "LyrLineWt",    "LyrFrzn",    "RefName",    "ExtendedEntity"};
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(r->dataset));
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (strcasecmp(driver, drivers[i]) == 0) return true;
    OGRFeatureDefnH defn = OGR_L_GetLayerDefn(r->layer);
    if (OGR_FD_GetFieldIndex(defn, "Layer") < 0) return false;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (OGR_FD_GetFieldIndex(defn, fields[i]) >= 0) return true;
    return false;
}
