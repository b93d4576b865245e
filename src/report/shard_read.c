#include "report/shard_read.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/exact.h"
#include "report/shard_edits_read.h"

/* What is read: the part, and where from. */
typedef struct {
    lc_json_source source;
    lc_shard_file *out;
    const cJSON *shard;
} reading_t;

static lc_status wrong_member(const reading_t *r, const char *member) {
    return lc_fail(r->source.ctx, LC_ERR_INPUT,
                   "%s: lifecircle.shard.%s is not as 'lifecircle check --shard' writes it; run this part again",
                   r->source.name, member);
}

/* The member of the shard that is a list of n items; n SIZE_MAX: of any number. */
static const cJSON *list_of(const reading_t *r, const char *key, size_t n) {
    const cJSON *list = lc_json_find(r->shard, key);
    if (!cJSON_IsArray(list)) return NULL;
    return n == SIZE_MAX || (size_t)cJSON_GetArraySize(list) == n ? list : NULL;
}

/* ---------------------------------------------------------------------------------------------------------- text */

/* Read lines up to that of the features into out->head, which ends before it. */
static lc_status read_head(reading_t *r) {
    static const char features[] = "\"features\":[";
    char *line = NULL;
    size_t cap = 0, n = 0, room = 0;
    ssize_t got;
    bool found = false;
    while (!found && (got = getline(&line, &cap, r->out->file)) > 0) {
        found = strncmp(line, features, sizeof features - 1) == 0;
        if (found) break;
        if (!LC_ROOM(r->out->head, room, n + (size_t)got + 1)) {
            free(line);
            return lc_fail_memory(r->source.ctx);
        }
        memcpy(r->out->head + n, line, (size_t)got + 1);
        n += (size_t)got;
    }
    free(line);
    char *start = found && n ? strstr(r->out->head, "\"lifecircle\":{") : NULL, *end = start ? r->out->head + n : NULL;
    while (start && end > start && end[-1] != '}') end--;
    if (!start || end == start)
        return lc_fail(r->source.ctx, LC_ERR_INPUT,
                       "%s is no report of lifecircle; name a GeoJSON file that 'lifecircle check --shard' wrote",
                       r->source.name);
    start += strlen("\"lifecircle\":");
    *end = '\0';
    memmove(r->out->head, start, (size_t)(end - start) + 1);
    return LC_OK;
}

static lc_status parse_head(reading_t *r) {
    char *copy = lc_strdup(r->out->head);
    if (!copy) return lc_fail_memory(r->source.ctx);
    lc_status status = lc_json_parse(&r->source, copy, strlen(copy), &r->out->about);
    free(copy);
    if (status != LC_OK) return status;
    r->shard = lc_json_find(r->out->about, "shard");
    if (cJSON_IsObject(r->shard)) return LC_OK;
    return lc_fail(r->source.ctx, LC_ERR_INPUT,
                   "%s is a whole report, and merging takes those of parts: of 'lifecircle check --shard K/N'",
                   r->source.name);
}

/* ------------------------------------------------------------------------------------------------------------- sums
 */

static const char *text_of(const cJSON *object, const char *key) {
    const cJSON *item = lc_json_find(object, key);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}

static double number_of(const cJSON *object, const char *key) {
    const cJSON *item = lc_json_find(object, key);
    return cJSON_IsNumber(item) ? item->valuedouble : NAN;
}

/* What totals depend on of an indicator. That there is no demand is found anew. */
static bool read_indicator(const cJSON *from, lc_indicator *to, lc_part_list *parts, const char **reason) {
    const cJSON *combines = lc_json_find(from, "combines");
    *reason = text_of(from, "reason");
    if (*reason && strcmp(*reason, "no_demand") == 0) *reason = NULL;
    *to = (lc_indicator){.target = number_of(from, "target"),
                         .community_target = number_of(from, "community_target"),
                         .id = lc_strdup(text_of(from, "id")),
                         .metric = lc_strdup(text_of(from, "metric")),
                         .island = NAN,
                         .gini = NAN,
                         .theil = NAN,
                         .gini_distance = NAN,
                         .ratio = NAN,
                         .err = NAN,
                         .offnet = NAN,
                         .mean_ratio = NAN,
                         .services = NAN};
    if (!to->id || !to->metric || !cJSON_IsObject(combines)) return to->id && to->metric;
    const char *kind = text_of(combines, "kind");
    to->combines = kind && strcmp(kind, "all_of") == 0 ? LC_COMBINES_ALL : LC_COMBINES_AT_LEAST;
    to->n_parts = (size_t)cJSON_GetArraySize(lc_json_find(combines, "parts"));
    parts->n = to->n_parts;
    parts->part = LC_NEW0(lc_part, parts->n);
    parts->city_share = LC_NEW0(double, parts->n + 1);
    parts->share = LC_NEW0(double, 1); /* there are shares, of which only the city's are asked for */
    return parts->part && parts->city_share && parts->share;
}

