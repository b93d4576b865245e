#include "source/osm.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/memory.h"
#include "source/osm_build.h"

static bool ends_with(const char *path, const char *suffix) {
    size_t n = strlen(path), m = strlen(suffix);
    return n > m && strcasecmp(path + n - m, suffix) == 0;
}

/* Refuse what is not a file before a reader meets it, with the reason in words. */
static lc_status check_file(lc_context *ctx, const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) return lc_fail(ctx, LC_ERR_INPUT, "%s: no such file", path);
    if (S_ISDIR(info.st_mode))
        return lc_fail(ctx, LC_ERR_INPUT, "%s: is a folder; give an .osm, .osm.gz or .pbf file", path);
    if (S_ISREG(info.st_mode) && info.st_size == 0)
        return lc_fail(ctx, LC_ERR_INPUT, "%s: the file is empty; get it again", path);
    return LC_OK;
}

static lc_status parse(lc_context *ctx, const char *path, lc_osm_builder *b) {
    if (ends_with(path, ".pbf")) return lc_osm_read_pbf(ctx, path, b);
    if (ends_with(path, ".osm") || ends_with(path, ".osm.gz")) return lc_osm_read_xml(ctx, path, b);
    if (ends_with(path, ".osm.bz2"))
        return lc_fail(ctx, LC_ERR_INPUT, "%s: bzip2 is not read; unpack it with 'bunzip2' and give the .osm file",
                       path);
    return lc_fail(ctx, LC_ERR_INPUT, "%s: not an OpenStreetMap file by its name; it must end in .pbf, .osm or .osm.gz",
                   path);
}

lc_status lc_osm_read(lc_context *ctx, const char *path, const char *const *keys, size_t n_keys, lc_osm *out) {
    lc_osm_builder b;
    lc_osm osm = {0};
    lc_status status = check_file(ctx, path);
    if (status) return status;
    status = lc_osm_builder_init(ctx, path, keys, n_keys, &b);
    if (status) return status;
    status = parse(ctx, path, &b);
    if (!status) status = lc_osm_builder_finish(&b, &osm);
    lc_osm_builder_free(&b);
    if (status) return status;

    const char *slash = strrchr(path, '/');
    osm.file = lc_strdup(slash ? slash + 1 : path);
    if (!osm.file) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    status = lc_sha256_files(ctx, &path, 1, osm.sha256);
done:
    if (status)
        lc_osm_free(&osm);
    else
        *out = osm;
    return status;
}

static void free_tags(lc_osm_tags *tags) {
    free(tags->start);
    free(tags->key);
    free(tags->value);
    free(tags->text);
}

void lc_osm_free(lc_osm *osm) {
    free(osm->node_id);
    free(osm->node_xy);
    free(osm->tagged_node);
    free_tags(&osm->node_tags);
    free(osm->way_id);
    free(osm->way_start);
    free(osm->ref);
    free_tags(&osm->way_tags);
    free(osm->relation_id);
    free(osm->member_start);
    free(osm->member_type);
    free(osm->member_ref);
    free_tags(&osm->relation_tags);
    free(osm->file);
    *osm = (lc_osm){0};
}

static size_t find_id(const int64_t *id, size_t n, int64_t wanted) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (id[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && id[low] == wanted ? low : SIZE_MAX;
}

size_t lc_osm_find_node(const lc_osm *osm, int64_t id) {
    return find_id(osm->node_id, osm->n_nodes, id);
}

size_t lc_osm_find_node_near(const lc_osm *osm, int64_t id, size_t near) {
    const int64_t *ids = osm->node_id;
    size_t low = near, high = near, step = 1;
    if (near >= osm->n_nodes) return lc_osm_find_node(osm, id);
    while (low > 0 && ids[low] > id) {
        high = low;
        low -= step < low ? step : low;
        step *= 2;
    }
    while (high < osm->n_nodes && ids[high] < id) {
        low = high;
        high += step < osm->n_nodes - high ? step : osm->n_nodes - high;
        step *= 2;
    }
    if (high < osm->n_nodes) high++;
    size_t found = find_id(ids + low, high - low, id);
    return found == SIZE_MAX ? SIZE_MAX : low + found;
}

size_t lc_osm_find_way(const lc_osm *osm, int64_t id) {
    return find_id(osm->way_id, osm->n_ways, id);
}

const char *lc_osm_tag(const void *object, const char *key) {
    const lc_osm_object *o = object;
    const lc_osm_tags *tags = o->tags;
    for (size_t t = tags->start[o->index]; t < tags->start[o->index + 1]; t++)
        if (strcmp(tags->text + tags->key[t], key) == 0) return tags->text + tags->value[t];
    return NULL;
}
