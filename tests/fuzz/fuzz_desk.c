/* Questions to the server behind `serve`: a line "METHOD PATH CATEGORY INDICATOR", and a body. The city is a small one,
   which must be as it was when no edits are left. */
#include <cjson/cJSON.h>

#include "fuzz.h"
#include "serve/desk.h"

static const char NO_EDITS[] = "{\"features\":[]}";

typedef struct {
    lc_context *ctx;
    lc_profile *profile;
    lc_city *city;
    lc_desk *desk;
    lc_check_options options;
    lc_answer before; /* the report without edits */
} server_t;

static lc_answer ask(lc_desk *desk, const char *method, const char *path, const char *body) {
    lc_answer answer = {0};
    const lc_question question = {.method = method, .path = path, .body = body, .size = body ? strlen(body) : 0};
    lc_desk_answer(desk, &question, &answer);
    fuzz_assert(answer.status == 200 && answer.text, "a plain question is answered");
    return answer;
}

static void open_server(server_t *s) {
    static const char folder[] = LC_DATA_DIR "/samples/gated";
    static const char *const facilities[] = {"convenience_store=" LC_DATA_DIR "/samples/gated/stores.geojson"};
    lc_city_options city = LC_CITY_OPTIONS_INIT;
    char path[3][512];
    s->ctx = fuzz_context();
    s->options = LC_CHECK_OPTIONS_INIT;
    s->options.max_error = 0.05;
    snprintf(path[0], sizeof path[0], "%s/gated.yaml", folder);
    snprintf(path[1], sizeof path[1], "%s/streets.geojson", folder);
    snprintf(path[2], sizeof path[2], "%s/communities.geojson", folder);
    city.data_dir = LC_DATA_DIR;
    city.network = path[1];
    city.communities = path[2];
    city.facilities = facilities;
    city.n_facilities = 1;
    city.keep_paths = true;
    fuzz_assert(lc_profile_load(s->ctx, LC_DATA_DIR, path[0], &s->profile) == LC_OK, "the sample's profile is read");
    fuzz_assert(lc_city_open(s->ctx, &city, &s->city) == LC_OK, "the sample is read");
    fuzz_assert(lc_desk_new(s->ctx, s->city, s->profile, &s->options, &s->desk) == LC_OK, "the sample is checked");
    s->before = ask(s->desk, "GET", "/api/report", NULL);
}

/* As it was before any edit; what has been put until then is shown as JSON. */
static void put_back(server_t *s) {
    lc_answer answer = ask(s->desk, "GET", "/api/state", NULL);
    cJSON *json = cJSON_ParseWithLength(answer.text, answer.size);
    fuzz_assert(json != NULL, "the state is JSON");
    cJSON_Delete(json);
    free(answer.text);
    answer = ask(s->desk, "PUT", "/api/edits", NO_EDITS);
    free(answer.text);
    answer = ask(s->desk, "GET", "/api/report", NULL);
    fuzz_assert(answer.size == s->before.size && memcmp(answer.text, s->before.text, answer.size) == 0,
                "without edits the report is as before");
    free(answer.text);
}

static void check_answer(const lc_answer *answer) {
    fuzz_assert(answer->text && answer->type, "there is an answer");
    fuzz_assert(answer->status == 200 || answer->status == 400 || answer->status == 404 || answer->status == 405,
                "a question is answered, or wrong");
    if (answer->status != 200) {
        const char *end = memchr(answer->text, '\n', answer->size);
        fuzz_assert(answer->size > 1 && end == answer->text + answer->size - 1, "an error is one line");
    } else if (strstr(answer->type, "json")) {
        cJSON *json = cJSON_ParseWithLength(answer->text, answer->size);
        fuzz_assert(json != NULL, "what is said to be JSON is JSON");
        cJSON_Delete(json);
        fuzz_got_through = true;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static server_t server;
    if (!server.desk) open_server(&server);
    char line[128], *word[4] = {NULL}, *rest;
    const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
    if (!end || (size_t)(end - data) >= sizeof line) return 0;
    size_t n = (size_t)(end - data);
    memcpy(line, data, n);
    line[n] = '\0';
    rest = line;
    for (size_t i = 0; i < 4; i++) word[i] = strtok_r(rest, " ", &rest);
    if (!word[0] || !word[1]) return 0;
    lc_answer answer = {0};
    const lc_question question = {.method = word[0],
                                  .path = word[1],
                                  .category = word[2],
                                  .indicator = word[3],
                                  .body = (const char *)end + 1,
                                  .size = size - n - 1};
    lc_desk_answer(server.desk, &question, &answer);
    check_answer(&answer);
    free(answer.text);
    put_back(&server);
    return 0;
}