static lc_status read_indicators(reading_t *r) {
    const cJSON *list = lc_json_find(r->out->about, "indicators"), *item;
    lc_report *sums = r->out->sums;
    size_t n = (size_t)cJSON_GetArraySize(list);
    sums->indicators = LC_NEW0(lc_indicator, n);
    sums->parts = LC_NEW0(lc_part_list, n);
    r->out->reason = LC_NEW0(const char *, n);
    bool ok = sums->indicators && sums->parts && r->out->reason;
    cJSON_ArrayForEach(item, list) {
        size_t i = sums->n_indicators;
        if (ok && (!text_of(item, "id") || !text_of(item, "metric"))) return wrong_member(r, "indicators");
        if (!ok) break;
        sums->n_indicators++;
        ok = read_indicator(item, &sums->indicators[i], &sums->parts[i], &r->out->reason[i]);
    }
    return ok ? LC_OK : lc_fail_memory(r->source.ctx);
}

static lc_status read_scorecard(reading_t *r) {
    const cJSON *items = lc_json_find(lc_json_find(r->out->about, "scorecard"), "items"), *item;
    lc_report *sums = r->out->sums;
    sums->scorecard = LC_NEW0(size_t, (size_t)cJSON_GetArraySize(items));
    if (!sums->scorecard) return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, items) {
        size_t i = 0;
        const char *id = cJSON_IsString(item) ? item->valuestring : "";
        while (i < sums->n_indicators && strcmp(sums->indicators[i].id, id) != 0) i++;
        if (i == sums->n_indicators) return wrong_member(r, "scorecard");
        sums->scorecard[sums->n_scorecard++] = i;
    }
    return LC_OK;
}

static lc_status read_categories(reading_t *r) {
    const cJSON *list = lc_json_find(r->out->about, "categories"), *item;
    lc_report *sums = r->out->sums;
    size_t n = (size_t)cJSON_GetArraySize(list), k = 0;
    const cJSON *lines = list_of(r, "lines", n), *areas = list_of(r, "areas", n);
    if (!lines || !areas) return wrong_member(r, "lines");
    sums->categories = LC_NEW0(lc_category, n);
    if (!sums->categories) return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, list) {
        sums->categories[k] = (lc_category){.known = cJSON_IsNumber(lc_json_find(item, "count")),
                                            .lines = cJSON_IsTrue(cJSON_GetArrayItem(lines, (int)k)),
                                            .areas = cJSON_IsTrue(cJSON_GetArrayItem(areas, (int)k)),
                                            .length_m = NAN,
                                            .area_m2 = NAN,
                                            .share = NAN,
                                            .m2_per_person = NAN};
        k++;
    }
    sums->n_categories = n;
    return LC_OK;
}

static lc_status read_inputs(reading_t *r) {
    const cJSON *list = lc_json_find(r->out->about, "inputs"), *item;
    size_t n = (size_t)cJSON_GetArraySize(list);
    const cJSON *flags = list_of(r, "by_plane", n);
    lc_report *sums = r->out->sums;
    if (!flags) return wrong_member(r, "by_plane");
    sums->inputs = LC_NEW0(lc_input_info, n);
    if (!sums->inputs) return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, list) {
        lc_input_info *info = &sums->inputs[sums->n_inputs];
        info->by_plane = cJSON_IsTrue(cJSON_GetArrayItem(flags, (int)sums->n_inputs++));
        if (!lc_exact_count(lc_json_find(item, "features"), &info->features)) return wrong_member(r, "by_plane");
    }
    return LC_OK;
}

static lc_status read_networks(reading_t *r) {
    const cJSON *list = list_of(r, "networks", SIZE_MAX), *item;
    lc_shard *shard = r->out->sums->shard;
    if (!list) return wrong_member(r, "networks");
    size_t n_all = (size_t)cJSON_GetArraySize(list);
    shard->network = LC_NEW0(lc_network_info, n_all);
    shard->centre = LC_NEW0(lc_xy, n_all);
    shard->box = LC_NEW0(lc_box, n_all);
    if (!shard->network || !shard->centre || !shard->box) return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, list) {
        lc_xy *centre = &shard->centre[shard->n_networks];
        lc_box *box = &shard->box[shard->n_networks];
        lc_network_info *n = &shard->network[shard->n_networks++];
        size_t *count[] = {&n->nodes,        &n->edges,         &n->components, &n->dropped_components,
                           &n->square_links, &n->island_joints, &n->islands};
        double *exact[] = {&n->length_m,
                           &n->dropped_length_m,
                           &n->islands_length_m,
                           &centre->x,
                           &centre->y,
                           &box->x0,
                           &box->y0,
                           &box->x1,
                           &box->y1};
        const cJSON *value = item->child;
        bool good = cJSON_GetArraySize(item) == 16;
        for (size_t k = 0; good && k < 7; k++, value = value->next) good = lc_exact_count(value, count[k]);
        for (size_t k = 0; good && k < 9; k++) good = lc_exact_next(&value, exact[k]);
        if (!good) return wrong_member(r, "networks");
    }
    r->out->sums->n_planes = shard->n_networks;
    r->out->sums->has_network = cJSON_IsObject(lc_json_find(r->out->about, "network"));
    return LC_OK;
}

