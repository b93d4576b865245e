/*
 * OSM XML with expat. What Overpass adds is understood: positions on the `nd` of a way, and on those of a relation's
 * members, whose nodes have no ids there (`out geom`); centres of ways and relations (`out center`). libreadosm does
 * not hand them over, and trusts the file in other ways too (docs/libraries.md).
 */
#include "source/osm_xml.h"

#include <errno.h>
#include <expat.h>
#include <locale.h>
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "source/osm_build.h"
#include "source/osm_input.h"
#include "source/osm_kind.h"

enum { OBJECT_DEPTH = 2, REMARK_MAX = 200 };

typedef struct xml_reader {
    lc_context *ctx;
    const char *path;
    lc_osm_builder *b;
    XML_Parser parser;
    int depth;
    bool in_object, in_member, in_remark; /* what is open */
    lc_osm_type type;                     /* of the object */
    int64_t id;
    bool member_way;   /* the member is a way ... */
    int64_t member;    /* ... with this id ... */
    bool member_begun; /* ... of which nodes have been met */
    char remark[REMARK_MAX + 1];
    size_t n_remark;
    lc_status status;
} xml_reader;

/* ------------------------------------------------------------- attributes */

static const char *attribute(const char **attributes, const char *name) {
    for (size_t i = 0; attributes[i]; i += 2)
        if (strcmp(attributes[i], name) == 0) return attributes[i + 1];
    return NULL;
}

/* Say where the parser stands, when the file is wrong there. */
static lc_status at_line(const xml_reader *r, lc_status status) {
    size_t line = status == LC_ERR_INPUT ? XML_GetCurrentLineNumber(r->parser) : 0;
    return lc_fail_at(r->ctx, status, &(lc_where){LC_WHERE(LC_ERROR_SOURCE), .file = r->path, .line = line});
}

static void refuse(xml_reader *r, const char *what) {
    if (r->status) return;
    r->status = lc_fail(r->ctx, LC_ERR_INPUT, "%s, line %lu: %s", r->path,
                        (unsigned long)XML_GetCurrentLineNumber(r->parser), lc_tr(r->ctx, what));
}

static bool read_integer(const char *text, int64_t *out) {
    if (!text) return false;
    char *end;
    errno = 0;
    *out = strtoll(text, &end, 10);
    return end != text && !*end && errno == 0;
}

static bool read_angle(const char *text, double limit, double *out) {
    if (!text) return false;
    char *end;
    *out = strtod(text, &end);
    return end != text && !*end && *out >= -limit && *out <= limit;
}

/* Attributes lat and lon; false without any, and after an error. */
static bool read_position(xml_reader *r, const char **a, bool required, double *lon, double *lat) {
    const char *x = attribute(a, "lon"), *y = attribute(a, "lat");
    if (!required && !x && !y) return false;
    if (read_angle(y, 90, lat) && read_angle(x, 180, lon)) return true;
    refuse(r, "a node without a position on the globe (lat, lon); correct or remove it");
    return false;
}

/* ---------------------------------------------------------------- objects */

static bool object_type(const char *element, lc_osm_type *out) {
    static const char *const names[] = {"node", "way", "relation"};
    for (int type = LC_OSM_NODE; type <= LC_OSM_RELATION; type++)
        if (strcmp(element, names[type]) == 0) {
            *out = (lc_osm_type)type;
            return true;
        }
    return false;
}

static void start_object(xml_reader *r, lc_osm_type type, const char **a) {
    const char *visible = attribute(a, "visible"), *action = attribute(a, "action");
    double lon = 0, lat = 0;
    int64_t version = 0;
    if (r->depth != OBJECT_DEPTH)
        refuse(r, "an object inside another element; a plain <osm> file is needed, not a list of changes");
    if (!read_integer(attribute(a, "id"), &r->id)) refuse(r, "an object without an id; correct or remove it");
    if ((visible && strcmp(visible, "false") == 0) || (action && strcmp(action, "delete") == 0))
        refuse(r, "a deleted object; save the current state of the data, without deleted objects");
    if (type == LC_OSM_NODE) read_position(r, a, true, &lon, &lat);
    if (r->status) return;
    r->in_object = true;
    r->type = type;
    r->status = type == LC_OSM_NODE  ? lc_osm_add_node(r->b, r->id, lon, lat)
                : type == LC_OSM_WAY ? lc_osm_add_way(r->b, r->id)
                                     : lc_osm_add_relation(r->b, r->id);
    if (!r->status && read_integer(attribute(a, "version"), &version)) lc_osm_set_version(r->b, type, version);
}

