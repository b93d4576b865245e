/* Sources while they are read into a city: what is open, what is wanted of them, and the one way to read a layer. */
#ifndef LC_CITY_INPUTS_H
#define LC_CITY_INPUTS_H

#include "city/city.h"
#include "city/planes.h"
#include "city/pois.h"
#include "network/network.h"
#include "profile/profile.h"
#include "profile/rules.h"

/* What is open, and the rules it is read by; what becomes of it is in the city. */
typedef struct lc_inputs {
    const lc_profile *const *profile; /* n_profiles that it is read for, borrowed; none: whatever they may ask for */
    size_t n_profiles;
    lc_city *city; /* what is made; borrowed */
    lc_walk_rules *walk;
    lc_land *land;
    lc_category_def *entrance_rules; /* NULL unless entrances from OpenStreetMap are asked for */
    lc_level_rules *levels;          /* NULL unless a source has a level field */
    lc_poi_rules *poi_rules;         /* NULL unless a source has rows of several categories */
    lc_pois pois;                    /* while the facilities are read */

    bool has_network;
    lc_osm *osm;         /* NULL without an OpenStreetMap file */
    lc_osm *network_osm; /* NULL unless the network comes from an OpenStreetMap file of its own */
    lc_layer lines;      /* the network's lines, when it comes from a layer */
    bool from_lines;
    lc_noding noding;             /* of those lines; its levels are filled in when they are joined */
    struct lc_prepared *prepared; /* NULL unless the network is a prepared one */
    struct lc_reading *reading;   /* while that is read beside other things */
    lc_planes planes;             /* of communities that have been read, when they take several */
    size_t *number;               /* which of all communities they are, when they are those of a part that was cut */
    struct lc_cut_layer *kept;    /* gets the communities as they were read, to be cut; NULL: they are not kept */
    struct lc_shared *shared;     /* of one of several planes: where its sources come from; NULL else, as the rest is */
    const lc_city *all;           /* with all communities */
    const lc_plane *plane;
    lc_box box; /* what the plane takes of the sources, lon/lat */
} lc_inputs;

/* May an indicator of the profiles have this denominator? */
bool lc_inputs_want(const lc_inputs *in, lc_denominator denominator);
/* May an indicator be about residential land, or is demand laid over it? */
bool lc_inputs_want_land(const lc_inputs *in, const lc_city_options *options);
/* Is demand laid over residential land? */
bool lc_inputs_lay_homes(const lc_inputs *in, const lc_city_options *options);
/* Does a profile that the city is read for walk? */
bool lc_inputs_need_paths(const lc_inputs *in);
/* Note an input for the report; layer, crs, encoding may be NULL. */
lc_status lc_inputs_note(lc_context *ctx, lc_inputs *in, const char *role, const char *file, const char *layer,
                         const char *crs, const char *encoding, size_t features, const char *sha256);
/* The same of a layer, of whose source n features are counted. */
lc_status lc_inputs_note_layer(lc_context *ctx, lc_inputs *in, const char *role, const lc_layer *layer, size_t n);
/* Warn of an input that was given, read, and is not needed. */
void lc_inputs_unused(lc_context *ctx, const char *role);
/* The communities' box in lon/lat; false before they have been read. */
bool lc_inputs_near(const lc_inputs *in, lc_box *out);
/* Read a source string as a layer (lc_layer_read) and note it for the report. */
lc_status lc_inputs_layer(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                          const char *const *fields, size_t n_fields, lc_layer *out);
/* What is done to a layer once it has been read whole. */
typedef lc_status (*lc_layer_fn)(lc_context *ctx, void *user, lc_layer *layer);
/* The same for a layer that something is done to before a plane takes its part of it. */
lc_status lc_inputs_layer_after(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                                const char *const *fields, size_t n_fields, lc_layer_fn then, void *user,
                                lc_layer *out);
/* The same for a layer of which `then` takes all that is wanted, for a plane too: once, and not where it was cut. */
lc_status lc_inputs_layer_of_all(lc_context *ctx, lc_inputs *in, const char *text, const char *role, int want,
                                 const char *const *fields, size_t n_fields, lc_layer_fn then, void *user);

#endif
