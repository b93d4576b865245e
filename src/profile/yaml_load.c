#include "profile/yaml_load.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"

/* Far above any profile; keeps a wrong file (an extract, a raster) from being read whole. */
enum { TEXT_MAX = 4 * 1024 * 1024 };

lc_status lc_text_read(lc_context *ctx, const char *path, const char *advice, char **text, size_t *size) {
    lc_status status = LC_OK;
    char *data = NULL;
    FILE *file = fopen(path, "rb");
    const lc_where where = {LC_WHERE(LC_ERROR_PROFILE), .file = path};
    if (!file) {
        lc_fail(ctx, LC_ERR_IO, "cannot read %s: %s; %s", path, lc_system_text(ctx, errno), lc_tr(ctx, advice));
        return lc_fail_at(ctx, LC_ERR_IO, &where);
    }
    data = LC_NEW(char, TEXT_MAX + 1);
    if (!data) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    size_t n = fread(data, 1, TEXT_MAX + 1, file);
    if (ferror(file)) {
        status =
            lc_fail(ctx, LC_ERR_IO, "cannot read %s: %s; %s", path, lc_system_text(ctx, errno), lc_tr(ctx, advice));
        goto done;
    }
    if (n > TEXT_MAX) {
        status = lc_fail(ctx, LC_ERR_INPUT, "%s is larger than 4 MiB and so not a YAML file of lifecircle; %s", path,
                         lc_tr(ctx, advice));
        goto done;
    }
    data[n] = '\0';
    char *fitted = realloc(data, n + 1);
    *text = fitted ? fitted : data;
    *size = n;
    data = NULL;
done:
    free(data);
    fclose(file);
    return lc_fail_at(ctx, status, &where);
}

static size_t line_of_offset(const char *text, size_t size, size_t offset) {
    size_t line = 1;
    for (size_t i = 0; i < offset && i < size; i++)
        if (text[i] == '\n') line++;
    return line;
}

/* What libyaml says, in the context's language: the faults that people make. */
static const char *problem_text(const lc_context *ctx, const char *problem) {
    static const char *const known[] = {
        LC_TEXT("syntax error"),
        LC_TEXT("control characters are not allowed"),
        LC_TEXT("invalid leading UTF-8 octet"),
        LC_TEXT("invalid trailing UTF-8 octet"),
        LC_TEXT("incomplete UTF-8 octet sequence"),
        LC_TEXT("could not find expected ':'"),
        LC_TEXT("did not find expected key"),
        LC_TEXT("did not find expected ',' or ']'"),
        LC_TEXT("did not find expected ',' or '}'"),
        LC_TEXT("did not find expected '-' indicator"),
        LC_TEXT("did not find expected node content"),
        LC_TEXT("did not find expected <document start>"),
        LC_TEXT("mapping values are not allowed in this context"),
        LC_TEXT("block sequence entries are not allowed in this context"),
        LC_TEXT("found a tab character that violates indentation"),
        LC_TEXT("found character that cannot start any token"),
        LC_TEXT("found unexpected end of stream"),
        LC_TEXT("found unknown escape character"),
        LC_TEXT("found undefined alias"),
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i], problem) == 0) return lc_tr(ctx, known[i]);
    return problem;
}

/* The error that has just been made is of this line. */
static lc_status fail_at_line(const lc_yaml *yaml, size_t line) {
    return lc_fail_at(yaml->ctx, LC_ERR_INPUT,
                      &(lc_where){LC_WHERE(LC_ERROR_PROFILE), .file = yaml->file, .line = line});
}

static lc_status syntax_error(lc_yaml *yaml, const yaml_parser_t *parser, const char *text, size_t size) {
    if (parser->error == YAML_MEMORY_ERROR) return lc_fail_memory(yaml->ctx);
    const char *problem = problem_text(yaml->ctx, parser->problem ? parser->problem : "syntax error");
    bool encoding = parser->error == YAML_READER_ERROR;
    size_t line = encoding ? line_of_offset(text, size, parser->problem_offset) : parser->problem_mark.line + 1;
    if (encoding)
        lc_fail(yaml->ctx, LC_ERR_INPUT, "%s:%zu: not text in UTF-8 (%s); save the file in UTF-8", yaml->file, line,
                problem);
    else
        lc_fail(yaml->ctx, LC_ERR_INPUT,
                "%s:%zu: not valid YAML (%s); check colons, quotes and the indentation (spaces, no tabs) of this "
                "line and the one before",
                yaml->file, line, problem);
    return fail_at_line(yaml, line);
}

/* A second document would be ignored silently: refuse it. */
static lc_status check_end(lc_yaml *yaml, yaml_parser_t *parser, const char *text, size_t size) {
    yaml_document_t next;
    if (!yaml_parser_load(parser, &next)) return syntax_error(yaml, parser, text, size);
    lc_status status = LC_OK;
    if (yaml_document_get_root_node(&next)) {
        lc_fail(yaml->ctx, LC_ERR_INPUT, "%s:%zu: a second YAML document starts here; keep one in a file", yaml->file,
                next.start_mark.line + 1);
        status = fail_at_line(yaml, next.start_mark.line + 1);
    }
    yaml_document_delete(&next);
    return status;
}

