#include "source/source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/remote.h"

#define KEYS                                                                                                           \
    "layername, layerid, subset, crs, encoding, noding, tolerance, layer_field, bridge_field, tunnel_field, dedupe, "  \
    "level_field, area_field, entrances, types, nodata, closed_lines, heights, spread, weight_field"

static char **value_of(lc_source *source, const char *key, size_t n) {
    const struct {
        const char *key;
        char **value;
    } known[] = {{"layername", &source->layername},
                 {"layerid", &source->layerid},
                 {"subset", &source->subset},
                 {"crs", &source->crs},
                 {"encoding", &source->encoding},
                 {"noding", &source->noding},
                 {"dedupe", &source->dedupe},
                 {"level_field", &source->level_field},
                 {"area_field", &source->area_field},
                 {"entrances", &source->entrances},
                 {"tolerance", &source->tolerance},
                 {"layer_field", &source->layer_field},
                 {"bridge_field", &source->bridge_field},
                 {"tunnel_field", &source->tunnel_field},
                 {"types", &source->types},
                 {"nodata", &source->nodata},
                 {"closed_lines", &source->closed_lines},
                 {"heights", &source->heights},
                 {"spread", &source->spread},
                 {"weight_field", &source->weight_field}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].key) == n && memcmp(known[i].key, key, n) == 0) return known[i].value;
    return NULL;
}

static char *copy_range(const char *text, size_t n) {
    char *copy = LC_NEW(char, n + 1);
    if (!copy) return NULL;
    memcpy(copy, text, n);
    copy[n] = '\0';
    return copy;
}

/* Length up to the next '|' that stands alone; "||" is SQL's concatenation and belongs to the value. */
static size_t part_length(const char *text) {
    size_t i = 0;
    while (text[i]) {
        if (text[i] != '|')
            i++;
        else if (text[i + 1] == '|')
            i += 2;
        else
            break;
    }
    return i;
}

static lc_status parse_part(lc_context *ctx, lc_source *source, const char *part, size_t n) {
    const char *equals = memchr(part, '=', n);
    size_t n_key = equals ? (size_t)(equals - part) : n;
    char **value = value_of(source, part, n_key);
    if (!value)
        return lc_fail(ctx, LC_ERR_INPUT, "source '%s': unknown key '%.*s' after '|'; the keys are " KEYS, source->text,
                       (int)n_key, part);
    if (!equals || n_key + 1 == n)
        return lc_fail(ctx, LC_ERR_INPUT, "source '%s': key '%.*s' has no value; write %.*s=VALUE or leave it out",
                       source->text, (int)n_key, part, (int)n_key, part);
    if (*value)
        return lc_fail(ctx, LC_ERR_INPUT, "source '%s': key '%.*s' is given twice; leave one out", source->text,
                       (int)n_key, part);
    *value = copy_range(equals + 1, n - n_key - 1);
    return *value ? LC_OK : lc_fail_memory(ctx);
}

/* A connection is not shown, but for what kind it is. */
static const char *database_of(const char *path) {
    static const char *const databases[] = {
        "PG:",      "postgresql:", "postgres:",  "MYSQL:", "MSSQL:", "OCI:",       "ODBC:",
        "PGEO:",    "IDB:",        "GEORASTER:", "GEOR:",  "HANA:",  "mongodb",    "MongoDB",
        "CouchDB:", "Cloudant:",   "ES:",        "CARTO:", "SDE:",   "AMIGOCLOUD:"};
    for (size_t i = 0; i < sizeof databases / sizeof *databases; i++)
        if (strncasecmp(path, databases[i], strlen(databases[i])) == 0) return databases[i];
    return NULL;
}

/* The last component of a path, or of an address without its query. */
static char *name_of(const char *path) {
    const char *kind = database_of(path), *address = strstr(path, "://");
    if (kind) return lc_strdup(kind);
    size_t n = address ? strcspn(address + 3, "?#") + (size_t)(address + 3 - path) : strlen(path), end = n;
    while (n > 1 && path[n - 1] == '/') n--;
    while (n > 0 && path[n - 1] != '/') n--;
    char *name = copy_range(path + n, end - n);
    const char *at = name && address ? strrchr(name, '@') : NULL; /* a host alone, behind its user */
    /* NOLINTNEXTLINE(bugprone-not-null-terminated-result): with its end: strlen(at) is one more than is behind it */
    if (at) memmove(name, at + 1, strlen(at));
    if (name) lc_secrets_hide(NULL, name, strlen(name) + 1);
    return name;
}

lc_status lc_source_parse(lc_context *ctx, const char *text, lc_source *out) {
    lc_source source = {.text = lc_strdup(text ? text : "")};
    if (!source.text) return lc_fail_memory(ctx);
    if (!lc_secrets_learn(&ctx->secrets, source.text)) {
        lc_source_free(&source);
        return lc_fail_memory(ctx);
    }
    lc_status status = LC_OK;
    const char *at = source.text;
    size_t n = part_length(at);
    if (n == 0) {
        status =
            lc_fail(ctx, LC_ERR_INPUT, "source '%s': the path is empty; write PATH or PATH|key=value", source.text);
        goto done;
    }
    source.path = copy_range(at, n);
    source.name = source.path ? name_of(source.path) : NULL;
    if (!source.name) status = lc_fail_memory(ctx);
    while (!status && at[n] == '|') {
        at += n + 1;
        n = part_length(at);
        status = parse_part(ctx, &source, at, n);
    }
    source.remote = !status && lc_remote_is(source.path);
    if (source.remote && ctx->offline)
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "source '%s': it lies elsewhere, and the run is offline; fetch it, or leave --offline out",
                         source.text);
done:
    if (status)
        lc_source_free(&source);
    else
        *out = source;
    return status;
}

void lc_source_free(lc_source *source) {
    free(source->text);
    free(source->path);
    free(source->name);
    free(source->layername);
    free(source->layerid);
    free(source->subset);
    free(source->crs);
    free(source->encoding);
    free(source->noding);
    free(source->dedupe);
    free(source->level_field);
    free(source->area_field);
    free(source->entrances);
    free(source->tolerance);
    free(source->layer_field);
    free(source->bridge_field);
    free(source->tunnel_field);
    free(source->types);
    free(source->nodata);
    free(source->closed_lines);
    free(source->heights);
    free(source->spread);
    free(source->weight_field);
    *source = (lc_source){0};
}

const char *lc_source_basename(const lc_source *source) {
    return source->name;
}

char *lc_source_layer_name(const lc_source *source, const char *layer) {
    bool address = strstr(source->path, "://") != NULL;
    char *name = copy_range(layer, address ? strcspn(layer, "?") : strlen(layer));
    if (name) lc_secrets_hide(NULL, name, strlen(name) + 1);
    return name;
}

void lc_source_warn(lc_context *ctx, const lc_source *source, const char *code, const char *message,
                    lc_source_case of) {
    const char *file = lc_source_basename(source), *detail = of.local;
    bool colon = strncmp(detail, ": ", 2) == 0;
    char *english = lc_sprintf("%s (%s)%s", file, of.role, of.english), *local;
    if (lc_is_chinese(ctx))
        local = lc_sprintf("%s（%s）%s%s", file, of.shown_role, colon ? "：" : "", detail + (colon ? 2 : 0));
    else
        local = lc_sprintf("%s (%s)%s", file, of.shown_role, detail);
    if (english && local) lc_warn_example(ctx, code, message, english, local);
    free(english);
    free(local);
}