static lc_status read_counted(reading_t *r) {
    const cJSON *list = list_of(r, "counted", SIZE_MAX), *item;
    lc_results *results = &r->out->sums->shard->results;
    if (!list) return wrong_member(r, "counted");
    results->counted = LC_NEW0(lc_counted, (size_t)cJSON_GetArraySize(list));
    if (!results->counted) return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, list) {
        lc_counted *counted = &results->counted[results->n_counted++];
        size_t indicator, n_parts;
        if (!lc_exact_count(cJSON_GetArrayItem(item, 0), &indicator) ||
            !lc_exact_count(cJSON_GetArrayItem(item, 1), &n_parts) || indicator >= r->out->sums->n_indicators ||
            n_parts > r->out->sums->parts[indicator].n)
            return wrong_member(r, "counted");
        if (!lc_counted_start(counted, indicator, n_parts, results->n_communities))
            return lc_fail_memory(r->source.ctx);
    }
    return LC_OK;
}

static bool read_community(lc_report *sums, const cJSON *list, size_t c) {
    lc_results *results = &sums->shard->results;
    const cJSON *at = list->child;
    bool good =
        lc_exact_next(&at, &sums->communities[c].area_m2) && lc_exact_next(&at, &sums->communities[c].population);
    for (size_t i = 0; good && i < sums->n_indicators; i++) {
        lc_result *v = &results->value[c * sums->n_indicators + i];
        good = lc_exact_next(&at, &v->demand) && lc_exact_next(&at, &v->covered) && lc_exact_next(&at, &v->err) &&
               lc_exact_next(&at, &v->offnet) && lc_exact_next(&at, &v->island);
    }
    for (size_t k = 0; good && k < sums->n_categories; k++) {
        lc_amount *amount = &sums->amounts[c * sums->n_categories + k];
        double count = 0;
        good =
            lc_exact_next(&at, &count) && lc_exact_next(&at, &amount->length_m) && lc_exact_next(&at, &amount->area_m2);
        good = good && count >= 0 && count < 9e15;
        if (good) amount->count = (size_t)count;
    }
    for (size_t k = 0; good && k < results->n_counted; k++)
        for (size_t m = 0; good && m < results->counted[k].n_parts; m++)
            good = lc_exact_next(&at, &results->counted[k].within[c * results->counted[k].n_parts + m]);
    return good && !at;
}

static lc_status read_sums(reading_t *r) {
    lc_report *sums = r->out->sums;
    lc_results *results = &sums->shard->results;
    const cJSON *index = list_of(r, "index", SIZE_MAX), *list, *item;
    size_t n = (size_t)cJSON_GetArraySize(index), c = 0;
    if (!index || !(list = list_of(r, "sums", n))) return wrong_member(r, "sums");
    sums->n_communities = results->n_communities = n;
    results->n_indicators = sums->n_indicators;
    sums->shard->index = LC_NEW0(size_t, n);
    sums->communities = LC_NEW0(lc_community, n);
    sums->amounts = LC_NEW0(lc_amount, n * sums->n_categories);
    results->value = LC_NEW0(lc_result, n * sums->n_indicators);
    if (!sums->shard->index || !sums->communities || !sums->amounts || !results->value)
        return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, index) if (!lc_exact_count(item, &sums->shard->index[c++])) return wrong_member(r,
                                                                                                             "index");
    lc_status status = read_counted(r);
    c = 0;
    cJSON_ArrayForEach(item, list) {
        if (status != LC_OK) break;
        if (!read_community(sums, item, c++)) status = wrong_member(r, "sums");
    }
    return status;
}

/* --------------------------------------------------------------------------------------------------------- warnings */

