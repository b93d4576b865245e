/* A live city as the page asks for it. */
#ifndef LC_SERVE_STATE_JSON_H
#define LC_SERVE_STATE_JSON_H

#include "base/json.h"
#include "output/table.h"

/* What does not change while the server runs: the communities' columns without edits. */
typedef struct lc_base_table {
    const lc_report *report;
    lc_table table;
} lc_base_table;

lc_status lc_base_table_new(lc_context *ctx, const lc_report *report, lc_base_table *out);
void lc_base_table_free(lc_base_table *base);

/* The members "indicators" and "communities": the city's numbers beside those before, and of each community that has
   another number than before the columns that differ. */
lc_status lc_state_print(lc_context *ctx, lc_json *json, const lc_base_table *base, const lc_report *report);
/* The member "categories". */
void lc_state_categories(lc_json *json, const lc_report *report);
/* A FeatureCollection of the facilities of a category; all when it is NULL. */
lc_status lc_state_facilities(lc_context *ctx, lc_json *json, const lc_report *report, const char *category);
/* Suggested sites, each of which is an edit: an object with the FeatureCollection "sites". */
lc_status lc_state_sites(lc_context *ctx, lc_json *json, const lc_siting *siting);

#endif
