/* Options: what one leaves open from another, and what outputs need of a check. */
#include <math.h>

#include "lifecircle.h"

static void fill_text(const char **text, const char *other) {
    if (!*text) *text = other;
}

static void fill_number(double *number, double other) {
    if (isnan(*number)) *number = other;
}

static void fill_list(const char *const **list, size_t *n, const char *const *other, size_t n_other) {
    if (*n) return;
    *list = other;
    *n = n_other;
}

void lc_city_options_fill(lc_city_options *o, const lc_city_options *d) {
    fill_list(&o->osm, &o->n_osm, d->osm, d->n_osm);
    fill_text(&o->network, d->network);
    fill_text(&o->communities, d->communities);
    fill_text(&o->id_field, d->id_field);
    fill_text(&o->name_field, d->name_field);
    fill_text(&o->population_field, d->population_field);
    fill_list(&o->facilities, &o->n_facilities, d->facilities, d->n_facilities);
    fill_list(&o->pois, &o->n_pois, d->pois, d->n_pois);
    fill_list(&o->entrances, &o->n_entrances, d->entrances, d->n_entrances);
    fill_text(&o->residential, d->residential);
    fill_text(&o->demand, d->demand);
    fill_text(&o->weight_field, d->weight_field);
    fill_text(&o->floors_field, d->floors_field);
    fill_list(&o->groups, &o->n_groups, d->groups, d->n_groups);
    fill_text(&o->compounds, d->compounds);
    fill_text(&o->gates, d->gates);
    fill_number(&o->min_component_m, d->min_component_m);
    fill_number(&o->island_gap_m, d->island_gap_m);
    fill_text(&o->dem, d->dem);
    fill_number(&o->dem_smooth_m, d->dem_smooth_m);
    fill_text(&o->walk_cost, d->walk_cost);
    fill_text(&o->data_dir, d->data_dir);
    o->keep_paths = o->keep_paths || d->keep_paths;
    fill_text(&o->planes, d->planes);
    fill_text(&o->group_field, d->group_field);
    fill_text(&o->shard, d->shard);
    if (o->n_profiles) return;
    o->profiles = d->profiles;
    o->n_profiles = d->n_profiles;
}

void lc_check_options_fill(lc_check_options *o, const lc_check_options *d) {
    fill_number(&o->link_limit_m, d->link_limit_m);
    fill_number(&o->max_error, d->max_error);
    fill_number(&o->max_distance_error_m, d->max_distance_error_m);
    o->overlap = o->overlap || d->overlap;
    o->allow_no_data = o->allow_no_data || d->allow_no_data;
    o->want_areas = o->want_areas || d->want_areas;
    o->want_gaps = o->want_gaps || d->want_gaps;
    o->want_facilities = o->want_facilities || d->want_facilities;
    o->want_network = o->want_network || d->want_network;
    o->skip_served = o->skip_served || d->skip_served;
    fill_list(&o->categories, &o->n_categories, d->categories, d->n_categories);
    if (!o->edits) o->edits = d->edits;
}

void lc_outputs_fill(lc_outputs *o, const lc_outputs *d) {
    fill_text(&o->output, d->output);
    fill_text(&o->areas, d->areas);
    fill_text(&o->gaps, d->gaps);
    fill_text(&o->html, d->html);
    fill_text(&o->tiles, d->tiles);
    fill_text(&o->tiles_attribution, d->tiles_attribution);
    fill_text(&o->out_crs, d->out_crs);
    fill_list(&o->fields, &o->n_fields, d->fields, d->n_fields);
    fill_text(&o->csv, d->csv);
    fill_text(&o->csv_bom, d->csv_bom);
    fill_text(&o->xlsx, d->xlsx);
    fill_text(&o->gpkg, d->gpkg);
    fill_text(&o->markdown, d->markdown);
    fill_text(&o->charts, d->charts);
    fill_text(&o->junit, d->junit);
    fill_text(&o->baseline, d->baseline);
    fill_number(&o->tolerance, d->tolerance);
    fill_text(&o->store, d->store);
}

void lc_outputs_need(const lc_outputs *outputs, lc_check_options *o) {
    o->want_areas = o->want_areas || outputs->areas || outputs->gpkg || outputs->html;
    o->want_gaps = o->want_gaps || outputs->gaps || outputs->gpkg || outputs->html || outputs->xlsx;
    o->want_facilities = o->want_facilities || outputs->xlsx || outputs->gpkg || outputs->html;
    o->want_network = o->want_network || outputs->gpkg || outputs->html;
    fill_list(&o->categories, &o->n_categories, outputs->fields, outputs->n_fields);
}