static void start_tag(xml_reader *r, const char **a) {
    const char *k = attribute(a, "k"), *v = attribute(a, "v");
    uint32_t value;
    if (!k || !v) refuse(r, "a tag without k and v; correct or remove it");
    if (r->status || !r->in_object || r->in_member) return;
    lc_osm_set_tagged(r->b, r->type);
    int key = lc_osm_builder_key(r->b, k, strlen(k));
    if (!lc_osm_wants(r->b, r->type, key)) return;
    r->status = lc_osm_add_text(r->b, r->type, v, strlen(v), &value);
    if (!r->status) r->status = lc_osm_add_tag(r->b, r->type, key, value);
}

static void start_member(xml_reader *r, const char **a) {
    const char *name = attribute(a, "type");
    lc_osm_type type = LC_OSM_NODE;
    double lon = 0, lat = 0;
    if (!name || !object_type(name, &type) || !read_integer(attribute(a, "ref"), &r->member) || !attribute(a, "role"))
        refuse(r, "a member without type, ref and role; correct or remove it");
    if (r->status || !r->in_object || r->type != LC_OSM_RELATION) return;
    r->status = lc_osm_add_member(r->b, type, r->member);
    r->in_member = true;
    r->member_way = type == LC_OSM_WAY;
    r->member_begun = false;
    if (!r->status && type == LC_OSM_NODE && read_position(r, a, false, &lon, &lat))
        r->status = lc_osm_add_position(r->b, r->member, lon, lat);
}

/* --------------------------------------------------- positions on the way */

static void start_nd_of_way(xml_reader *r, const char **a) {
    double lon = 0, lat = 0;
    int64_t ref = 0;
    bool placed = read_position(r, a, false, &lon, &lat);
    if (!read_integer(attribute(a, "ref"), &ref))
        refuse(r, placed ? LC_TEXT("an nd with a position and without ref, so that ways cannot be joined; ask Overpass "
                                   "for 'out geom' (or 'out body geom')")
                         : "an nd without ref; correct or remove it");
    if (!r->status) r->status = lc_osm_add_ref(r->b, ref);
    if (!r->status && placed) r->status = lc_osm_add_position(r->b, ref, lon, lat);
}

/* A vertex of a member: mostly a place without an id, and neither where the server has clipped it. */
static void start_nd_of_member(xml_reader *r, const char **a) {
    double lon = 0, lat = 0;
    int64_t ref = LC_OSM_NOWHERE;
    if (!r->member_way) return;
    bool placed = read_position(r, a, false, &lon, &lat);
    if (r->status) return;
    if (!r->member_begun) r->status = lc_osm_add_derived_way(r->b, r->member);
    r->member_begun = true;
    if (!read_integer(attribute(a, "ref"), &ref) && placed) ref = lc_osm_place_id(lon, lat);
    if (!r->status) r->status = lc_osm_add_ref(r->b, ref);
    if (!r->status && placed) r->status = lc_osm_add_position(r->b, ref, lon, lat);
}

static void start_nd(xml_reader *r, const char **a) {
    if (r->in_member)
        start_nd_of_member(r, a);
    else if (r->in_object && r->type == LC_OSM_WAY)
        start_nd_of_way(r, a);
}

static void start_centre(xml_reader *r, const char **a) {
    double lon = 0, lat = 0;
    if (!r->in_object || r->type == LC_OSM_NODE || !read_position(r, a, true, &lon, &lat)) return;
    r->status = lc_osm_add_centre(r->b, r->type, r->id, lon, lat);
}

/* --------------------------------------------------------------- document */

