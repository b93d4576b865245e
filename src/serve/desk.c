#include "serve/desk.h"

#include <cjson/cJSON.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/text_stream.h"
#include "city/city.h"
#include "output/geojson.h"
#include "output/live_page.h"
#include "output/report_markdown.h"
#include "report/figures.h"
#include "serve/edits_json.h"
#include "serve/state_json.h"

enum { WAIT_S = 20, SITES_MOST = 1000 };

static const char JSON[] = "application/json", GEOJSON[] = "application/geo+json",
                  MARKDOWN[] = "text/markdown; charset=utf-8", PLAIN[] = "text/plain; charset=utf-8";
static const char NO_EDITS[] = "{\"type\":\"FeatureCollection\",\"features\":[]}";

struct lc_desk {
    lc_context *ctx;
    const lc_check_options *options;
    lc_live *live;
    lc_base_table base;
    char *page;
    pthread_mutex_t lock; /* of all below, the context and the live city */
    char *edits;          /* as they were sent; NULL: none */
    unsigned long version;
};

/* Something that is written: text that grows. */
typedef struct {
    lc_text_stream stream;
    lc_json json;
} sheet_t;

static bool begin_sheet(sheet_t *s) {
    *s = (sheet_t){0};
    bool ok = lc_text_stream_open(&s->stream);
    s->json.file = s->stream.file;
    return ok;
}

/* It becomes the answer when `status` is good. */
static lc_status end_sheet(lc_context *ctx, sheet_t *s, lc_status status, const char *type, lc_answer *answer) {
    if (!lc_text_stream_close(&s->stream) && status == LC_OK) status = lc_fail_memory(ctx);
    if (status != LC_OK) {
        free(s->stream.text);
        return status;
    }
    *answer = (lc_answer){200, type, s->stream.text, s->stream.size};
    return LC_OK;
}

void lc_answer_line(lc_answer *answer, unsigned status, const char *text) {
    *answer = (lc_answer){.status = status, .type = PLAIN, .text = lc_sprintf("%s\n", text)};
    answer->size = answer->text ? strlen(answer->text) : 0;
}

/* ------------------------------------------------------------------------------------------------------- questions */

static const lc_report *report_of(const lc_desk *desk) {
    return lc_live_report(desk->live);
}

/* How the city stands: `ms` below 0 for one who only looks. */
static lc_status write_state(lc_desk *desk, double ms, lc_answer *answer) {
    sheet_t s;
    lc_status status = begin_sheet(&s) ? LC_OK : lc_fail_memory(desk->ctx);
    if (status == LC_OK) {
        lc_json_open(&s.json, '{');
        if (ms >= 0) lc_json_put_fixed(&s.json, "ms", ms, 1);
        lc_json_put_count(&s.json, "version", desk->version);
        if (ms < 0) {
            lc_json_key(&s.json, "edits");
            fputs(desk->edits ? desk->edits : NO_EDITS, s.stream.file);
            s.json.comma = true;
            lc_state_categories(&s.json, desk->base.report);
        }
        status = lc_state_print(desk->ctx, &s.json, &desk->base, report_of(desk));
        lc_json_close(&s.json, '}');
    }
    return end_sheet(desk->ctx, &s, status, JSON, answer);
}

static lc_status get_state(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    (void)q;
    return write_state(desk, -1, answer);
}

/* The body as a text of its own, without a byte order mark: it is shown again inside of other JSON. */
static char *copy_body(const lc_question *q) {
    static const char mark[] = "\xEF\xBB\xBF";
    const char *body = q->body ? q->body : "";
    size_t skip = q->size >= 3 && memcmp(body, mark, 3) == 0 ? 3 : 0, size = q->size - skip;
    char *text = LC_NEW(char, size + 1);
    if (!text) return NULL;
    memcpy(text, body + skip, size);
    text[size] = '\0';
    return text;
}

static lc_status put_edits(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    lc_edits *edits = NULL;
    double started = lc_seconds();
    char *text = copy_body(q);
    lc_status status = text ? lc_edits_from_json(desk->ctx, q->body, q->size, &edits) : lc_fail_memory(desk->ctx);
    if (status == LC_OK) status = lc_live_set(desk->ctx, desk->live, edits);
    if (status == LC_OK) {
        lc_live_forget(desk->live); /* the page keeps its own steps */
        free(desk->edits);
        desk->edits = text;
        text = NULL;
        desk->version++;
        status = write_state(desk, 1e3 * (lc_seconds() - started), answer);
    }
    lc_edits_free(edits);
    free(text);
    return status;
}

