/* OpenStreetMap files written down in a test, and what is picked from them. */
#ifndef LC_TESTS_OSM_MADE_H
#define LC_TESTS_OSM_MADE_H

#include "files.h"

#include "source/osm.h"
#include "source/osm_read.h"
#include "source/osm_select.h"

static const char *const KEYS[] = {"highway", "leisure", "shop", "name"};
enum { N_KEYS = sizeof KEYS / sizeof *KEYS };

static inline lc_status read_osm(files *f, const char *path, lc_osm *osm) {
    return lc_osm_read(f->ctx, &path, 1, KEYS, N_KEYS, osm);
}

static inline const char *tag_of(const lc_osm_tags *tags, size_t i, const char *key) {
    lc_osm_object object = {tags, i};
    return lc_osm_tag(&object, key);
}

/* Nodes 1..9 in three rows of three, a degree apart; 10..13 a square within the first cell. */
#define GRID                                                                                                           \
    "<osm>"                                                                                                            \
    "<node id='1' lat='0' lon='0'/><node id='2' lat='0' lon='1'/><node id='3' lat='0' lon='2'/>"                       \
    "<node id='4' lat='1' lon='0'/><node id='5' lat='1' lon='1'/><node id='6' lat='1' lon='2'/>"                       \
    "<node id='7' lat='2' lon='0'/><node id='8' lat='2' lon='1'/><node id='9' lat='2' lon='2'/>"                       \
    "<node id='10' lat='0.25' lon='0.25'/><node id='11' lat='0.25' lon='0.75'/>"                                       \
    "<node id='12' lat='0.75' lon='0.75'/><node id='13' lat='0.75' lon='0.25'/>"                                       \
    "<node id='20' lat='5' lon='5'><tag k='shop' v='convenience'/><tag k='leisure' v='park'/></node>"
#define ND(id) "<nd ref='" #id "'/>"
#define WAY(id, tags, ...) "<way id='" #id "'>" __VA_ARGS__ tags "</way>"
#define A_PARK "<tag k='leisure' v='park'/>"
#define A_SHOP "<tag k='shop' v='convenience'/><tag k='name' v='Spar'/>"
#define IN(way) "<member type='way' ref='" #way "' role='whatever'/>"
#define RELATION(id, ...) "<relation id='" #id "'>" __VA_ARGS__ "<tag k='type' v='multipolygon'/>" A_PARK "</relation>"

/* The features of a category: leisure=park where areas are kept alone, else shop=convenience. */
static inline lc_osm_features select_from(files *f, const char *text, lc_area_use use) {
    char park[] = "park", shop[] = "convenience", leisure[] = "leisure", shops[] = "shop";
    char *parks[] = {park}, *stores[] = {shop};
    lc_tag_match is_park = {.key = leisure, .values = parks, .n_values = 1},
                 is_shop = {.key = shops, .values = stores, .n_values = 1};
    lc_tag_match *match = use == LC_AREAS_ONLY ? &is_park : &is_shop;
    lc_osm osm;
    lc_osm_features found;
    lc_category_def category = {.name = "tested", .any = match, .n_any = 1, .areas = use};
    assert_works(f, read_osm(f, write_text(f, "grid.osm", text), &osm));
    assert_works(f, lc_osm_select(f->ctx, &osm, &category, &found));
    lc_osm_free(&osm);
    return found;
}

#endif