static lc_status too_much(lc_yaml *yaml, const yaml_event_t *event, const char *what, int most) {
    size_t line = event->start_mark.line + 1;
    lc_fail(yaml->ctx, LC_ERR_INPUT, "%s:%zu: more than %d %s; no file of lifecircle has as many, correct it",
            yaml->file, line, most, lc_tr(yaml->ctx, what));
    return fail_at_line(yaml, line);
}

/*
 * What libyaml takes time for that grows with the square: levels (98 kB of '[': 25 s) and anchors, each of which it
 * compares with all before. Neither is of use here. Mistakes are left to the second reading.
 */
static lc_status check_shape(lc_yaml *yaml, const char *text, size_t size) {
    enum { LEVELS = 64, ANCHORS = 1000 };
    yaml_parser_t parser;
    yaml_event_t event;
    lc_status status = LC_OK;
    int levels = 0, anchors = 0;
    if (!yaml_parser_initialize(&parser)) return lc_fail_memory(yaml->ctx);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
    for (bool more = true; more && status == LC_OK && yaml_parser_parse(&parser, &event);) {
        yaml_event_type_t type = event.type;
        bool opens = type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT;
        levels += opens - (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT);
        anchors += (type == YAML_SCALAR_EVENT && event.data.scalar.anchor) ||
                   (type == YAML_SEQUENCE_START_EVENT && event.data.sequence_start.anchor) ||
                   (type == YAML_MAPPING_START_EVENT && event.data.mapping_start.anchor);
        more = type != YAML_STREAM_END_EVENT;
        if (levels > LEVELS)
            status = too_much(yaml, &event, LC_TEXT("levels of lists and mappings in one another"), LEVELS);
        if (anchors > ANCHORS) status = too_much(yaml, &event, LC_TEXT("anchors (&name)"), ANCHORS);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}

static lc_status parse(lc_yaml *yaml, const char *text, size_t size) {
    yaml_parser_t parser;
    lc_status status = check_shape(yaml, text, size);
    if (status) return status;
    if (!yaml_parser_initialize(&parser)) return lc_fail_memory(yaml->ctx);
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
    if (!yaml_parser_load(&parser, &yaml->document))
        status = syntax_error(yaml, &parser, text, size);
    else if (!yaml_document_get_root_node(&yaml->document)) {
        lc_fail(yaml->ctx, LC_ERR_INPUT, "%s:1: the file is empty; write its keys", yaml->file);
        status = fail_at_line(yaml, 1);
    } else {
        status = check_end(yaml, &parser, text, size);
    }
    yaml_parser_delete(&parser);
    return status;
}

lc_status lc_yaml_open(lc_context *ctx, const char *path, const char *advice, lc_yaml *out) {
    char *text = NULL;
    size_t size = 0;
    *out = (lc_yaml){.ctx = ctx};
    lc_status status = lc_text_read(ctx, path, advice, &text, &size);
    if (status) return status;
    out->file = lc_strdup(path);
    status = out->file ? parse(out, text, size) : lc_fail_memory(ctx);
    free(text);
    return status;
}

lc_status lc_yaml_open_text(lc_context *ctx, const char *name, const char *text, lc_yaml *out) {
    *out = (lc_yaml){.ctx = ctx, .file = lc_strdup(name)};
    return out->file ? parse(out, text, strlen(text)) : lc_fail_memory(ctx);
}

void lc_yaml_close(lc_yaml *yaml) {
    yaml_document_delete(&yaml->document);
    for (size_t i = 0; i < yaml->n_origins; i++) free(yaml->origin[i].file);
    free(yaml->origin);
    free(yaml->file);
    *yaml = (lc_yaml){0};
}

const yaml_node_t *lc_yaml_root(lc_yaml *yaml) {
    return yaml_document_get_root_node(&yaml->document);
}

int lc_yaml_number(const lc_yaml *yaml, const yaml_node_t *node) {
    return (int)(node - yaml->document.nodes.start) + 1;
}

const yaml_node_t *lc_yaml_node(lc_yaml *yaml, int number) {
    return yaml_document_get_node(&yaml->document, number);
}

lc_status lc_yaml_fail(const lc_yaml *yaml, const yaml_node_t *at, const char *format, ...) {
    char text[LC_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, lc_tr(yaml->ctx, format), args);
    va_end(args);
    const char *file = yaml->file;
    int number = lc_yaml_number(yaml, at);
    for (size_t i = 0; i < yaml->n_origins; i++)
        if (number >= yaml->origin[i].first && number <= yaml->origin[i].last) file = yaml->origin[i].file;
    size_t line = at->start_mark.line + 1;
    lc_fail(yaml->ctx, LC_ERR_INPUT, "%s:%zu: %s", file, line, text);
    return lc_fail_at(yaml->ctx, LC_ERR_INPUT, &(lc_where){LC_WHERE(LC_ERROR_PROFILE), .file = file, .line = line});
}
