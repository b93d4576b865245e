#include "source/xml_fields.h"

#include <cpl_vsi.h>
#include <expat.h>
#include <string.h>

#include "base/memory.h"
#include "source/name_set.h"

enum { BUFFER = 1 << 16, DEEPEST = 1000 };

typedef struct {
    XML_Parser parser;
    lc_name_set ways;
    size_t most, depth;
    struct {
        uint64_t way; /* of the open element, from the root */
        bool parent;  /* there is an element in it */
    } level[DEEPEST];
} scanner;

/* An element of KML that holds the field `name`. */
static bool is_named(const char *element) {
    const char *colon = strrchr(element, ':');
    const char *local = colon ? colon + 1 : element;
    return strcmp(local, "Data") == 0 || strcmp(local, "SimpleData") == 0 || strcmp(local, "SimpleField") == 0;
}

static void XMLCALL on_start(void *user, const XML_Char *element, const XML_Char **attributes) {
    scanner *s = user;
    if (s->depth == DEEPEST) {
        XML_StopParser(s->parser, XML_FALSE);
        return;
    }
    uint64_t way = s->depth ? s->level[s->depth - 1].way : LC_NAME_HASH;
    way = lc_name_hash(way, element, strlen(element) + 1);
    for (; *attributes && is_named(element); attributes += 2)
        if (strcmp(attributes[0], "name") == 0) way = lc_name_hash(way, attributes[1], strlen(attributes[1]) + 1);
    if (s->depth) s->level[s->depth - 1].parent = true;
    s->level[s->depth].way = way;
    s->level[s->depth++].parent = false;
}

/* Nothing is added any more when there are enough: what has been parsed already is still handed over. */
static void XMLCALL on_end(void *user, const XML_Char *element) {
    scanner *s = user;
    (void)element;
    if (s->depth == 0 || s->ways.n > s->most) return;
    s->depth--;
    if (!s->level[s->depth].parent) lc_name_set_add(&s->ways, s->level[s->depth].way);
    if (s->ways.n > s->most) XML_StopParser(s->parser, XML_FALSE);
}

static void parse(scanner *s, VSILFILE *file, char *buffer) {
    size_t n = BUFFER;
    while (n == BUFFER) {
        n = VSIFReadL(buffer, 1, BUFFER, file);
        if (XML_Parse(s->parser, buffer, (int)n, n < BUFFER) == XML_STATUS_ERROR) return;
    }
}

size_t lc_xml_fields(const char *path, size_t most) {
    VSILFILE *file = VSIFOpenL(path, "rb");
    char *buffer = LC_NEW(char, BUFFER);
    scanner *s = LC_NEW0(scanner, 1);
    size_t n = 0;
    if (!file || !buffer || !s) goto done;
    s->most = most;
    s->parser = XML_ParserCreate(NULL);
    if (!s->parser || !lc_name_set_init(&s->ways, most)) goto done;
    XML_SetUserData(s->parser, s);
    XML_SetElementHandler(s->parser, on_start, on_end);
    parse(s, file, buffer);
    n = s->ways.n;
done:
    if (s) lc_name_set_free(&s->ways);
    if (s && s->parser) XML_ParserFree(s->parser);
    free(s);
    free(buffer);
    if (file) VSIFCloseL(file);
    return n;
}