static bool read_warning(const cJSON *from, lc_warning_entry *to) {
    const cJSON *examples = lc_json_find(from, "examples"), *item;
    const char *code = text_of(from, "code"), *message = text_of(from, "message");
    *to = (lc_warning_entry){.code = lc_strdup(code), .message = lc_strdup(message)};
    bool good = to->code && to->message && lc_exact_count(lc_json_find(from, "count"), &to->count);
    cJSON_ArrayForEach(item, examples) {
        if (!good || to->n_examples == LC_EXAMPLES_MAX || !cJSON_IsString(item)) return false;
        good = (to->examples[to->n_examples++] = lc_strdup(item->valuestring)) != NULL;
    }
    return good;
}

static lc_status read_warnings(reading_t *r, const char *key, lc_warnings *out) {
    const cJSON *list = list_of(r, key, SIZE_MAX), *item;
    if (!list) return wrong_member(r, key);
    if (!LC_ROOM(out->entry, out->capacity, (size_t)cJSON_GetArraySize(list))) return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, list) if (!read_warning(item, &out->entry[out->n++])) return wrong_member(r, key);
    return LC_OK;
}

static lc_status read_groups(reading_t *r) {
    const cJSON *groups = lc_json_find(r->out->about, "groups"), *item;
    if (!groups) return LC_OK;
    const cJSON *list = list_of(r, "groups", r->out->sums->n_communities);
    if (!list || !text_of(groups, "field")) return wrong_member(r, "groups");
    r->out->group = LC_NEW0(char *, r->out->sums->n_communities);
    size_t c = 0;
    if (!r->out->group) return lc_fail_memory(r->source.ctx);
    cJSON_ArrayForEach(item, list) {
        if (cJSON_IsString(item) && !(r->out->group[c] = lc_strdup(item->valuestring)))
            return lc_fail_memory(r->source.ctx);
        c++;
    }
    return LC_OK;
}

static lc_status read_edits(reading_t *r) {
    bool sound;
    lc_status status = lc_shard_edits_read(r->source.ctx, r->shard, r->out->about, &r->out->sums->shard->edits, &sound);
    return status == LC_OK && !sound ? wrong_member(r, "edits") : status;
}

static lc_status read_shard(reading_t *r) {
    lc_shard *shard = r->out->sums->shard;
    if (!lc_exact_count(lc_json_find(r->shard, "number"), &shard->number) ||
        !lc_exact_count(lc_json_find(r->shard, "of"), &shard->of) ||
        !lc_exact_count(lc_json_find(r->shard, "communities"), &shard->n))
        return wrong_member(r, "number");
    typedef lc_status (*step_fn)(reading_t *);
    static const step_fn steps[] = {read_indicators, read_scorecard, read_categories, read_inputs,
                                    read_networks,   read_sums,      read_groups};
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < sizeof steps / sizeof *steps; i++) status = steps[i](r);
    if (status == LC_OK) status = read_edits(r);
    if (status == LC_OK) status = read_warnings(r, "sources", &shard->sources);
    return status == LC_OK ? read_warnings(r, "planes", &shard->planes) : status;
}

/* What has been read, and is many times as large as text as it is in numbers, does not stay while other parts are read.
 */
static void drop_text(lc_shard_file *out) {
    cJSON_DeleteItemFromObject(out->about, "shard");
    if (out->sums->shard->number == 1) return;
    free(out->head);
    out->head = NULL;
}

lc_status lc_shard_open(lc_context *ctx, const char *path, lc_shard_file *out) {
    lc_shard_file file = {.path = lc_strdup(path), .sums = LC_NEW0(lc_report, 1)};
    reading_t r = {.source = {.ctx = ctx, .name = path}, .out = &file};
    lc_status status = LC_OK;
    if (file.sums) file.sums->shard = LC_NEW0(lc_shard, 1);
    if (!file.path || !file.sums || !file.sums->shard)
        status = lc_fail_memory(ctx);
    else if (!(file.file = fopen(path, "rb")))
        status = lc_fail(ctx, LC_ERR_INPUT, "%s: this part cannot be read; run it again, or check the path", path);
    if (status == LC_OK) status = read_head(&r);
    if (status == LC_OK) status = parse_head(&r);
    if (status == LC_OK) status = read_shard(&r);
    if (status == LC_OK) {
        drop_text(&file);
        *out = file;
    } else {
        lc_shard_close(&file);
    }
    return status;
}

void lc_shard_close(lc_shard_file *shard) {
    for (size_t c = 0; shard->group && shard->sums && c < shard->sums->n_communities; c++) free(shard->group[c]);
    free(shard->group);
    free(shard->reason);
    lc_report_free(shard->sums);
    cJSON_Delete(shard->about);
    free(shard->head);
    if (shard->file) fclose(shard->file);
    free(shard->path);
    *shard = (lc_shard_file){0};
}
