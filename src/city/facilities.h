/* Facilities of a category, from whatever source, ready to be linked and filtered. */
#ifndef LC_CITY_FACILITIES_H
#define LC_CITY_FACILITIES_H

#include "city/entrances.h"
#include "city/supply.h"
#include "network/access.h"
#include "profile/levels.h"
#include "profile/rules.h"
#include "source/layer.h"
#include "source/osm.h"

/* All facilities of one category, in the work CRS. */
typedef struct lc_facilities {
    char *category;
    bool known;                     /* the category has a source */
    bool elsewhere, elsewhere_area; /* of one of several planes: the source has features, some with an area */
    int elsewhere_kinds;            /* LC_WANT_… bits: of lines and polygons, those that the whole source has */
    lc_geoms geoms;
    size_t n;               /* features */
    char **id;              /* n */
    bool *numbered;         /* n: the source gives no id, and the id is its number; NULL: it is of none */
    char **name, **name_zh; /* n, NULL where there is none; name_zh (OpenStreetMap's name:zh) may be NULL itself */
    double *area_m2;        /* n: of all polygons of the feature, else from the area field, else NaN */
    unsigned char *level;   /* n, lc_level; NULL when the source does not tell levels */
    lc_supplies supplies;   /* fields that indicators ask for */
    char **level_text;      /* n: what the source says where that is no level; may be NULL, also itself */
    size_t *source_first;   /* n_sources: the first feature of each source; of one source there may be none */
    size_t n_sources;
    lc_entrances entrances; /* for its polygons; nothing in it unless the user asked */
} lc_facilities;

/* From an OpenStreetMap extract by the category's rules. `features` is consumed. */
lc_status lc_facilities_from_osm(lc_context *ctx, const lc_category_def *def, lc_osm_features *features,
                                 const lc_work_crs *crs, lc_facilities *out);

/* Fields of a facilities layer, in this order; each may be missing. */
enum { LC_FACILITY_ID, LC_FACILITY_AREA, LC_FACILITY_LEVEL, LC_FACILITY_NAME, LC_FACILITY_NAME_ZH, LC_FACILITY_FIELDS };
/*
 * From a layer with those fields. `layer` is consumed.
 * @param dedupe of several features with the same id only the first is kept; the others are counted
 * @param levels what the level field says in words; NULL when the source has no such field
 */
lc_status lc_facilities_from_layer(lc_context *ctx, const char *category, lc_layer *layer, bool dedupe,
                                   const lc_level_rules *levels, const lc_work_crs *crs, lc_facilities *out);
/* The same with fields of supply, which stand behind those. */
lc_status lc_facilities_with_supply(lc_context *ctx, const char *category, lc_layer *layer, bool dedupe,
                                    const lc_level_rules *levels, const lc_supply_wish *supply, size_t first_supply,
                                    const lc_work_crs *crs, lc_facilities *out);
void lc_facilities_free(lc_facilities *facilities);

/* Does feature f pass a rule's filters? A feature without an area fails any area filter, one without a level any rule
   that asks for one. */
bool lc_facility_passes(const lc_facilities *facilities, size_t f, const lc_rule *rule);

/* A point that stands for geometry g: on its surface, where a line begins, or itself. */
lc_status lc_facility_anchor(lc_context *ctx, const lc_geoms *geoms, size_t g, lc_xy *out);

/* Where facilities are counted: count[community * stride] of each. */
typedef struct lc_counted_in {
    const lc_geoms *communities;
    const lc_index *index; /* over them */
    size_t *count, stride;
} lc_counted_in;

/* Add how many facilities (with `use` not NULL, of those marked in it) lie in each community, by a point on their
   surface. */
lc_status lc_facilities_count(lc_context *ctx, const lc_facilities *facilities, const bool *use,
                              const lc_counted_in *in);
/* The same where the count is that of another state: what is gone is taken away, and what is new is added. */
lc_status lc_facilities_count_change(lc_context *ctx, const lc_facilities *before, const bool *used,
                                     const lc_facilities *after, const bool *use, const lc_counted_in *in);

#endif
