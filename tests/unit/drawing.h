/* A small OpenStreetMap file drawn in metres around a place, and the network that is made of it. */
#ifndef DRAWING_H
#define DRAWING_H

#include "base/memory.h"
#include "files.h"
#include "network/build.h"
#include "network/network.h"
#include "network/osm_paths.h"
#include "source/osm_read.h"

typedef struct drawing {
    files *f;
    lc_work_crs *crs;
    FILE *file;
    char *text;
    size_t size;
    lc_walk_rules *walk;
    lc_osm osm;
    lc_paths paths;
    lc_network *net;
} drawing;

static inline void begin_drawing(files *f, drawing *d) {
    *d = (drawing){.f = f};
    assert_int_equal(lc_work_crs_new(f->ctx, 104.05, 30.65, &d->crs), LC_OK);
    assert_int_equal(lc_walk_rules_load(f->ctx, LC_DATA_DIR, &d->walk), LC_OK);
    lc_warnings_clear(&f->ctx->warnings);
    d->file = open_memstream(&d->text, &d->size);
    assert_non_null(d->file);
    fputs("<osm version='0.6'>", d->file);
}

static inline void draw_node(drawing *d, int id, double x, double y) {
    lc_xy p = {x, y};
    lc_work_crs_unproject(d->crs, &p, 1);
    fprintf(d->file, "<node id='%d' lon='%.12f' lat='%.12f'/>", id, p.x, p.y);
}

/* Tags are `key=value key=value`. */
static inline void draw_tags(drawing *d, const char *tags) {
    char copy[256], *rest = copy;
    snprintf(copy, sizeof copy, "%s", tags);
    for (char *tag; (tag = strtok_r(rest, " ", &rest)) != NULL;) {
        char *value = strchr(tag, '=');
        *value++ = 0;
        fprintf(d->file, "<tag k='%s' v='%s'/>", tag, value);
    }
}

static inline void draw_way(drawing *d, int id, const char *tags, size_t n, const int *node) {
    fprintf(d->file, "<way id='%d'>", id);
    for (size_t i = 0; i < n; i++) fprintf(d->file, "<nd ref='%d'/>", node[i]);
    draw_tags(d, tags);
    fputs("</way>", d->file);
}
#define DRAW_WAY(d, id, tags, ...)                                                                                     \
    draw_way(d, id, tags, sizeof(const int[]){__VA_ARGS__} / sizeof(int), (const int[]){__VA_ARGS__})

static inline void draw_relation(drawing *d, int id, const char *tags, size_t n, const int *way) {
    fprintf(d->file, "<relation id='%d'>", id);
    for (size_t i = 0; i < n; i++) fprintf(d->file, "<member type='way' ref='%d' role=''/>", way[i]);
    draw_tags(d, tags);
    fputs("</relation>", d->file);
}
#define DRAW_RELATION(d, id, tags, ...)                                                                                \
    draw_relation(d, id, tags, sizeof(const int[]){__VA_ARGS__} / sizeof(int), (const int[]){__VA_ARGS__})

/* Read it back, and make paths and a network of it. */
static inline void finish_drawing(drawing *d) {
    static const char *const keys[] = {"highway", "area", "foot", "access", "sidewalk"};
    fputs("</osm>", d->file);
    fclose(d->file);
    d->file = NULL;
    const char *path = write_text(d->f, "drawing.osm", d->text);
    lc_status status = lc_osm_read(d->f->ctx, &path, 1, keys, sizeof keys / sizeof *keys, &d->osm);
    if (status == LC_OK) status = lc_paths_from_osm(d->f->ctx, &d->osm, d->walk, d->crs, &d->paths);
    if (status == LC_OK) status = lc_network_build(d->f->ctx, &d->paths, &(lc_network_rules){0}, &d->net);
    if (status != LC_OK) fail_msg("%s", lc_error_message(d->f->ctx));
}

static inline void end_drawing(drawing *d) {
    lc_network_free(d->net);
    lc_paths_free(&d->paths);
    lc_osm_free(&d->osm);
    lc_walk_rules_free(d->walk);
    lc_work_crs_free(d->crs);
    free(d->text);
}

#endif
