#include "report/join_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/shared.h"
#include "report/join.h"
#include "report/merge_sums.h"
#include "report/words.h"

/* The city that is put together: what a join knows of it. */
typedef struct {
    lc_city city;
    lc_shared shared;
    lc_geoms shapes; /* of the communities, part by part; feature = place in the part */
    size_t *place;   /* one a feature of them: its place among all */
    size_t n_placed;
    const char **reason;
    lc_warnings sources; /* what all parts tell alike */
    lc_report *same;     /* and have alike: edits alone */
} whole_t;

static void clear(whole_t *whole) {
    lc_report_free(whole->same);
    lc_warnings_clear(&whole->sources);
    free(whole->reason);
    free(whole->place);
    lc_geoms_free(&whole->shapes);
    lc_geoms_free(&whole->city.shapes);
    free(whole->city.group);
    free(whole->shared.planes.plane);
}

/* ---------------------------------------------------------------------------------------- before parts are consumed */

/* Centre and box of all planes: every path lies in one of them. */
static bool lay_planes(const lc_shard_file *part, size_t n, lc_planes *planes) {
    size_t n_all = 0;
    for (size_t k = 0; k < n; k++) n_all += part[k].sums->shard->n_networks;
    planes->plane = LC_NEW0(lc_plane, n_all);
    for (size_t k = 0; planes->plane && k < n; k++) {
        const lc_shard *shard = part[k].sums->shard;
        for (size_t p = 0; p < shard->n_networks; p++)
            planes->plane[planes->n++] = (lc_plane){.centre = shard->centre[p], .box = shard->box[p]};
    }
    return planes->plane;
}

/* Why indicators have no answer, as text that outlives the parts. */
static lc_status know_reasons(lc_context *ctx, const lc_shard_file *part, const char ***out) {
    size_t n = part->sums->n_indicators;
    const char **reason = *out = LC_NEW0(const char *, n);
    if (!reason) return lc_fail_memory(ctx);
    for (size_t i = 0; i < n; i++)
        if (part->reason[i] && !(reason[i] = lc_reason_known(part->reason[i])))
            return lc_fail(ctx, LC_ERR_INPUT, "%s: '%s' is no reason that this version knows; run this part again",
                           part->path, part->reason[i]);
    return LC_OK;
}

static lc_status begin(lc_context *ctx, const lc_shard_file *part, size_t n, whole_t *whole) {
    const cJSON *field = lc_json_find(lc_json_find(part[0].about, "groups"), "field");
    whole->city.n_communities = part[0].sums->shard->n;
    whole->city.shared = &whole->shared;
    whole->place = LC_NEW(size_t, whole->city.n_communities);
    whole->same = LC_NEW0(lc_report, 1);
    bool ok = whole->place && whole->same && lay_planes(part, n, &whole->shared.planes) &&
              lc_shards_groups(part, n, &whole->city.group);
    if (ok && whole->city.group) whole->city.group_field = field->valuestring;
    return ok ? know_reasons(ctx, &part[0], &whole->reason) : lc_fail_memory(ctx);
}

/* -------------------------------------------------------------------------------------------------- part after part */

static bool take_shapes(whole_t *whole, lc_report *from) {
    if (!lc_geoms_append(&whole->shapes, &from->shapes, whole->n_placed)) return false;
    lc_geoms_free(&from->shapes);
    for (size_t c = 0; c < from->n_communities; c++) whole->place[whole->n_placed++] = from->shard->index[c];
    return true;
}

/* Of a report that goes on without them to one that has none. */
static void move_edits(lc_report *from, lc_report *to) {
    to->edits = from->edits;
    to->n_edits = from->n_edits;
    from->edits = NULL;
    from->n_edits = 0;
}

static lc_status add_part(lc_context *ctx, lc_join *join, whole_t *whole, lc_shard_file *part,
                          const lc_shard_wish *wish, size_t *first) {
    lc_checked checked = {0};
    size_t n = part->sums->n_indicators;
    lc_status status = lc_shard_file_read(ctx, part, wish, &checked.report);
    if (status != LC_OK) return status;
    if (!*first) move_edits(checked.report, whole->same);
    size_t n_planes = checked.report->shard->n_networks;
    checked.results = checked.report->shard->results;
    checked.report->shard->results = (lc_results){0};
    checked.reason = LC_NEW(const char *, n);
    bool told = *first || lc_warnings_copy(&whole->sources, &checked.report->shard->sources);
    if (!checked.reason || !told || !take_shapes(whole, checked.report)) {
        lc_checked_free(&checked);
        return lc_fail_memory(ctx);
    }
    memcpy(checked.reason, whole->reason, n * sizeof *checked.reason);
    status = lc_join_add_part(ctx, join, *first, &checked);
    lc_checked_free(&checked);
    *first += n_planes;
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- the end */

/* The communities' shapes in the order of all. */
static bool order_shapes(whole_t *whole) {
    size_t n = whole->city.n_communities, *from = LC_NEW(size_t, n);
    size_t *first = from ? lc_geoms_of_features(&whole->shapes, n) : NULL;
    bool ok = first;
    for (size_t k = 0; ok && k < n; k++) from[whole->place[k]] = k;
    for (size_t c = 0; ok && c < n; c++)
        for (size_t g = first[from[c]]; ok && g < first[from[c] + 1]; g++)
            ok = lc_geoms_copy(&whole->city.shapes, &whole->shapes, g, (uint32_t)c);
    free(first);
    free(from);
    lc_geoms_free(&whole->shapes);
    return ok;
}

lc_status lc_shards_join(lc_context *ctx, lc_shard_file *part, size_t n, const lc_shard_wish *wish, lc_report **out) {
    whole_t whole = {0};
    lc_join *join = NULL;
    lc_report *report = NULL;
    size_t first = 0;
    lc_status status = begin(ctx, part, n, &whole);
    if (status == LC_OK) status = lc_join_new(ctx, &whole.city, &join);
    for (size_t k = 0; status == LC_OK && k < n; k++) status = add_part(ctx, join, &whole, &part[k], wish, &first);
    if (status == LC_OK && !order_shapes(&whole)) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_join_end(ctx, join, &whole.sources, &report);
    if (status == LC_OK) status = lc_shards_settled(ctx, report);
    if (status == LC_OK) move_edits(whole.same, report);
    lc_join_free(join);
    clear(&whole);
    if (status == LC_OK)
        *out = report;
    else
        lc_report_free(report);
    return status;
}
