/*
 * OSM XML through libreadosm. The library trusts the file: a tag without a key crashes it, a root other than <osm> is
 * as good, deleted objects look alive, numbers follow the locale, and an XML error leaks its parser. So expat goes over
 * the file first, which also gives the line of what is wrong.
 */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <expat.h>
#include <locale.h>
#include <readosm.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/osm_build.h"

/* ------------------------------------------------------------------ check */

typedef struct xml_check {
    lc_context *ctx;
    const char *path;
    XML_Parser parser;
    int depth;
    lc_status status;
} xml_check;

static const char *attribute(const char **attributes, const char *name) {
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(attributes[i], name) == 0) return attributes[i + 1];
    return NULL;
}

static void refuse(xml_check *c, const char *what) {
    if (c->status) return;
    c->status = lc_fail(c->ctx, LC_ERR_INPUT, "%s, line %lu: %s", c->path,
                        (unsigned long)XML_GetCurrentLineNumber(c->parser), lc_tr(c->ctx, what));
    XML_StopParser(c->parser, XML_FALSE);
}

static bool is_integer(const char *text) {
    if (!text) return false;
    char *end;
    errno = 0;
    strtoll(text, &end, 10);
    return end != text && !*end && errno == 0;
}

static bool is_angle(const char *text, double limit) {
    if (!text) return false;
    char *end;
    double value = strtod(text, &end);
    return end != text && !*end && value >= -limit && value <= limit;
}

static void check_object(xml_check *c, const char *element, const char **a) {
    const char *visible = attribute(a, "visible"), *action = attribute(a, "action");
    if (!is_integer(attribute(a, "id"))) refuse(c, "an object without an id; correct or remove it");
    if ((visible && strcmp(visible, "false") == 0) || (action && strcmp(action, "delete") == 0))
        refuse(c, "a deleted object; save the current state of the data, without deleted objects");
    if (strcmp(element, "node") == 0 && !(is_angle(attribute(a, "lat"), 90) && is_angle(attribute(a, "lon"), 180)))
        refuse(c, "a node without a position on the globe (lat, lon); correct or remove it");
}

static void XMLCALL check_start(void *user, const XML_Char *element, const XML_Char **a) {
    xml_check *c = user;
    if (c->depth++ == 0) {
        if (strcmp(element, "osm") != 0) refuse(c, "the file does not begin with <osm>: not OpenStreetMap data");
        return;
    }
    if (strcmp(element, "node") == 0 || strcmp(element, "way") == 0 || strcmp(element, "relation") == 0) {
        if (c->depth != 2)
            refuse(c, "an object inside another element; a plain <osm> file is needed, not a list of changes");
        check_object(c, element, a);
    } else if (strcmp(element, "tag") == 0) {
        if (!attribute(a, "k") || !attribute(a, "v")) refuse(c, "a tag without k and v; correct or remove it");
    } else if (strcmp(element, "nd") == 0) {
        if (!is_integer(attribute(a, "ref"))) refuse(c, "an nd without ref; correct or remove it");
    } else if (strcmp(element, "member") == 0) {
        const char *type = attribute(a, "type");
        bool known = type && (!strcmp(type, "node") || !strcmp(type, "way") || !strcmp(type, "relation"));
        if (!known || !is_integer(attribute(a, "ref")) || !attribute(a, "role"))
            refuse(c, "a member without type, ref and role; correct or remove it");
    }
}

static void XMLCALL check_end(void *user, const XML_Char *element) {
    (void)element;
    ((xml_check *)user)->depth--;
}

/* Is the document well-formed to its end, and made of what libreadosm can take? */
static lc_status check_document(lc_context *ctx, const char *path, const char *shown) {
    xml_check c = {.ctx = ctx, .path = shown};
    FILE *file = fopen(path, "rb");
    if (!file) return lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", shown, lc_system_text(ctx, errno));
    c.parser = XML_ParserCreate(NULL);
    if (!c.parser) {
        fclose(file);
        return lc_fail_memory(ctx);
    }
    XML_SetUserData(c.parser, &c);
    XML_SetElementHandler(c.parser, check_start, check_end);
    bool last = false;
    while (!c.status && !last) {
        char buffer[1 << 15];
        size_t n = fread(buffer, 1, sizeof buffer, file);
        if (ferror(file)) {
            c.status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", shown, lc_system_text(ctx, errno));
            break;
        }
        last = n < sizeof buffer;
        if (XML_Parse(c.parser, buffer, (int)n, last) == XML_STATUS_ERROR && !c.status)
            c.status =
                lc_fail(ctx, LC_ERR_INPUT, "%s, line %lu: %s; the file is damaged or cut short: get it again", shown,
                        (unsigned long)XML_GetCurrentLineNumber(c.parser), XML_ErrorString(XML_GetErrorCode(c.parser)));
    }
    XML_ParserFree(c.parser);
    fclose(file);
    return c.status;
}

/* ------------------------------------------------------------------- read */

typedef struct xml_reader {
    lc_osm_builder *b;
    lc_status status;
} xml_reader;

static void add_tags(xml_reader *r, lc_osm_type type, const readosm_tag *tags, int n) {
    for (int i = 0; i < n && !r->status; i++) {
        int key = lc_osm_builder_key(r->b, tags[i].key, strlen(tags[i].key));
        if (!lc_osm_wants(r->b, type, key)) continue;
        uint32_t value;
        r->status = lc_osm_add_text(r->b, type, tags[i].value, strlen(tags[i].value), &value);
        if (!r->status) r->status = lc_osm_add_tag(r->b, type, key, value);
    }
}