static lc_status get_edits(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    (void)q;
    char *text = lc_strdup(desk->edits ? desk->edits : NO_EDITS);
    if (!text) return lc_fail_memory(desk->ctx);
    *answer = (lc_answer){200, GEOJSON, text, strlen(text)};
    return LC_OK;
}

static lc_status get_report(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    sheet_t s;
    (void)q;
    lc_status status =
        begin_sheet(&s) ? lc_report_print(desk->ctx, s.stream.file, report_of(desk)) : lc_fail_memory(desk->ctx);
    return end_sheet(desk->ctx, &s, status, GEOJSON, answer);
}

/* Figures under a name of their own. */
static lc_status figures_named(lc_context *ctx, const lc_report *report, const char *name, lc_figures **out) {
    lc_status status = lc_figures_of(ctx, report, out);
    if (status == LC_OK && !((*out)->file = lc_strdup(lc_tr(ctx, name)))) status = lc_fail_memory(ctx);
    return status;
}

/* The report for people, and what it changes. */
static lc_status get_note(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    lc_figures *before = NULL, *after = NULL;
    lc_diff *diff = NULL;
    lc_write_options options = LC_WRITE_OPTIONS_INIT;
    sheet_t s = {0};
    (void)q;
    lc_status status = figures_named(desk->ctx, desk->base.report, LC_TEXT("the city as it is"), &before);
    if (status == LC_OK) status = figures_named(desk->ctx, report_of(desk), LC_TEXT("with the edits"), &after);
    if (status == LC_OK) status = lc_diff_new(desk->ctx, before, after, NULL, &diff);
    if (status == LC_OK && !begin_sheet(&s)) status = lc_fail_memory(desk->ctx);
    options.diff = diff;
    if (status == LC_OK) lc_report_print_markdown(s.stream.file, desk->ctx, report_of(desk), &options);
    status = end_sheet(desk->ctx, &s, status, MARKDOWN, answer);
    lc_diff_free(diff);
    lc_figures_free(after);
    lc_figures_free(before);
    return status;
}

static lc_status get_facilities(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    sheet_t s;
    lc_status status = begin_sheet(&s) ? LC_OK : lc_fail_memory(desk->ctx);
    if (status == LC_OK) status = lc_state_facilities(desk->ctx, &s.json, desk->base.report, q->category);
    return end_sheet(desk->ctx, &s, status, GEOJSON, answer);
}

static lc_status find_indicator(lc_desk *desk, const char *id, size_t *out) {
    const lc_report *report = desk->base.report;
    for (*out = 0; id && *out < report->n_indicators; ++*out)
        if (strcmp(report->indicators[*out].id, id) == 0) return LC_OK;
    return lc_fail(desk->ctx, LC_ERR_INPUT, "the profile has no indicator '%s'", id ? id : "");
}

static lc_status get_change(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    size_t indicator;
    char *text = NULL;
    lc_status status = find_indicator(desk, q->indicator, &indicator);
    if (status == LC_OK) status = lc_live_change(desk->ctx, desk->live, indicator, &text);
    if (status != LC_OK) return status;
    char *told = lc_sprintf("{\"version\":%lu,%s", desk->version, text + 1); /* of which edits it is */
    free(text);
    if (!told) return lc_fail_memory(desk->ctx);
    *answer = (lc_answer){200, GEOJSON, told, strlen(told)};
    return LC_OK;
}

/* ----------------------------------------------------------------------------------------------------- suggestions */

static lc_status write_sites(lc_desk *desk, const lc_siting *siting, lc_answer *answer) {
    sheet_t s;
    lc_status status = begin_sheet(&s) ? LC_OK : lc_fail_memory(desk->ctx);
    if (status == LC_OK) status = lc_state_sites(desk->ctx, &s.json, siting);
    return end_sheet(desk->ctx, &s, status, JSON, answer);
}

