#include "city/city.h"

#include <stdlib.h>

#include "base/memory.h"

static void free_texts(char **text, size_t n) {
    for (size_t i = 0; text && i < n; i++) free(text[i]);
    free(text);
}

void lc_city_clear(lc_city *city) {
    free_texts(city->id, city->n_communities);
    free_texts(city->name, city->n_communities);
    free(city->population);
    lc_geoms_free(&city->communities);
    lc_geoms_free(&city->shapes);
    lc_categories_free(city->categories);
    for (size_t i = 0; i < city->n_facilities; i++) lc_facilities_free(&city->facilities[i]);
    free(city->facilities);
    if (city->residential) lc_zones_free(city->residential);
    free(city->residential);
    lc_places_free(city->places);
    lc_compounds_free(city->compounds);
    lc_network_free(city->network);
    lc_walk_cost_free(&city->cost.cost);
    for (size_t i = 0; i < city->n_info; i++) lc_input_info_free(&city->info[i]);
    free(city->info);
    lc_warnings_clear(&city->warnings);
    lc_work_crs_free(city->crs);
    *city = (lc_city){0};
}