static int on_node(const void *user, const readosm_node *node) {
    xml_reader *r = (xml_reader *)user;
    r->status = lc_osm_add_node(r->b, node->id, node->longitude, node->latitude);
    add_tags(r, LC_OSM_NODE, node->tags, node->tag_count);
    return r->status ? READOSM_ABORT : READOSM_OK;
}

static int on_way(const void *user, const readosm_way *way) {
    xml_reader *r = (xml_reader *)user;
    r->status = lc_osm_add_way(r->b, way->id);
    for (int i = 0; i < way->node_ref_count && !r->status; i++) r->status = lc_osm_add_ref(r->b, way->node_refs[i]);
    add_tags(r, LC_OSM_WAY, way->tags, way->tag_count);
    return r->status ? READOSM_ABORT : READOSM_OK;
}

static int on_relation(const void *user, const readosm_relation *relation) {
    xml_reader *r = (xml_reader *)user;
    r->status = lc_osm_add_relation(r->b, relation->id);
    for (int i = 0; i < relation->member_count && !r->status; i++) {
        int type = relation->members[i].member_type;
        r->status = lc_osm_add_member(r->b,
                                      type == READOSM_MEMBER_NODE  ? LC_OSM_NODE
                                      : type == READOSM_MEMBER_WAY ? LC_OSM_WAY
                                                                   : LC_OSM_RELATION,
                                      relation->members[i].id);
    }
    add_tags(r, LC_OSM_RELATION, relation->tags, relation->tag_count);
    return r->status ? READOSM_ABORT : READOSM_OK;
}

static lc_status read_document(lc_context *ctx, const char *path, const char *shown, lc_osm_builder *b) {
    xml_reader r = {.b = b};
    const void *handle = NULL;
    int code = readosm_open(path, &handle);
    if (code == READOSM_OK) code = readosm_parse(handle, &r, on_node, on_way, on_relation);
    if (handle) readosm_close(handle);
    if (r.status) return r.status;
    if (code != READOSM_OK)
        return lc_fail(ctx, LC_ERR_INPUT, "%s: libreadosm cannot read it (error %d); get the file again", shown, code);
    return LC_OK;
}

/* Numbers in XML have a point, whatever the user's locale says. */
static lc_status check_and_read(lc_context *ctx, const char *path, const char *shown, lc_osm_builder *b) {
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!plain) return lc_fail_memory(ctx);
    locale_t before = uselocale(plain);
    lc_status status = check_document(ctx, path, shown);
    if (!status) status = read_document(ctx, path, shown, b);
    uselocale(before);
    freelocale(plain);
    return status;
}

/* -------------------------------------------------------------- unpacking */

static lc_status unpack(lc_context *ctx, const char *path, FILE *to) {
    char *virtual_path = lc_sprintf("/vsigzip/%s", path);
    if (!virtual_path) return lc_fail_memory(ctx);
    char buffer[1 << 15];
    size_t n;
    lc_status status = LC_OK;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    VSILFILE *from = VSIFOpenL(virtual_path, "rb");
    free(virtual_path);
    if (!from) status = lc_fail(ctx, LC_ERR_INPUT, "%s: not a gzip file; unpack it yourself or get it again", path);
    while (!status && (n = VSIFReadL(buffer, 1, sizeof buffer, from)) > 0)
        if (fwrite(buffer, 1, n, to) != n)
            status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be unpacked into the folder for temporary files: %s", path,
                             lc_system_text(ctx, errno));
    if (from) VSIFCloseL(from);
    if (!status && CPLGetLastErrorType() >= CE_Failure)
        status =
            lc_fail(ctx, LC_ERR_INPUT, "%s: cannot be unpacked; the file is damaged or cut short: get it again", path);
    CPLPopErrorHandler();
    return status;
}

/* libreadosm takes only files named .osm: an unpacked copy stands in a folder of its own for the time of reading. */
static lc_status read_gzip(lc_context *ctx, const char *path, lc_osm_builder *b) {
    const char *base = getenv("TMPDIR");
    char *folder = lc_sprintf("%s/lifecircle-XXXXXX", base && *base ? base : "/tmp");
    char *copy = NULL;
    FILE *file = NULL;
    lc_status status = LC_OK;
    if (!folder) return lc_fail_memory(ctx);
    if (!mkdtemp(folder)) {
        status = lc_fail(ctx, LC_ERR_IO, "%s: no place to unpack it: %s: %s; set TMPDIR to a folder with room", path,
                         folder, lc_system_text(ctx, errno));
        free(folder);
        return status;
    }
    copy = lc_sprintf("%s/unpacked.osm", folder);
    if (!copy) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    file = fopen(copy, "wb");
    if (!file) {
        status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be unpacked: %s: %s", path, copy, lc_system_text(ctx, errno));
        goto done;
    }
    status = unpack(ctx, path, file);
    if (fclose(file) != 0 && !status)
        status = lc_fail(ctx, LC_ERR_IO, "%s: cannot be unpacked: %s: %s", path, copy, lc_system_text(ctx, errno));
    if (!status) status = check_and_read(ctx, copy, path, b);
done:
    if (copy) unlink(copy);
    rmdir(folder);
    free(copy);
    free(folder);
    return status;
}

lc_status lc_osm_read_xml(lc_context *ctx, const char *path, lc_osm_builder *b) {
    size_t n = strlen(path);
    if (n > 3 && strcasecmp(path + n - 3, ".gz") == 0) return read_gzip(ctx, path, b);
    return check_and_read(ctx, path, path, b);
}
