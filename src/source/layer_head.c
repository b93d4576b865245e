#include "source/layer_head.h"

#include <cpl_vsi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "source/json_fields.h"
#include "source/json_head.h"
#include "source/xml_fields.h"

/* A number that is one: "unknown" is what services say that do not count. */
static long long count_of(const char *text) {
    char *end;
    long long value = strtoll(text, &end, 10);
    return end != text && (*end == '\0' || *end == '"') && value >= 0 ? value : -1;
}

static bool is(const char *path, const char *wanted) {
    return strcmp(path, wanted) == 0;
}

static void look_at_member(void *user, const char *path, const char *value, bool is_text) {
    lc_layer_head *head = user;
    if (is(path, "exceededTransferLimit") || is(path, "properties.exceededTransferLimit"))
        head->exceeded = head->exceeded || is(value, "true");
    else if (is(path, "links[].rel"))
        head->next_page = head->next_page || is(value, "next");
    else if (is(path, "numberMatched") || is(path, "totalFeatures") || is(path, "context.matched"))
        head->matched = count_of(value) > head->matched ? count_of(value) : head->matched;
    else if (is(path, "numberReturned") || is(path, "context.returned"))
        head->returned = count_of(value);
    else if (strncmp(path, "crs", 3) == 0 && (!path[3] || path[3] == '.'))
        head->has_crs = true;
    if (is(path, "type")) head->is_collection = is(value, "FeatureCollection");
    if (is(path, "crs.type") && strcasecmp(value, "link") == 0) head->crs_link = true;
    bool named = is(path, "crs.properties.name") || is(path, "crs.properties.href") || (is(path, "crs") && is_text);
    if (named) snprintf(head->crs, sizeof head->crs, "%s", value);
    if (is(path, "crs.properties.code")) snprintf(head->crs, sizeof head->crs, "EPSG:%s", value);
}

/* An attribute of an element, between quotes of either kind; NULL when it has none. */
static const char *attribute(const char *element, const char *end, const char *name) {
    size_t n = strlen(name);
    for (const char *at = element; (at = strstr(at, name)) != NULL && at < end; at += n) {
        bool whole = at > element && strchr(" \t\r\n", at[-1]) && at[n] == '=';
        if (whole && (at[n + 1] == '"' || at[n + 1] == '\'')) return at + n + 2;
    }
    return NULL;
}

/* The root of a collection of WFS: <wfs:FeatureCollection numberMatched="…" numberReturned="…" next="…">. */
static void look_at_xml(char *text, lc_layer_head *head) {
    char *root = text;
    while ((root = strchr(root, '<')) != NULL && (root[1] == '?' || root[1] == '!')) root++;
    char *end = root ? strchr(root, '>') : NULL;
    if (!end || !strstr(root, "FeatureCollection") || strstr(root, "FeatureCollection") > end) return;
    *end = '\0';
    for (char *c = root; *c; c++)
        if (*c == '\'') *c = '"';
    const char *matched = attribute(root, end, "numberMatched"), *returned = attribute(root, end, "numberReturned");
    head->matched = matched ? count_of(matched) : -1;
    head->returned = returned ? count_of(returned) : -1;
    head->next_page = attribute(root, end, "next") != NULL;
}

void lc_layer_head_read(const char *path, lc_layer_head *out) {
    char text[8193];
    *out = (lc_layer_head){.matched = -1, .returned = -1};
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return;
    text[VSIFReadL(text, 1, sizeof text - 1, file)] = '\0';
    VSIFCloseL(file);
    const char *first = text + (strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0);
    first += strspn(first, " \t\r\n");
    if (*first == '{') {
        out->is_json = true;
        out->fields = lc_json_fields(path, LC_FIELDS_MOST);
        bool more = false;
        lc_json_head(path, look_at_member, out, &more);
        out->is_collection = out->is_collection || more; /* a feature a line */
    }
    if (*first == '<') {
        look_at_xml(text, out);
        out->fields = lc_xml_fields(path, LC_FIELDS_MOST);
    }
}
