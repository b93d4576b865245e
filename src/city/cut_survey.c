#include "city/cut_survey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/osm_source.h"
#include "city/read_inputs.h"
#include "source/osm_select.h"

/* ------------------------------------------------------------------------------------------------------------- paths
 */

static double step_m(lc_xy a, lc_xy b) {
    const double degree_m = 111195, radian = 0.017453292519943295;
    return degree_m * lc_length((b.x - a.x) * cos(radian * a.y), b.y - a.y);
}

static void add_path(const lc_planes *planes, lc_xy first, double m, double *length_m) {
    size_t plane = lc_planes_at(planes, first);
    if (plane != SIZE_MAX) length_m[plane] += m;
}

void lc_cut_survey_lines(const lc_geoms *lines, const lc_planes *planes, double *length_m) {
    for (size_t g = 0; g < lines->n; g++) {
        size_t from = lines->xy_of[lines->part_of[g]], to = lines->xy_of[lines->part_of[g + 1]];
        double m = 0;
        for (size_t i = from; i + 1 < to; i++) m += step_m(lines->xy[i], lines->xy[i + 1]);
        if (from < to) add_path(planes, lines->xy[from], m, length_m);
    }
}

static void add_way(const lc_osm *osm, size_t way, const lc_planes *planes, double *length_m) {
    size_t first = SIZE_MAX, last = SIZE_MAX;
    double m = 0;
    for (size_t r = osm->way_start[way]; r < osm->way_start[way + 1]; r++) {
        size_t node = lc_osm_find_node(osm, osm->ref[r]);
        if (node == SIZE_MAX) continue;
        if (first == SIZE_MAX) first = node;
        if (last != SIZE_MAX) m += step_m(osm->node_xy[last], osm->node_xy[node]);
        last = node;
    }
    if (first != SIZE_MAX) add_path(planes, osm->node_xy[first], m, length_m);
}

static void add_ways(const lc_osm *osm, const lc_planes *planes, double *length_m) {
    for (size_t way = 0; way < osm->n_ways; way++) {
        lc_osm_object object = {&osm->way_tags, way};
        if (lc_osm_tag(&object, "highway")) add_way(osm, way, planes, length_m);
    }
}

/* -------------------------------------------------------------------------------------------------------- categories
 */

typedef struct {
    char **text;
    size_t n, cap;
} texts_t;

static bool add_filter(texts_t *list, const char *key) {
    char *text = lc_sprintf("nwr/%s", key);
    for (size_t i = 0; text && i < list->n; i++)
        if (strcmp(list->text[i], text) == 0) {
            free(text);
            return true;
        }
    if (!text || !LC_ROOM(list->text, list->cap, list->n + 1)) {
        free(text);
        return false;
    }
    list->text[list->n++] = text;
    return true;
}

/* Whatever belongs has one of these keys. */
static bool add_filters(texts_t *list, const lc_category_def *def) {
    bool ok = true;
    for (size_t i = 0; ok && i < def->n_require; i++) ok = add_filter(list, def->require[i].key);
    for (size_t i = 0; ok && i < def->n_any; i++) ok = add_filter(list, def->any[i].key);
    return ok && (!def->member_of || add_filters(list, def->member_of));
}

lc_status lc_cut_filters(lc_context *ctx, const char *data_dir, char ***out, size_t *n) {
    lc_categories *categories = NULL;
    texts_t list = {0};
    lc_status status = lc_categories_load(ctx, data_dir, &categories);
    bool ok = status == LC_OK && add_filter(&list, "highway");
    for (size_t c = 0; ok && c < categories->n; c++) ok = add_filters(&list, &categories->category[c]);
    if (status == LC_OK && !ok) status = lc_fail_memory(ctx);
    if (categories) lc_categories_free(categories);
    *out = list.text;
    *n = list.n;
    return status;
}

static lc_status look_for(lc_context *ctx, const lc_osm *whole, const lc_category_def *def, lc_cut_osm *osm) {
    bool any, area;
    lc_status status = lc_osm_kinds(ctx, whole, def, &any, &area);
    if (status == LC_OK && !lc_cut_osm_add(osm, def->name, any, area)) status = lc_fail_memory(ctx);
    return status;
}

/* The parts say for themselves what there is to warn of. */
static lc_status survey(lc_context *ctx, const lc_city_options *o, const char *path, lc_inputs *in) {
    lc_status status = lc_walk_rules_load(ctx, o->data_dir, &in->walk);
    if (status == LC_OK) status = lc_categories_load(ctx, o->data_dir, &in->city->categories);
    return status == LC_OK ? lc_osm_source_all(ctx, &path, 1, in) : status;
}

lc_status lc_cut_survey_osm(lc_context *ctx, const lc_city_options *o, const char *path, const lc_planes *planes,
                            double *length_m, lc_cut_osm *osm, int64_t *highest_node) {
    lc_city city = {0};
    lc_inputs in = {.city = &city};
    lc_context *beside = lc_context_beside(ctx);
    if (!beside) return lc_fail_memory(ctx);
    lc_status status = survey(beside, o, path, &in);
    if (status == LC_OK) add_ways(in.osm, planes, length_m);
    for (size_t c = 0; status == LC_OK && c < city.categories->n; c++)
        status = look_for(beside, in.osm, &city.categories->category[c], osm);
    if (status == LC_OK) *highest_node = in.osm->n_nodes ? in.osm->node_id[in.osm->n_nodes - 1] : 0;
    if (status != LC_OK) lc_fail_as(ctx, status, beside);
    lc_inputs_free(&in);
    lc_city_clear(&city);
    lc_context_free(beside);
    return status;
}