static void start_element(xml_reader *r, const char *element, const char **a) {
    lc_osm_type type = LC_OSM_NODE;
    if (r->depth++ == 0) {
        if (strcmp(element, "osm") != 0) refuse(r, "the file does not begin with <osm>: not OpenStreetMap data");
        return;
    }
    if (object_type(element, &type))
        start_object(r, type, a);
    else if (strcmp(element, "tag") == 0)
        start_tag(r, a);
    else if (strcmp(element, "nd") == 0)
        start_nd(r, a);
    else if (strcmp(element, "member") == 0)
        start_member(r, a);
    else if (strcmp(element, "center") == 0)
        start_centre(r, a);
    else if (strcmp(element, "remark") == 0)
        r->in_remark = true, r->n_remark = 0;
}

static void XMLCALL on_start(void *user, const XML_Char *element, const XML_Char **a) {
    xml_reader *r = user;
    if (!r->status) start_element(r, element, a);
    if (r->status) XML_StopParser(r->parser, XML_FALSE);
}

static bool says_error(const char *text) {
    static const char word[] = "error";
    for (; *text; text++)
        if (strncasecmp(text, word, sizeof word - 1) == 0) return true;
    return false;
}

/* Overpass answers with what it has and says afterwards that it had to stop. */
static void end_remark(xml_reader *r) {
    r->in_remark = false;
    r->remark[r->n_remark] = '\0';
    const char *text = r->remark + strspn(r->remark, " \t\r\n");
    if (!*text) return;
    if (!says_error(text)) {
        lc_warn(r->ctx, "osm_remark", "the server that made an OSM file remarks on it", "%s: %s", r->path, text);
        return;
    }
    r->status =
        lc_fail(r->ctx, LC_ERR_INPUT,
                "%s, line %lu: the server that made it says that it is not whole: '%s'; ask again, for less at a "
                "time",
                r->path, (unsigned long)XML_GetCurrentLineNumber(r->parser), text);
    XML_StopParser(r->parser, XML_FALSE);
}

static void XMLCALL on_end(void *user, const XML_Char *element) {
    xml_reader *r = user;
    lc_osm_type type;
    if (r->status) return;
    r->depth--;
    if (r->depth == OBJECT_DEPTH - 1 && object_type(element, &type)) r->in_object = false;
    if (strcmp(element, "member") == 0) r->in_member = false;
    if (r->in_remark && strcmp(element, "remark") == 0) end_remark(r);
}

static void XMLCALL on_text(void *user, const XML_Char *text, int n) {
    xml_reader *r = user;
    for (int i = 0; r->in_remark && i < n && r->n_remark < REMARK_MAX; i++)
        r->remark[r->n_remark++] = text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
}

static lc_status parse(xml_reader *r, bool is_gzip) {
    lc_osm_input *input = NULL;
    char buffer[1 << 15];
    size_t n = 0;
    bool first = true, last = false;
    lc_status status = lc_osm_input_open(r->ctx, r->path, is_gzip, &input);
    while (!status && !last) {
        status = lc_osm_input_read(input, buffer, sizeof buffer, &n);
        if (!status && first) status = lc_osm_refuse_json(r->ctx, r->path, buffer, n);
        if (status) break;
        first = false;
        last = n < sizeof buffer;
        bool parsed = XML_Parse(r->parser, buffer, (int)n, last) != XML_STATUS_ERROR;
        status = r->status;
        if (!parsed && !status)
            status = lc_fail(r->ctx, LC_ERR_INPUT, "%s, line %lu: %s; the file is damaged or cut short: get it again",
                             r->path, (unsigned long)XML_GetCurrentLineNumber(r->parser),
                             XML_ErrorString(XML_GetErrorCode(r->parser)));
    }
    lc_osm_input_close(input);
    return at_line(r, status);
}

/* Numbers in XML have a point, whatever the user's locale says. */
lc_status lc_osm_read_xml(lc_context *ctx, const char *path, bool is_gzip, lc_osm_builder *b) {
    xml_reader r = {.ctx = ctx, .path = path, .b = b};
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    r.parser = XML_ParserCreate(NULL);
    if (!plain || !r.parser) {
        if (plain) freelocale(plain);
        if (r.parser) XML_ParserFree(r.parser);
        return lc_fail_memory(ctx);
    }
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    locale_t before = uselocale(plain);
    lc_status status = parse(&r, is_gzip);
    uselocale(before);
    freelocale(plain);
    XML_ParserFree(r.parser);
    return status;
}
