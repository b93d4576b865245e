/* The subset of a source: an SQL condition, which GDAL evaluates on its own values. */
#include "source/layer_subset.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/number.h"
#include "source/layer_fields.h"
#include "source/layer_messages.h"

/*
 * GDAL's SQL takes letters outside ASCII in names only within double quotes: add them where they are missing, so that
 * 路名 = '人民路' works as it stands. malloc'ed.
 */
static char *quote_names(const char *sql) {
    char *quoted = LC_NEW(char, 3 * strlen(sql) + 1), *to = quoted;
    if (!quoted) return NULL;
    char quote = 0;
    while (*sql) {
        bool plain = isalnum((unsigned char)*sql) || *sql == '_' || (unsigned char)*sql >= 0x80;
        if (quote || !plain) {
            if (*sql == '\'' || *sql == '"') quote = quote == *sql ? 0 : quote ? quote : *sql;
            *to++ = *sql++;
            continue;
        }
        const char *end = sql;
        bool foreign = false;
        for (; isalnum((unsigned char)*end) || *end == '_' || (unsigned char)*end >= 0x80; end++)
            foreign = foreign || (unsigned char)*end >= 0x80;
        if (foreign) *to++ = '"';
        while (sql < end) *to++ = *sql++;
        if (foreign) *to++ = '"';
    }
    *to = '\0';
    return quoted;
}

/* -------------------------------------------------------------------------------------------- values that GDAL cuts */

/* Does the condition name the field? A word of it, in any case of letters. */
static bool names_field(const char *subset, const char *name) {
    size_t n = strlen(name);
    for (const char *at = subset; n && *at; at++) {
        bool begins =
            at == subset || !(isalnum((unsigned char)at[-1]) || at[-1] == '_' || (unsigned char)at[-1] >= 0x80);
        if (begins && strncasecmp(at, name, n) == 0 &&
            !(isalnum((unsigned char)at[n]) || at[n] == '_' || (unsigned char)at[n] >= 0x80))
            return true;
    }
    return false;
}

/* Would GDAL take the number as it is? Not one with commas, nor a fraction in a field of whole numbers. */
static bool is_taken(const char *text, bool whole) {
    double value;
    size_t digits = strspn(text + (*text == '-' || *text == '+'), "0123456789");
    if (strchr(text, ',') || !lc_number_read(text, &value)) return false;
    const char *rest = text + (*text == '-' || *text == '+') + digits;
    return !whole || !*rest || (*rest == '.' && !rest[1 + strspn(rest + 1, "0")]);
}

/* The first cell of a .dbf's numeric field that GDAL would cut, malloc'ed; *out NULL when there is none. */
static lc_status find_cut_cell(lc_layer_reader *r, int field, char **out) {
    char type = lc_dbf_type(r->dbf, (size_t)field);
    OGRFieldType as = OGR_Fld_GetType(OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(r->layer), field));
    *out = NULL;
    if (type != 'N' && type != 'F') return LC_OK;
    for (size_t i = 0; i < lc_dbf_records(r->dbf); i++) {
        if (!lc_dbf_cell(r->dbf, i, (size_t)field, out)) return lc_layer_gdal_fail(r, "read whole");
        if (*out && !is_taken(*out, as != OFTReal)) return LC_OK;
        free(*out);
        *out = NULL;
    }
    return LC_OK;
}

/* The same of any layer. */
static lc_status find_cut_value(lc_layer_reader *r, int field, char **out) {
    lc_odd_cells odd = {0};
    *out = NULL;
    if (r->dbf) return find_cut_cell(r, field, out);
    lc_status status = lc_odd_cells_find(r->dataset, r->layer, field, &odd) ? LC_OK : lc_fail_memory(r->ctx);
    if (status == LC_OK && odd.n) *out = lc_strdup(odd.cell[0].text);
    if (status == LC_OK && odd.n && !*out) status = lc_fail_memory(r->ctx);
    lc_odd_cells_free(&odd);
    return status;
}

/* A condition on numbers that GDAL would cut takes the wrong features. */
static lc_status check_values(lc_layer_reader *r) {
    int n = OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(r->layer));
    lc_status status = LC_OK;
    for (int f = 0; f < n && !status; f++) {
        char *name = lc_layer_field_name(r, f), *value = NULL;
        if (!name) return lc_fail_memory(r->ctx);
        if (names_field(r->source->subset, name)) status = find_cut_value(r, f, &value);
        if (value) {
            char *tidy = lc_text_tidy(value);
            status =
                tidy ? lc_fail(r->ctx, LC_ERR_INPUT,
                               "%s: '%s': field '%s' holds '%s', which its subset cannot compare as a number; correct "
                               "the value, or make the field one of text",
                               r->shown_role, r->source->text, name, tidy)
                     : lc_fail_memory(r->ctx);
            free(tidy);
        }
        free(name);
    }
    return status;
}

/* ------------------------------------------------------------------------------------------------------ the condition
 */

lc_status lc_layer_set_subset(lc_layer_reader *r) {
    if (!r->source->subset) return LC_OK;
    lc_status status = check_values(r);
    if (status) return status;
    char *subset = quote_names(r->source->subset);
    if (!subset) return lc_fail_memory(r->ctx);
    char *bytes = r->decode_from ? CPLRecode(subset, CPL_ENC_UTF8, r->decode_from) : CPLStrdup(subset);
    OGRErr error = OGR_L_SetAttributeFilter(r->layer, bytes);
    /* Databases look at the filter only when rows are asked for. */
    if (error == OGRERR_NONE && !r->is_osm) OGR_L_GetFeatureCount(r->layer, FALSE);
    CPLFree(bytes);
    free(subset);
    if (error == OGRERR_NONE && !r->errors.failed) return LC_OK;
    return lc_layer_gdal_fail(r, "filtered by its subset");
}
