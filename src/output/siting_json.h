/* The answer's summary as JSON, for its GeoJSON and its map. */
#ifndef LC_OUTPUT_SITING_JSON_H
#define LC_OUTPUT_SITING_JSON_H

#include "base/json.h"
#include "siting/siting.h"

/* Decimals of demand: of people and m2, or of weighted shares. */
int lc_siting_decimals(const lc_siting *siting);
/* The member "lifecircle". */
void lc_siting_summary(lc_json *json, const lc_siting *siting);

#endif
