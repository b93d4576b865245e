#include "city/city.h"

#include <stdlib.h>
#include <string.h>

#include "city/shared.h"
#include "network/raw_paths.h"

static void free_texts(char **text, size_t n) {
    for (size_t i = 0; text && i < n; i++) free(text[i]);
    free(text);
}

lc_people lc_city_people(const lc_city *city, const char *group) {
    if (!group) return (lc_people){city->places, city->spread};
    for (size_t i = 0; i < city->n_groups; i++)
        if (strcmp(city->groups[i].name, group) == 0)
            return (lc_people){city->groups[i].places, city->groups[i].spread};
    return (lc_people){0};
}

void lc_group_people_free(lc_group_people *group) {
    free(group->name);
    lc_places_free(group->places);
    lc_spread_free(group->spread);
}

bool lc_city_same_facilities(const lc_city *a, const lc_city *b, size_t category) {
    if (category >= a->n_facilities || category >= b->n_facilities) return false;
    const lc_facilities *p = &a->facilities[category], *q = &b->facilities[category];
    return p->n == q->n && p->geoms.xy == q->geoms.xy && p->geoms.n == q->geoms.n && p->known == q->known;
}

const lc_network *lc_city_network(const lc_city *city, const lc_walk_cost *cost) {
    return city->step_free && lc_walk_cost_closes_stairs(cost) ? city->step_free : city->network;
}

void lc_city_drop_raw(lc_city *city) {
    if (city->raw) lc_raw_network_free(city->raw);
    free(city->raw);
    city->raw = NULL;
}

void lc_city_clear(lc_city *city) {
    free_texts(city->id, city->n_communities);
    free_texts(city->name, city->n_communities);
    free(city->population);
    if (city->group) free_texts(city->group, city->n_communities);
    free(city->group_field);
    lc_geoms_free(&city->communities);
    lc_geoms_free(&city->shapes);
    lc_categories_free(city->categories);
    free(city->data_dir);
    for (size_t i = 0; i < city->n_facilities; i++) lc_facilities_free(&city->facilities[i]);
    free(city->facilities);
    if (city->residential) lc_zones_free(city->residential);
    free(city->residential);
    lc_places_free(city->places);
    lc_spread_free(city->spread);
    for (size_t i = 0; i < city->n_groups; i++) lc_group_people_free(&city->groups[i]);
    free(city->groups);
    lc_compounds_free(city->compounds);
    lc_network_free(city->network);
    lc_network_free(city->step_free);
    lc_city_drop_raw(city);
    lc_walk_cost_free(&city->cost.cost);
    for (size_t i = 0; i < city->n_info; i++) lc_input_info_free(&city->info[i]);
    free(city->info);
    lc_told_free(&city->told);
    lc_shared_free(city->shared);
    lc_work_crs_free(city->crs);
    *city = (lc_city){0};
}

size_t lc_city_plane_count(const lc_city *city) {
    return city->shared ? city->shared->planes.n : 1;
}

const lc_facilities *lc_city_facilities_of(const lc_city *city, const char *category) {
    size_t n = category ? strlen(category) : 0;
    for (size_t i = 0; category && i < city->n_facilities; i++)
        if (lc_categories_mean(city->categories, category, n, city->facilities[i].category))
            return &city->facilities[i];
    return NULL;
}

size_t lc_city_facility_count(const lc_city *city, const char *category) {
    const lc_facilities *f = lc_city_facilities_of(city, category);
    return f ? f->n : 0;
}

lc_city_facility lc_city_get_facility(const lc_city *city, const char *category, size_t i) {
    const lc_facilities *f = lc_city_facilities_of(city, category);
    lc_level level = f->level ? (lc_level)f->level[i] : LC_LEVEL_ANY;
    return (lc_city_facility){.id = f->id[i],
                              .name = f->name ? f->name[i] : NULL,
                              .level = level == LC_LEVEL_ANY ? NULL : lc_level_name(level),
                              .area_m2 = f->area_m2[i]};
}

void lc_city_free(lc_city *city) {
    if (!city) return;
    lc_city_clear(city);
    free(city);
}