static lc_status post_suggest(lc_desk *desk, const lc_question *q, lc_answer *answer) {
    static const char *const candidates[] = {"paths:50"};
    cJSON *json = cJSON_ParseWithLength(q->body ? q->body : "", q->size);
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(json, "count");
    const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "indicator"));
    lc_site_options options = LC_SITE_OPTIONS_INIT;
    lc_siting *siting = NULL;
    size_t indicator;
    lc_status status = find_indicator(desk, id, &indicator);
    if (status == LC_OK && !(cJSON_IsNumber(count) && count->valuedouble >= 1 && count->valuedouble <= SITES_MOST))
        status = lc_fail(desk->ctx, LC_ERR_INPUT, "count: give a number of sites from 1 to %d", SITES_MOST);
    options.indicators = &id;
    options.n_indicators = 1;
    options.candidates = candidates;
    options.n_candidates = 1;
    options.link_limit_m = desk->options->link_limit_m;
    if (status == LC_OK) {
        options.count = (double)(long)count->valuedouble;
        status = lc_live_site(desk->ctx, desk->live, &options, &siting);
    }
    if (status == LC_OK) status = write_sites(desk, siting, answer);
    lc_siting_free(siting);
    cJSON_Delete(json);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- answers
 */

static const struct {
    const char *method, *path;
    lc_status (*answer)(lc_desk *desk, const lc_question *question, lc_answer *answer);
} ways[] = {
    {"GET", "/api/state", get_state},
    {"PUT", "/api/edits", put_edits},
    {"GET", "/api/edits", get_edits},
    {"GET", "/api/report", get_report},
    {"GET", "/api/note", get_note},
    {"GET", "/api/change", get_change},
    {"GET", "/api/facilities", get_facilities},
    {"POST", "/api/suggest", post_suggest},
};

static unsigned http_status(lc_status status) {
    return status == LC_ERR_INPUT ? 400 : status == LC_ERR_CANCELLED ? 503 : 500;
}

static bool wait_for(lc_desk *desk) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += WAIT_S;
    return pthread_mutex_timedlock(&desk->lock, &until) == 0;
}

static void answer_way(lc_desk *desk, size_t way, const lc_question *question, lc_answer *answer) {
    if (!wait_for(desk)) {
        lc_answer_line(answer, 503, "the city is being measured; ask again");
        return;
    }
    lc_status status = ways[way].answer(desk, question, answer);
    if (status != LC_OK) lc_answer_line(answer, http_status(status), lc_error_message(desk->ctx));
    pthread_mutex_unlock(&desk->lock);
}

void lc_desk_answer(lc_desk *desk, const lc_question *question, lc_answer *answer) {
    bool known = false;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (strcmp(ways[i].path, question->path) != 0) continue;
        known = true;
        if (strcmp(ways[i].method, question->method) != 0) continue;
        answer_way(desk, i, question, answer);
        return;
    }
    lc_answer_line(answer, known ? 405 : 404, known ? "this way of asking is not known here" : "there is nothing here");
}

/* ------------------------------------------------------------------------------------------------------------ the desk
 */

/* Reading and the first check take far more memory than what stays: the system gets it back. */
static void give_back_memory(void) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

lc_status lc_desk_new(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_check_options *options,
                      lc_desk **out) {
    lc_desk *desk = LC_NEW0(lc_desk, 1);
    if (!desk) return lc_fail_memory(ctx);
    desk->ctx = ctx;
    desk->options = options;
    pthread_mutex_init(&desk->lock, NULL);
    lc_status status = city->crs && lc_work_crs_is_plane(city->crs) /* several planes have none for all */
                           ? lc_fail(ctx, LC_ERR_INPUT,
                                     "the city lies in a plane without a CRS, and its page is a map of the "
                                     "globe: name the CRS when the city is built")
                           : LC_OK;
    if (status == LC_OK) status = lc_live_open(ctx, city, profile, options, &desk->live);
    if (status == LC_OK) {
        lc_live_skip_extras(desk->live);
        status = lc_base_table_new(ctx, lc_live_base(desk->live), &desk->base);
    }
    if (status == LC_OK) status = lc_live_page(ctx, desk->base.report, &desk->page);
    give_back_memory();
    if (status == LC_OK)
        *out = desk;
    else
        lc_desk_free(desk);
    return status;
}

void lc_desk_free(lc_desk *desk) {
    if (!desk) return;
    lc_base_table_free(&desk->base);
    lc_live_free(desk->live);
    free(desk->page);
    free(desk->edits);
    pthread_mutex_destroy(&desk->lock);
    free(desk);
}

const char *lc_desk_page(const lc_desk *desk) {
    return desk->page;
}
