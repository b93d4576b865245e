#include "report/exact.h"

#include "base/exact.h"

bool lc_exact_read(const cJSON *item, double *out) {
    return cJSON_IsString(item) && lc_exact_parse(item->valuestring, out);
}

bool lc_exact_next(const cJSON **item, double *out) {
    bool good = *item && lc_exact_read(*item, out);
    if (good) *item = (*item)->next;
    return good;
}

bool lc_exact_count(const cJSON *item, size_t *out) {
    bool good = cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 9e15;
    if (good) *out = (size_t)item->valuedouble;
    return good;
}
