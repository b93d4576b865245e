/**
 * @file lifecircle.h
 * @brief Walking-distance coverage of communities: who lives within walking reach of what they need?
 *
 * The only public header of liblifecircle. Conventions:
 *  - Every function that can fail returns an ::lc_status and writes its result through its last parameters; on failure
 *    the results are untouched and lc_error_message() holds one line that says what, where, and what to do.
 *  - Handles (lc_context, lc_profile, lc_city, lc_report, lc_project, lc_inspection, lc_history, lc_series) are opaque;
 *    the caller frees what a `_new`, `_load`, `_read`, `_open` or lc_check() gave.
 *  - Strings are UTF-8. A `const char *` that comes out belongs to the handle it came from and lives as long as it.
 *  - Distances end in `_m` (metres), areas in `_m2`; ratios run from 0 to 1; NaN stands for "no value".
 *  - A context is used by one thread at a time (but for lc_cancel()); different contexts are independent.
 *
 * The definitions of every number are in docs/definitions.md.
 */
#ifndef LIFECIRCLE_H
#define LIFECIRCLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LC_VERSION "0.1.0"

#if defined(__GNUC__)
#define LC_API __attribute__((visibility("default")))
#define LC_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define LC_API
#define LC_PRINTF(fmt, args)
#endif

/** What a call came to. Everything but LC_OK leaves a message in the context. */
typedef enum lc_status {
    LC_OK = 0,        /**< done */
    LC_ERR_INPUT,     /**< a file, an option or a value is wrong */
    LC_ERR_IO,        /**< a file cannot be read or written */
    LC_ERR_MEMORY,    /**< out of memory */
    LC_ERR_CANCELLED, /**< the progress callback asked to stop, or lc_cancel() was called */
    LC_ERR_INTERNAL   /**< a library below failed in a way that the input does not explain */
} lc_status;

/* ---------------------------------------------------------------- context */

/** Threads, progress, language and the last error of a piece of work. */
typedef struct lc_context lc_context;

/**
 * Called now and then during long work, always from the calling thread.
 * @param phase what is being done, a short phrase in the context's language that stays valid during the call
 * @param done share of the phase that is done, 0..1
 * @return false to cancel: the running call ends with LC_ERR_CANCELLED
 */
typedef bool (*lc_progress_fn)(const char *phase, double done, void *user);

/** The version of the library, "0.1.0": LC_VERSION of the header that it was made with. Static. */
LC_API const char *lc_version(void);

/** A new context, to be freed with lc_context_free(); NULL when memory is out. */
LC_API lc_context *lc_context_new(void);
/** Free a context; NULL is fine. Reports and projects outlive the context they were made with. */
LC_API void lc_context_free(lc_context *ctx);
/** The message of the last failed call, one line; "" when none failed. Belongs to the context until the next call. */
LC_API const char *lc_error_message(const lc_context *ctx);

/** What an error is about. */
typedef enum lc_error_class {
    LC_ERROR_NONE = 0, /**< there is no error */
    LC_ERROR_ARGUMENT, /**< an option or a value that the call was given */
    LC_ERROR_PROFILE,  /**< a profile, rules or a project file */
    LC_ERROR_SOURCE,   /**< data to be read: a layer, a raster, a table, an OpenStreetMap file */
    LC_ERROR_REPORT,   /**< a report, a history or a prepared network that is read back or added to */
    LC_ERROR_OUTPUT,   /**< a file to be written */
    LC_ERROR_SYSTEM    /**< memory is out, the call was cancelled, or something below failed */
} lc_error_class;

/** An error in parts: what a program needs to lead its user to the place. Strings belong to the context until its next
 *  call; they show no passwords. */
typedef struct lc_error_info {
    lc_status status; /**< what the call returned; LC_OK when none failed */
    lc_error_class error_class;
    const char *file;  /**< path, or address, as it was given; NULL when the error is of no file */
    const char *layer; /**< layer or table in it; NULL when there is none, or only one */
    int64_t feature;   /**< number of the feature in its layer, from 1 on, or of the row of a table, its names being row
                          1; -1 when not known */
    size_t line;       /**< line of a text file, from 1 on; 0 when it is not known */
    const char *text;  /**< the same as lc_error_message() */
} lc_error_info;
/** The last failed call's error in parts; with LC_OK and "" when none failed. */
LC_API lc_error_info lc_error(const lc_context *ctx);
/**
 * Put *** for passwords, tokens and the like in a text that people will see: values of keys as in "PG:… password=x" and
 * "https://…?token=x", and what stands between user and host in "https://user:x@host". Messages, warnings and reports
 * of the library have none of them.
 * @param text NUL-terminated, changed in place; what does not fit into `size` bytes is cut
 */
LC_API void lc_hide_secrets(char *text, size_t size);
/**
 * Hide the secrets of a SOURCE in all messages of this context from here on, also where somebody else repeats them.
 * Every source that is read is hidden so; this is for texts that may turn out to be none. Errors: LC_ERR_MEMORY.
 */
LC_API lc_status lc_context_hide_source(lc_context *ctx, const char *source);
/** A SOURCE as people may see it, without its secrets; malloc'ed, to be freed with free(). NULL when memory is out. */
LC_API char *lc_source_shown(const char *source);
/** Number of worker threads; 0 (the default) means one a processor. Results do not depend on it. */
LC_API void lc_context_set_threads(lc_context *ctx, int threads);
/**
 * The language of messages, warnings and phases: "zh" or anything that starts so (Chinese, in simplified characters),
 * else English, the default. Files stay the same in every language, but for those that are for people to read
 * (Markdown, JUnit). No locale needs to be installed, and the
 * program's own locale is left alone.
 */
LC_API void lc_context_set_language(lc_context *ctx, const char *language);
/**
 * `text`, one of the English messages or formats of this library or its command line, in another language.
 * @param language as in lc_context_set_language()
 * @return static text; `text` itself when there is no translation
 */
LC_API const char *lc_translate(const char *language, const char *text);
/**
 * The memory that this process may hold while the context works. Every reader asks before it takes much, and a file
 * that would need more is LC_ERR_INPUT; work that comes to hold more ends with LC_ERR_MEMORY.
 * @param bytes 0, the default: three quarters of the machine's memory, or of what a control group or a limit of the
 *              process allows where that is less
 */
LC_API void lc_context_set_max_memory(lc_context *ctx, uint64_t bytes);
/**
 * Refuse sources that lie elsewhere: addresses, databases on servers. Default: false. Nothing in a file of this machine
 * makes a connection, whatever this says: not a link in it, nor what it refers to.
 */
LC_API void lc_context_set_offline(lc_context *ctx, bool offline);
/** Report progress to `fn` with `user`; NULL switches it off. */
LC_API void lc_context_set_progress(lc_context *ctx, lc_progress_fn fn, void *user);
/**
 * Stop what a context is doing: the running call ends with LC_ERR_CANCELLED, as a rule within 100 ms, and so does every
 * call after it that takes time, until lc_cancel_clear(). From any thread, and from a signal's handler; the context
 * must not be freed meanwhile.
 */
LC_API void lc_cancel(lc_context *ctx);
/** Let a context work again after lc_cancel(). */
LC_API void lc_cancel_clear(lc_context *ctx);

/** Seconds of wall time spent in one phase of a context's work: reading, searching, measuring, … */
typedef struct lc_phase_time {
    const char *phase;
    double seconds;
} lc_phase_time;
/** Number of phases since the context was made, or since lc_work_clear(). */
LC_API size_t lc_phase_count(const lc_context *ctx);
/** The i-th timed phase, in order of first start. */
LC_API lc_phase_time lc_phase(const lc_context *ctx, size_t i);

/**
 * How much work the checks of a context were: numbers, the same on every machine and for every number of
 * threads, and the seconds of wall time in two parts of it. docs/performance.md tells what each one is.
 */
typedef struct lc_stats {
    size_t nodes, edges, segments; /**< of the network; segments are the straight pieces of its edges */
    size_t searches, settled;      /**< searches over the network, and nodes taken off their queues in all */
    size_t communities, repeated;  /**< communities measured, once a pass, and measured again more finely */
    size_t boxes;                  /**< boxes of the quadtree examined */
    size_t candidates;             /**< segments weighed in all of them */
    size_t cells;                  /**< shapes to be divided among their nearest segments */
    size_t pieces;                 /**< parts with one nearest segment that they were divided into */
    size_t slivers;                /**< places where a parabola was replaced by a chord */
    double search_s, measure_s;    /**< seconds in the searches, and in measuring areas */
} lc_stats;
/** The work since the context was made, or since lc_work_clear(). */
LC_API lc_stats lc_check_stats(const lc_context *ctx);
/** Begin to count phases and work anew. */
LC_API void lc_work_clear(lc_context *ctx);

/* ---------------------------------------------------------------- options */

/**
 * Options come in structs that begin with their own size, so that a program and a library of different ages understand
 * each other: start from the struct's INIT, then set what you need. Strings and lists are borrowed for the duration of
 * the call; NULL means "not given", ::LC_UNSET the same for numbers.
 */
#define LC_UNSET (__builtin_nan(""))

/* --------------------------------------------------------------- profiles */

/** What to measure: indicators with their targets. Immutable; may be used from several threads. */
typedef struct lc_profile lc_profile;
/**
 * Read a profile.
 * @param data_dir folder with profiles/ and rules/; NULL: the environment's LIFECIRCLE_DATA, else the installed one
 * @param name a built-in profile, or the path of a YAML file
 * @param[out] out to be freed with lc_profile_free()
 * Errors: LC_ERR_INPUT for a profile with a mistake, with file and line; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_profile_load(lc_context *ctx, const char *data_dir, const char *name, lc_profile **out);
/** The same of a text in memory, which messages call "profile". It may extend a profile of the data folder. */
LC_API lc_status lc_profile_parse(lc_context *ctx, const char *data_dir, const char *text, lc_profile **out);

/** An indicator of a profile that is built in code. Start from LC_INDICATOR_OPTIONS_INIT. docs/profiles.md tells what
 *  each one means. */
typedef struct lc_indicator_options {
    size_t size;                     /**< of this struct, set by LC_INDICATOR_OPTIONS_INIT */
    const char *id;                  /**< required: a-z, 0-9 and _ */
    const char *title_en, *title_zh; /**< default: the id */
    const char *category;            /**< required */
    const char *metric;              /**< "network" or "straight"; required */
    const char *denominator;         /**< "area", "residential" or "population"; required */
    const char *level;               /**< "street", "community" or "station"; default: any */
    double distance_m, minutes;      /**< one of the two is required */
    double min_area_m2, max_area_m2; /**< default: facilities of any size */
    double target, community_target; /**< 0..1; default: none */
    const char *source, *verified;   /**< where the numbers come from; default: nothing is said */
} lc_indicator_options;

static inline lc_indicator_options lc_indicator_options_init(void) {
    lc_indicator_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.distance_m = options.minutes = options.min_area_m2 = options.max_area_m2 = LC_UNSET;
    options.target = options.community_target = LC_UNSET;
    return options;
}
#define LC_INDICATOR_OPTIONS_INIT lc_indicator_options_init()

/** A profile that is built in code. Start from LC_PROFILE_OPTIONS_INIT. */
typedef struct lc_profile_options {
    size_t size;                     /**< of this struct, set by LC_PROFILE_OPTIONS_INIT */
    const char *name;                /**< default "profile" */
    const char *title_en, *title_zh; /**< default: the name */
    double walk_speed_m_per_min;     /**< default 66.7 */
    const double *bands_m; /**< n_bands distances, ascending: edges of bands that are reported; default: none */
    size_t n_bands;
    const char *data_dir; /**< as in lc_profile_load() */
} lc_profile_options;

static inline lc_profile_options lc_profile_options_init(void) {
    lc_profile_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.walk_speed_m_per_min = LC_UNSET;
    return options;
}
#define LC_PROFILE_OPTIONS_INIT lc_profile_options_init()

/**
 * Build a profile. What a profile's file may say beyond this is for lc_profile_parse().
 * @param options NULL for the defaults
 * @param indicators n of them, one after the other
 * @param[out] out to be freed with lc_profile_free()
 * Errors: LC_ERR_INPUT for what a profile's file must not say either; LC_ERR_MEMORY.
 */
LC_API lc_status lc_profile_build(lc_context *ctx, const lc_profile_options *options,
                                  const lc_indicator_options *indicators, size_t n, lc_profile **out);
/** Free it; NULL is fine. */
LC_API void lc_profile_free(lc_profile *profile);

/* ------------------------------------------------------------------- city */

/**
 * What a city is read from. Start from LC_CITY_OPTIONS_INIT. A SOURCE is a path with QGIS-style suffixes:
 * `city.gpkg|layername=parks|subset=level = 'street'|crs=EPSG:4547|encoding=GBK`.
 */
typedef struct lc_city_options {
    size_t size;            /**< of this struct, set by LC_CITY_OPTIONS_INIT */
    const char *const *osm; /**< n_osm OpenStreetMap files (.osm, .osm.gz, .pbf), merged as one: network, and every
                               category without a source */
    size_t n_osm;
    const char *network;           /**< SOURCE of path lines, or an OpenStreetMap file, instead of those of `osm` */
    const char *communities;       /**< SOURCE of community polygons; required */
    const char *id_field;          /**< field with the community's id; default: 1, 2, 3, … in input order */
    const char *name_field;        /**< field with the community's name; default: the id */
    const char *population_field;  /**< field with the community's population; default: none */
    const char *const *facilities; /**< `CATEGORY=SOURCE`, n_facilities of them; `CATEGORY=osm`: from the OSM file */
    size_t n_facilities;
    const char *const *pois; /**< n_pois SOURCEs with facilities of all categories, by the types of their rows */
    size_t n_pois;
    const char *const *entrances; /**< `CATEGORY=SOURCE` of entrance points, n_entrances of them */
    size_t n_entrances;
    const char *residential;   /**< SOURCE of residential land polygons */
    const char *demand;        /**< SOURCE of weighted points, building polygons, or a population raster */
    const char *weight_field;  /**< field of `demand` with the weight */
    const char *floors_field;  /**< field of `demand` with the number of floors, which multiplies a footprint's area */
    const char *const *groups; /**< groups of people, further demands: `GROUP=SOURCE|weight_field=FIELD`, or
                                  `GROUP=field:FIELD` of `demand`; n_groups of them. They win over those of profiles */
    size_t n_groups;
    const char *compounds;  /**< SOURCE of gated compounds (polygons) */
    const char *gates;      /**< SOURCE of their gates (points) */
    double min_component_m; /**< components of the network with less path than this are left out; default 500 */
    double island_gap_m;    /**< islands of paths are joined to the network over gaps up to this; 0: never; default as
                               the walk rules say, 20 */
    const char *dem;        /**< SOURCE of a raster of heights: slopes count, by Tobler's speeds unless walk_cost or the
                               profile says otherwise */
    double dem_smooth_m;    /**< heights are averaged over cells within this; default 45 */
    const char *walk_cost;  /**< what walking costs beyond length: a name of rules/walk_cost.yaml, or a set itself as
                               YAML, `{slope: tobler, stairs: 3, crossings: yes}`; goes before those of profiles */
    const char *data_dir;   /**< as in lc_profile_load() */
    /**
     * n_profiles that the city is read for: only what they ask for is taken out of the OpenStreetMap file and the
     * tables of POIs. Default: none, and everything is read that the rules know.
     */
    const lc_profile *const *profiles;
    size_t n_profiles;
    bool keep_paths; /**< keep the paths as they were read, so that checks can take edits of paths (lc_check_options);
                        20 to 40 bytes a vertex */
    /**
     * "auto" (default): one plane, or several where the communities reach farther than 60 km from the middle of their
     * box; "one": always one; "cells": always those of the lattice of half degrees. The sources of several planes are
     * read by lc_check(), and `profiles` must live as long as the city then.
     */
    const char *planes;
    /** "K/N": of several planes only those of part K of N, for lc_merge() to put together; or the file part.yaml of a
        part that lc_cut() wrote, with its extract; default: all */
    const char *shard;
    const char *group_field; /**< field of the communities whose values the totals are grouped by; default: none */
} lc_city_options;

static inline lc_city_options lc_city_options_init(void) {
    lc_city_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.min_component_m = options.island_gap_m = options.dem_smooth_m = LC_UNSET;
    return options;
}
#define LC_CITY_OPTIONS_INIT lc_city_options_init()

/** A city in memory: communities, demand, facilities, network. Immutable; may be used from several threads. */
typedef struct lc_city lc_city;
/**
 * Read a city.
 * @param[out] out to be freed with lc_city_free()
 * Errors: LC_ERR_INPUT, LC_ERR_IO, LC_ERR_MEMORY, LC_ERR_CANCELLED.
 */
LC_API lc_status lc_city_open(lc_context *ctx, const lc_city_options *options, lc_city **out);
/** Free it; NULL is fine. */
LC_API void lc_city_free(lc_city *city);
/** How many planes its communities take (docs/country.md): 1, or one for each half degree that holds any. */
LC_API size_t lc_city_plane_count(const lc_city *city);

/* ------------------------------------------------------- a city from arrays */

/** What coordinates make. */
typedef enum lc_geometry_kind { LC_GEOMETRY_POINT = 0, LC_GEOMETRY_LINE, LC_GEOMETRY_POLYGON } lc_geometry_kind;

/** A geometry, as WKB (of any kind, collections too) or as coordinates. Borrowed for the duration of the call. */
typedef struct lc_geometry {
    const unsigned char *wkb; /**< wkb_size bytes of ISO WKB or EWKB, either byte order; NULL: coordinates are given */
    size_t wkb_size;
    lc_geometry_kind kind; /**< of the coordinates */
    const double *xy;      /**< x, y (lon, lat) of n points one after the other */
    size_t n;
    /** n_parts numbers of points, of the parts one after the other: points, lines, or the rings of one polygon, the
     *  outer one first, closed or not; NULL: one part */
    const size_t *parts;
    size_t n_parts;
} lc_geometry;

/** How a city is built. Start from LC_BUILD_OPTIONS_INIT. */
typedef struct lc_build_options {
    size_t size;     /**< of this struct, set by LC_BUILD_OPTIONS_INIT */
    const char *crs; /**< CRS of all coordinates, as in a SOURCE's `crs=`: "EPSG:4326", "EPSG:4547", "GCJ-02", …;
                          default: metres in a plane, which are taken as they are. What needs a place on the globe
                          (GeoJSON, maps, rasters) cannot be written of such a city */
    double min_component_m; /**< as in lc_city_options */
    double island_gap_m;    /**< the same */
    const char *data_dir;   /**< as in lc_profile_load() */
    bool keep_paths;        /**< as in lc_city_options */
} lc_build_options;

static inline lc_build_options lc_build_options_init(void) {
    lc_build_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.min_component_m = options.island_gap_m = LC_UNSET;
    return options;
}
#define LC_BUILD_OPTIONS_INIT lc_build_options_init()

/** A city in the making. Used by one thread at a time. */
typedef struct lc_builder lc_builder;
/**
 * @param options NULL for the defaults
 * @param[out] out to be freed with lc_builder_free()
 * Errors: LC_ERR_INPUT, LC_ERR_MEMORY.
 */
LC_API lc_status lc_builder_new(lc_context *ctx, const lc_build_options *options, lc_builder **out);
/** Free it; NULL is fine. The cities that it made stay. */
LC_API void lc_builder_free(lc_builder *builder);
/**
 * Add a community.
 * @param geometry polygons
 * @param id NULL: 1, 2, 3, … in the order of adding
 * @param name NULL: the id
 * @param population NaN when not known
 * Errors of this and the next ones: LC_ERR_INPUT for WKB that cannot be read, coordinates that are no numbers, and
 * numbers that make no sense; LC_ERR_MEMORY.
 */
LC_API lc_status lc_builder_add_community(lc_context *ctx, lc_builder *builder, const lc_geometry *geometry,
                                          const char *id, const char *name, double population);

/** What may be known of a facility. Start from LC_FACILITY_OPTIONS_INIT. */
typedef struct lc_facility_options {
    size_t size;       /**< of this struct, set by LC_FACILITY_OPTIONS_INIT */
    const char *id;    /**< default: 1, 2, 3, … in the order of adding, in each category */
    const char *name;  /**< default: none */
    const char *level; /**< "street", "community" or "station"; default: not known */
    double area_m2;    /**< of what is no polygon; default: not known */
} lc_facility_options;

static inline lc_facility_options lc_facility_options_init(void) {
    lc_facility_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.area_m2 = LC_UNSET;
    return options;
}
#define LC_FACILITY_OPTIONS_INIT lc_facility_options_init()

/**
 * Add a facility.
 * @param geometry points, lines or polygons: parts of one facility
 * @param options NULL for the defaults
 */
LC_API lc_status lc_builder_add_facility(lc_context *ctx, lc_builder *builder, const char *category,
                                         const lc_geometry *geometry, const lc_facility_options *options);
/** Say that a category has been looked for, although there may be no facility of it: 0, not "no data". */
LC_API lc_status lc_builder_add_category(lc_context *ctx, lc_builder *builder, const char *category);
/** Add entrances, n points (x, y pairs), of a category's polygons. */
LC_API lc_status lc_builder_add_entrances(lc_context *ctx, lc_builder *builder, const char *category, size_t n,
                                          const double *xy);
/** Add residential land: polygons. */
LC_API lc_status lc_builder_add_residential(lc_context *ctx, lc_builder *builder, const lc_geometry *geometry);
/** Add a gated compound (polygons); and gates, n points (x, y pairs). */
LC_API lc_status lc_builder_add_compound(lc_context *ctx, lc_builder *builder, const lc_geometry *geometry);
LC_API lc_status lc_builder_add_gates(lc_context *ctx, lc_builder *builder, size_t n, const double *xy);
/**
 * Set the network to walk on: straight pieces between nodes. Pieces join where they share a node, and nowhere else; a
 * bend is a node of two pieces.
 * @param xy n_nodes x, y pairs
 * @param edges n_edges pairs of nodes, numbered from 0
 * @param length_m n_edges lengths to walk, above 0, which count in the place of the straight ones, evenly along each
 *                 piece; NULL: as the crow flies
 */
LC_API lc_status lc_builder_set_network(lc_context *ctx, lc_builder *builder, size_t n_nodes, const double *xy,
                                        size_t n_edges, const uint32_t *edges, const double *length_m);
/**
 * Add weighted places: the demand of the population denominator.
 * @param xy n x, y pairs
 * @param weight n of them, from 0 to 1e15; NULL: 1 each
 */
LC_API lc_status lc_builder_add_demand(lc_context *ctx, lc_builder *builder, size_t n, const double *xy,
                                       const double *weight);
/**
 * Add weighted places of a group of people (the old, children): a further demand, which indicators with this group
 * among their `groups` are measured for as well (docs/definitions.md, section 13). What is added to a group that is
 * there joins it.
 * @param group its name, of a-z, 0-9 and _; copied
 * @param xy n x, y pairs
 * @param weight n of them, from 0 to 1e15; NULL: 1 each
 * Errors: LC_ERR_INPUT, LC_ERR_MEMORY.
 */
LC_API lc_status lc_builder_add_group(lc_context *ctx, lc_builder *builder, const char *group, size_t n,
                                      const double *xy, const double *weight);
/**
 * Make a city of what has been added so far. A check of it gives the very numbers of a check of files with the same
 * contents.
 * @param[out] out to be freed with lc_city_free()
 * Errors: LC_ERR_INPUT, LC_ERR_MEMORY, LC_ERR_CANCELLED.
 */
LC_API lc_status lc_builder_make(lc_context *ctx, const lc_builder *builder, lc_city **out);

/** Facilities that a city has of a category, which is named as the rules do or by its title there ("park", "公园"), by their
 *  numbers: 0 when it has none. */
LC_API size_t lc_city_facility_count(const lc_city *city, const char *category);
/** One of them. Strings belong to the city. */
typedef struct lc_city_facility {
    const char *id;
    const char *name;  /**< NULL without */
    const char *level; /**< "street", "community", "station"; NULL when not known */
    double area_m2;    /**< NaN without */
} lc_city_facility;
LC_API lc_city_facility lc_city_get_facility(const lc_city *city, const char *category, size_t facility);

/** The nearest of what? Start from LC_NEAREST_OPTIONS_INIT. */
typedef struct lc_nearest_options {
    size_t size;                     /**< of this struct, set by LC_NEAREST_OPTIONS_INIT */
    const char *category;            /**< required */
    const char *metric;              /**< "network" (default): along paths; "straight": as the crow flies */
    const char *level;               /**< "street", "community" or "station"; default: any */
    double min_area_m2, max_area_m2; /**< default: facilities of any size */
    double range_m;                  /**< farther ones are not looked for, which is quicker; default: no limit */
    double link_limit_m;             /**< longest straight leg to the network; default 250 */
} lc_nearest_options;

static inline lc_nearest_options lc_nearest_options_init(void) {
    lc_nearest_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.min_area_m2 = options.max_area_m2 = options.range_m = options.link_limit_m = LC_UNSET;
    return options;
}
#define LC_NEAREST_OPTIONS_INIT lc_nearest_options_init()

/**
 * Distances from n points to the nearest facility of a category, and which one it is: d of docs/definitions.md,
 * section 5. A search over the network, then some microseconds a point, on all threads.
 * @param xy n lon, lat pairs (WGS 84), or x, y of a city in a plane
 * @param[out] distance_m n of them; INFINITY where there is none in reach, or the point is off the network
 * @param[out] facility n numbers, for lc_city_get_facility(), of several equally near ones any; SIZE_MAX where the
 *             distance is INFINITY; may be NULL
 * Errors: LC_ERR_INPUT for a category that the city does not have, or options that make no sense; LC_ERR_MEMORY,
 * LC_ERR_CANCELLED.
 */
LC_API lc_status lc_distance(lc_context *ctx, const lc_city *city, const lc_nearest_options *options, size_t n,
                             const double *xy, double *distance_m, size_t *facility);
/** The same in two steps, for many calls: what is searched once. Immutable; may be used from several threads. */
typedef struct lc_nearest lc_nearest;
/** @param[out] out to be freed with lc_nearest_free(); the city must outlive it */
LC_API lc_status lc_nearest_new(lc_context *ctx, const lc_city *city, const lc_nearest_options *options,
                                lc_nearest **out);
LC_API lc_status lc_nearest_find(lc_context *ctx, const lc_nearest *nearest, size_t n, const double *xy,
                                 double *distance_m, size_t *facility);
/** Free it; NULL is fine. */
LC_API void lc_nearest_free(lc_nearest *nearest);

/* ------------------------------------------------------------ edits: what if */

/** What an edit does (docs/edits.md). */
typedef enum lc_edit_op {
    LC_EDIT_ADD = 0, /**< one more facility of a category */
    LC_EDIT_REMOVE,  /**< a facility less, by id or by a point on it */
    LC_EDIT_MOVE,    /**< a facility, by id, at another place */
    LC_EDIT_PATH,    /**< one more path */
    LC_EDIT_CLOSE,   /**< a wall, a building site, a locked gate */
    LC_EDIT_OPEN     /**< a gate, or a joint of paths */
} lc_edit_op;

/** A list of edits, which are carried out one after the other. */
typedef struct lc_edits lc_edits;
/**
 * An empty list.
 * @param crs CRS of the geometries given to lc_edits_add(), as in lc_build_options; NULL: metres in a plane
 * @param[out] out to be freed with lc_edits_free()
 */
LC_API lc_status lc_edits_new(lc_context *ctx, const char *crs, lc_edits **out);
/** Free it; NULL is fine. */
LC_API void lc_edits_free(lc_edits *edits);
/**
 * Put the edits of a SOURCE, one a feature, behind the others: fields `op`, `category`, `id`, `name`, `level`, `area`.
 * Errors: LC_ERR_INPUT for a source that cannot be read, and for an edit that lacks something; none is taken then.
 */
LC_API lc_status lc_edits_read(lc_context *ctx, lc_edits *edits, const char *source);

/** What an edit says beyond its place. Start from LC_EDIT_OPTIONS_INIT. */
typedef struct lc_edit_options {
    size_t size;                              /**< of this struct, set by LC_EDIT_OPTIONS_INIT */
    const char *category, *id, *name, *level; /**< of a facility; NULL: not given */
    double area_m2;                           /**< of a facility that is no polygon; default: not known */
} lc_edit_options;

static inline lc_edit_options lc_edit_options_init(void) {
    lc_edit_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.area_m2 = LC_UNSET;
    return options;
}
#define LC_EDIT_OPTIONS_INIT lc_edit_options_init()

/**
 * Put an edit behind the others.
 * @param geometry NULL where none is needed
 * @param options NULL for the defaults
 * Errors: LC_ERR_INPUT for an edit that lacks something; LC_ERR_MEMORY.
 */
LC_API lc_status lc_edits_add(lc_context *ctx, lc_edits *edits, lc_edit_op op, const lc_geometry *geometry,
                              const lc_edit_options *options);
LC_API size_t lc_edits_count(const lc_edits *edits);
/**
 * Write a GeoPackage with empty layers of points, lines and areas to draw edits in: fields, lists of their values, and
 * styles that QGIS finds by itself. lc_edits_read() takes all its layers at once.
 * @param data_dir as in lc_profile_load()
 * @param path ends in .gpkg
 */
LC_API lc_status lc_edits_template(lc_context *ctx, const char *data_dir, const char *path);

/* ------------------------------------------------------------------ check */

/** How to check, and what the report is to hold beyond its numbers. Start from LC_CHECK_OPTIONS_INIT. */
typedef struct lc_check_options {
    size_t size;          /**< of this struct, set by LC_CHECK_OPTIONS_INIT */
    double link_limit_m;  /**< longest straight leg to the network; default 250 */
    double max_error;     /**< bound asked of every ratio's err; default 0.005 */
    bool overlap;         /**< count the facilities within reach (lc_statistics.overlap); takes longer */
    bool allow_no_data;   /**< a target that cannot be judged does not keep lc_report_passed() from being true */
    bool want_areas;      /**< service areas */
    bool want_gaps;       /**< gaps */
    bool want_facilities; /**< facilities, and the demand that each serves */
    bool want_network;    /**< the paths that were walked on */
    const char *const *categories; /**< n_categories of which the walking distance is wanted as a raster (LC_DISTANCES);
                                        what follows a '=' plays no part */
    size_t n_categories;
    const lc_edits *edits; /**< check the city as it would be with these; the city itself stays as it is. Edits of paths
                              need `keep_paths` of its options, and with a DEM one such check of a city at a time. An
                              edit that does nothing is LC_ERR_INPUT; of a part of the planes (`shard`) when the
                              parts are merged */
    bool skip_served; /**< `want_facilities` without the demand that each serves, which is NaN then; counting it takes
                         longer than all else */
    double max_distance_error_m; /**< bound asked of the errors of medians and 90th percentiles over areas, and 0.3 of
                                    it of means: what is known less well is measured again, which takes about four
                                    times as long; default INFINITY, which asks for none */
} lc_check_options;

static inline lc_check_options lc_check_options_init(void) {
    lc_check_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.link_limit_m = options.max_error = options.max_distance_error_m = LC_UNSET;
    return options;
}
#define LC_CHECK_OPTIONS_INIT lc_check_options_init()

/** The result of a check. Immutable; may be read from several threads. */
typedef struct lc_report lc_report;

/** Did it meet its target? (docs/definitions.md, "Verdicts") */
typedef enum lc_verdict { LC_NO_TARGET = 0, LC_MET, LC_MISSED, LC_NO_DATA } lc_verdict;
/** "met", "missed", "no_target", "no_data". */
LC_API const char *lc_verdict_name(lc_verdict verdict);

/**
 * Measure the coverage of a city's communities by the indicators of a profile. One city may be checked many times, with
 * other profiles and options; it is not changed.
 * @param options NULL for the defaults
 * @param[out] out the report, to be freed with lc_report_free(); city and profile may go before it
 * Errors: LC_ERR_INPUT, LC_ERR_MEMORY, LC_ERR_CANCELLED.
 */
LC_API lc_status lc_check(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                          const lc_check_options *options, lc_report **out);
/** Would lc_check() take these options? Asked before a city is read. Errors: LC_ERR_INPUT. */
LC_API lc_status lc_check_options_check(lc_context *ctx, const lc_check_options *options);
/** Free a report; NULL is fine. */
LC_API void lc_report_free(lc_report *report);

/** How an indicator combines others of the profile. */
typedef enum lc_combines { LC_COMBINES_NONE = 0, LC_COMBINES_ALL, LC_COMBINES_AT_LEAST } lc_combines;

/** One indicator over the whole city. Strings belong to the report. */
typedef struct lc_indicator {
    const char *id, *title_en, *title_zh;
    const char *category; /**< NULL for a combination */
    const char *metric;   /**< "network", "straight"; "mixed" for a combination of both */
    const char *denominator;
    const char *group; /**< the group of people that it counts; NULL: everybody, or land */
    /** "coverage": the ratio is a share of the demand; "2sfca": what there is for each person, in units of supply */
    const char *measure;
    const char *supply, *decay; /**< of 2sfca: "area_m2" or a field, "none" or "gaussian"; else NULL */
    const char *source;         /**< the clause its numbers come from; NULL when the profile names none */
    const char *verified;       /**< "text", "secondary" or "unverified"; NULL when the profile says nothing */
    const char *target_note_en, *target_note_zh; /**< what the target is, or why there is none; NULL without */
    double distance_m;                           /**< NaN for a combination */
    double target;                               /**< 0..1, NaN without */
    double community_target;                     /**< 0..1, NaN without */
    double ratio, err, offnet;                   /**< NaN without data */
    double island;          /**< share of the demand whose nearest path is on an island of paths; NaN for "straight" */
    double demand, covered; /**< m2 for area denominators, weight for population */
    double mean_ratio;      /**< unweighted mean of the communities' ratios; NaN without data */
    lc_verdict verdict;
    size_t communities_met, communities_missed;
    const char *reason;          /**< why ratio has no value; NULL when it has one */
    size_t measured_communities; /**< communities with demand */
    double measured_area_share;  /**< their share of all communities' area, 0..1; NaN when that is 0 */
    lc_combines combines;        /**< does it ask for several others at once? */
    size_t n_parts;              /**< indicators that it combines: lc_report_part() */
    size_t least;                /**< as many must cover a place */
    double services;             /**< at_least: mean number of parts that cover the demand; else NaN */
    double gini, theil;          /**< of the communities' ratios, weighted by demand; NaN without data, or all 0 */
    double gini_distance;        /**< of the walking distances of the places in range; NaN where there are none */
} lc_indicator;

/** A point of a Lorenz curve: of the demand in the least served communities, and of what is covered, the shares. */
typedef struct lc_lorenz_point {
    double demand, covered;
} lc_lorenz_point;

/** An indicator that another one combines. */
typedef struct lc_part {
    size_t indicator;
    bool left_out; /**< it has no data, and the combination goes on without it */
    bool missing;  /**< it has no data, and so the combination has none */
} lc_part;

/** One community. Strings belong to the report. */
typedef struct lc_community {
    const char *id, *name;
    double area_m2, population; /**< population NaN when not known */
} lc_community;

/** One indicator in one community. */
typedef struct lc_value {
    double ratio, err, offnet, mean_m; /**< NaN without value */
    double island;                     /**< as of the city's */
    const char *reason;                /**< why ratio has no value; NULL when it has one */
    lc_verdict verdict;
    double mean_err_m; /**< bound on the error of mean_m; NaN where none is known */
} lc_value;

/** Statistics of one indicator in one community. */
typedef struct lc_statistics {
    double p50_m, p90_m; /**< distances within which half and 90 % of the demand lie; NaN when less is in range */
    size_t facilities;   /**< facilities of the indicator inside the community */
    double per_10k;      /**< the same for 10,000 people; NaN when the population is not known */
    double overlap;      /**< mean number of facilities within reach of the demand; NaN unless asked for */
    double p50_err_m, p90_err_m; /**< bounds on the errors of p50_m and p90_m; NaN where none is known */
    double overlap_err;          /**< bound on the error of overlap; NaN without */
} lc_statistics;

/** A category over the whole city, and what of it lies inside the communities. Strings belong to the report. */
typedef struct lc_category {
    const char *id, *title_en, *title_zh;
    bool known;           /**< it has a source; the numbers are 0 and NaN without */
    bool lines, areas;    /**< it has lines, and polygons, to measure */
    size_t count;         /**< facilities inside: the sum over the communities */
    double length_m;      /**< of the union of its lines inside any community, each stretch once; NaN without lines */
    double area_m2;       /**< of the union of its polygons, the sum over the communities; NaN without polygons */
    double share;         /**< area_m2 / the communities' area */
    double m2_per_person; /**< over the communities whose population is known; NaN when it is of none */
} lc_category;

/** What of a category lies inside one community. */
typedef struct lc_amount {
    size_t count;
    double length_m, area_m2, share, m2_per_person; /**< NaN where lc_category has none */
} lc_amount;

/** A facility near the communities. Strings belong to the report. */
typedef struct lc_facility {
    const char *category, *id;
    const char *name, *name_zh; /**< NULL without; name_zh is OpenStreetMap's name:zh */
    const char *level;          /**< "street", "community", "station"; NULL when not known */
    double lon, lat;            /**< a point that stands for it: on its surface, or where a line begins */
    double area_m2;             /**< NaN without */
    bool linked;                /**< reached from the network; false, too, where nothing is walked */
} lc_facility;

/** Something that the city was read from. Strings belong to the report. */
typedef struct lc_input {
    const char *role, *file;
    const char *layer, *crs, *encoding; /**< NULL where they do not apply */
    size_t features;
    const char *sha256; /**< of the file; NULL when there is none to hash */
} lc_input;

/** An edit that the city was checked with. Strings belong to the report; NULL where there is nothing. */
typedef struct lc_edit_info {
    const char *op; /**< "add", "remove", "move", "path", "close", "open" */
    const char *category, *id, *name;
    const char *file; /**< NULL for one that was made in code */
    size_t number;    /**< of the feature in the file, from 1; else of the edit */
} lc_edit_info;

/** The network that was walked on. */
typedef struct lc_network_info {
    size_t nodes, edges;
    size_t components, dropped_components; /**< connected parts, and those that were too small */
    size_t square_links;                   /**< straight ways across squares, which are in no length */
    size_t island_joints, islands;         /**< what joins islands, and parts that stay apart */
    double length_m, dropped_length_m, islands_length_m;
} lc_network_info;

/** What a report was measured by. */
typedef struct lc_parameters {
    double link_limit_m, max_error, min_component_m, island_gap_m;
    double walk_speed_m_per_min; /**< NaN when the profile has none */
} lc_parameters;

/** A rule of an indicator: which facilities count, and how far. Strings belong to the report. */
typedef struct lc_indicator_rule {
    const char *category;
    const char *level; /**< "street", "community", "station"; NULL: any */
    double distance_m;
    double min_area_m2, max_area_m2; /**< NaN without */
} lc_indicator_rule;

/** An uncovered part of a community's demand for an indicator. */
typedef struct lc_gap {
    size_t community, indicator;
    double area_m2; /**< NaN for a weighted place */
    double weight;  /**< people or weight inside, or of the place; NaN when not known */
} lc_gap;

/** Walking distance on a grid of square cells in the work CRS, rows from the north. */
typedef struct lc_grid_info {
    size_t width, height;
    double west, north, cell_m; /**< its outer corner, and the side of a cell */
    const float *d_m;           /**< width * height of them, at the cells' centres; NaN off network and out of range */
} lc_grid_info;

/** A path of the network, from junction to junction. */
typedef struct lc_path {
    double length_m;
    size_t component; /**< connected part of the network that it is in: 1 is the longest */
    const char *kind; /**< "path": of the source; "square": a straight way across one; "joint": joins an island */
    double factor; /**< its walking length over its length, by the profile's own walking cost; 1 without one, NaN where
                      it closes it */
} lc_path;

/** Something in the input that the reader should know of. Strings belong to the report. */
typedef struct lc_warning {
    const char *code, *message;
    size_t count;
    const char *const *examples; /**< n_examples of them, at most 5 */
    size_t n_examples;
} lc_warning;

/** Edits, in the order in which they were carried out; 0 for a city as it is. */
LC_API size_t lc_report_edit_count(const lc_report *report);
LC_API lc_edit_info lc_report_edit(const lc_report *report, size_t edit);
/** The profile's id and titles. */
LC_API const char *lc_report_profile(const lc_report *report);
/** What walking costs beyond length, as `{slope: tobler, stairs: 3, crossings: yes}`; NULL when lengths alone count. */
LC_API const char *lc_report_walk_cost(const lc_report *report);
LC_API const char *lc_report_profile_title(const lc_report *report, const char *lang);
LC_API size_t lc_report_indicator_count(const lc_report *report);
LC_API lc_indicator lc_report_indicator(const lc_report *report, size_t indicator);
LC_API size_t lc_report_community_count(const lc_report *report);
LC_API lc_community lc_report_community(const lc_report *report, size_t community);
LC_API lc_value lc_report_value(const lc_report *report, size_t community, size_t indicator);
/** Part number `part` of a combination. */
LC_API lc_part lc_report_part(const lc_report *report, size_t indicator, size_t part);
/**
 * The share of the demand that exactly k parts of an at_least cover, k from 0 to n_parts; they sum to 1.
 * @param community SIZE_MAX for the city
 * @return NaN for other indicators, and without data
 */
LC_API double lc_report_parts_share(const lc_report *report, size_t community, size_t indicator, size_t k);
/** The mean number of parts that cover the demand of a community; NaN as above. */
LC_API double lc_report_services(const lc_report *report, size_t community, size_t indicator);
/** Zeros and NaN for an indicator without data. */
LC_API lc_statistics lc_report_statistics(const lc_report *report, size_t community, size_t indicator);
/** Categories: those of the indicators, in the profile's order, then those that are only counted. */
LC_API size_t lc_report_category_count(const lc_report *report);
LC_API lc_category lc_report_category(const lc_report *report, size_t category);
LC_API lc_amount lc_report_amount(const lc_report *report, size_t community, size_t category);
/**
 * Facilities: those within their category's search range of the communities' bounding box, and any other that serves
 * somebody. By category in the profile's order, then in input order. 0 unless `want_facilities` was set.
 */
LC_API size_t lc_report_facility_count(const lc_report *report);
LC_API lc_facility lc_report_facility(const lc_report *report, size_t facility);
/**
 * The demand (m2, or weight) within an indicator's distance of a facility, whatever others reach the same demand; NaN
 * when the indicator does not count this facility, or has no data. Weighted places are counted, areas are measured as
 * ratios are. Over all facilities the sum is that of overlap times demand over the communities.
 */
LC_API double lc_report_served(const lc_report *report, size_t facility, size_t indicator);
/** Paths; 0 unless `want_network` was set. */
LC_API size_t lc_report_path_count(const lc_report *report);
LC_API lc_path lc_report_path(const lc_report *report, size_t path);
/** The inputs, in the order of reading. */
LC_API size_t lc_report_input_count(const lc_report *report);
LC_API lc_input lc_report_input(const lc_report *report, size_t input);
LC_API lc_parameters lc_report_parameters(const lc_report *report);
/** false, and *out is untouched, when there was no network. */
LC_API bool lc_report_network(const lc_report *report, lc_network_info *out);
/** The work CRS as a PROJ string: that of grids; "" for a city in a plane. Everything else is in WGS 84 lon/lat, or in
 *  the plane. */
LC_API const char *lc_report_crs(const lc_report *report);
/** The rules of an indicator: one, or the members of any_of. */
LC_API size_t lc_report_rule_count(const lc_report *report, size_t indicator);
LC_API lc_indicator_rule lc_report_rule(const lc_report *report, size_t indicator, size_t rule);
/** Distance bands of the profile: the upper edge of each, and the share of the demand in it; NaN without data. */
LC_API size_t lc_report_band_count(const lc_report *report);
LC_API double lc_report_band_edge(const lc_report *report, size_t band);
LC_API double lc_report_band(const lc_report *report, size_t community, size_t indicator, size_t band);
/** Facilities of a category of a level ("street", "community", "station") inside a community; SIZE_MAX when the source
 *  does not tell levels. */
LC_API size_t lc_report_level_count(const lc_report *report, size_t community, size_t category, const char *level);
/** Is a community so near to the edge of the network that facilities beyond may be missing from its numbers? */
LC_API bool lc_report_edge_effect(const lc_report *report, size_t community);
/** Gaps, largest first: areas, then weighted places. 0 unless `want_gaps` was set. */
LC_API size_t lc_report_gap_count(const lc_report *report);
LC_API lc_gap lc_report_gap(const lc_report *report, size_t gap);
/** The walking distance to a category; false, and *out is untouched, when the check was not asked for it, and of several
    planes, whose grids are written alone (LC_DISTANCES). */
LC_API bool lc_report_grid(const lc_report *report, const char *category, lc_grid_info *out);

/** What has a shape in a report. */
typedef enum lc_shape_kind {
    LC_SHAPE_COMMUNITY = 0, /**< a MultiPolygon */
    LC_SHAPE_AREA,          /**< the service area of an indicator, a MultiPolygon; empty without data */
    LC_SHAPE_GAP,           /**< a Polygon, or the Point of a weighted place */
    LC_SHAPE_FACILITY,      /**< of any kind */
    LC_SHAPE_PATH           /**< a LineString */
} lc_shape_kind;
/**
 * The shape of the i-th community, indicator, gap, facility or path, in WGS 84 lon/lat (or the plane of the city).
 * @param[out] wkb *size bytes of ISO WKB, little-endian, malloc'ed, to be freed with free()
 * Errors: LC_ERR_INPUT for what is not there, or what the check was not asked for; LC_ERR_MEMORY.
 */
LC_API lc_status lc_report_wkb(lc_context *ctx, const lc_report *report, lc_shape_kind kind, size_t i,
                               unsigned char **wkb, size_t *size);
LC_API size_t lc_report_warning_count(const lc_report *report);
LC_API lc_warning lc_report_warning(const lc_report *report, size_t warning);
/**
 * The indicator that asks the same question under the other metric (network, straight), for tables that show both.
 * @return SIZE_MAX when there is none
 */
LC_API size_t lc_report_partner(const lc_report *report, size_t indicator);
/**
 * The least served communities of an indicator, those without a ratio left out.
 * @param[out] worst n indices of communities, the lowest ratio first, equal ones in input order
 * @return how many there are, at most n
 */
LC_API size_t lc_report_worst(const lc_report *report, size_t indicator, size_t *worst, size_t n);
/** The scorecard over the whole city. */
typedef struct lc_scorecard {
    size_t n_items;         /**< 0 when the profile has none */
    const size_t *item;     /**< indicators */
    size_t communities_met; /**< communities that meet all items */
    double share;           /**< the same as a share of all communities; NaN when an item has no data in any of them */
} lc_scorecard;
LC_API lc_scorecard lc_report_scorecard(const lc_report *report);
/**
 * true when every target of the city is met: one that was missed, or one that cannot be judged for want of data (unless
 * `allow_no_data` was set), makes it false.
 */
LC_API bool lc_report_passed(const lc_report *report);
/**
 * Why an indicator has no ratio, and which option would supply the data, in the context's language; "" when it has one.
 * @param[out] text `size` bytes, cut at a character's end when it is longer
 */
LC_API void lc_report_advice(const lc_context *ctx, const lc_report *report, size_t indicator, char *text, size_t size);

/**
 * From here on, files that are written with this context wait beside their places, complete and on the disk, until
 * lc_outputs_commit() puts all of them there. What a failed write or a full disk leaves is then as it was before.
 * Standard output, devices and pipes do not wait. Files that still wait from before go.
 */
LC_API void lc_outputs_begin(lc_context *ctx);
/**
 * Put the files that wait in their places, in the order in which they were written: all of them, or, when one cannot
 * be, none, and what was there before is there again. A cancelled context places none; once it has begun, it is short
 * and goes to its end. Errors: LC_ERR_IO, LC_ERR_CANCELLED.
 */
LC_API lc_status lc_outputs_commit(lc_context *ctx);
/** Give up the files that wait: nothing that was there before is changed. Harmless when there are none. */
LC_API void lc_outputs_abort(lc_context *ctx);
/**
 * Remove the temporary files of a context, for a signal's handler that ends the process right after it with _exit():
 * safe there, whatever the handler has interrupted. Nothing else may be done with the context any more.
 * @return false, with nothing done, while lc_outputs_commit() is at work: it is short, try again
 */
LC_API bool lc_outputs_discard(lc_context *ctx);

/**
 * Could a file be written to `path`, one of those that are not of a report (lc_diff_write(), lc_prepare(),
 * lc_history_export())?
 * @param path as in lc_write(): "-", or a file in a folder that exists and may be written to
 * Errors: LC_ERR_IO.
 */
LC_API lc_status lc_output_check(lc_context *ctx, const char *path);

/* ------------------------------------------------------------------- diff */

/** What reports are compared by: read from a file, or taken from a report. Immutable. */
typedef struct lc_figures lc_figures;
/**
 * Read a report back.
 * @param[out] out its figures, to be freed with lc_figures_free()
 * Errors: LC_ERR_INPUT when it is no report, is damaged or of another format; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_figures_read(lc_context *ctx, const char *path, lc_figures **out);
/** The figures of a report in memory, the same as those of its file. Errors: LC_ERR_MEMORY. */
LC_API lc_status lc_figures_of(lc_context *ctx, const lc_report *report, lc_figures **out);
/** Free them; NULL is fine. */
LC_API void lc_figures_free(lc_figures *figures);

/** How to compare. Start from LC_DIFF_OPTIONS_INIT. */
typedef struct lc_diff_options {
    size_t size; /**< of this struct, set by LC_DIFF_OPTIONS_INIT */
    /** A change counts when it is larger than this and than the two bounds on the ratios' errors together; 0..1,
     *  default 0.001 */
    double tolerance;
} lc_diff_options;

static inline lc_diff_options lc_diff_options_init(void) {
    lc_diff_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.tolerance = LC_UNSET;
    return options;
}
#define LC_DIFF_OPTIONS_INIT lc_diff_options_init()

/** What changed between two reports, communities and indicators matched by id (docs/diff.md). Immutable. */
typedef struct lc_diff lc_diff;

/** Is a change for the worse? */
typedef enum lc_effect {
    LC_WORSE = 0, /**< a regression */
    LC_BETTER,    /**< an improvement */
    LC_NEITHER    /**< good to know */
} lc_effect;

/** What changed. */
typedef enum lc_change_kind {
    LC_CHANGE_RATIO = 0,         /**< a ratio, perhaps its verdict too */
    LC_CHANGE_VERDICT,           /**< only the verdict */
    LC_CHANGE_DATA_LOST,         /**< there is no ratio any more */
    LC_CHANGE_DATA_FOUND,        /**< there is a ratio now */
    LC_CHANGE_INDICATOR_GONE,    /**< an indicator is no longer measured */
    LC_CHANGE_INDICATOR_NEW,     /**< an indicator is measured now */
    LC_CHANGE_COMMUNITY_GONE,    /**< a community is no longer measured */
    LC_CHANGE_COMMUNITY_NEW,     /**< a community is measured now */
    LC_CHANGE_DEFINITION,        /**< an indicator asks something else: its ratios are not compared */
    LC_CHANGE_COMMUNITY_RENAMED, /**< another name under the same id */
    LC_CHANGE_OFFNET,            /**< the share off the network */
    LC_CHANGE_COUNT              /**< facilities of a category inside a community */
} lc_change_kind;

/** One change. Strings belong to the figures that were compared, and to the diff. */
typedef struct lc_change {
    lc_change_kind kind;
    lc_effect effect;
    const char *indicator, *title_en, *title_zh; /**< NULL for a whole community, and for counts */
    const char *category;                        /**< of a count; else NULL */
    const char *community, *name;                /**< id and name; NULL for the city */
    double before, after;                        /**< ratio, share or count; NaN without */
    lc_verdict verdict_before, verdict_after;    /**< of ratios */
    double target;                               /**< the one that verdict_after is held against; NaN without */
    const char *text_before, *text_after;        /**< definitions, names; a reason in text_after; else NULL */
} lc_change;

/** What may be behind the changes. */
typedef enum lc_cause_kind {
    LC_CAUSE_INPUT = 0,     /**< an input's content */
    LC_CAUSE_INPUT_GONE,    /**< an input that is not used any more */
    LC_CAUSE_INPUT_NEW,     /**< an input that was not used before */
    LC_CAUSE_INPUT_UNKNOWN, /**< an input without a hash, a database: it may have changed */
    LC_CAUSE_PARAMETER,     /**< a parameter of the check */
    LC_CAUSE_DEFINITION,    /**< what an indicator asks */
    LC_CAUSE_TARGET,        /**< a target of an indicator */
    LC_CAUSE_PROFILE,       /**< another profile */
    LC_CAUSE_PROGRAM,       /**< another version of lifecircle */
    LC_CAUSE_EDITS          /**< other edits, each by what it does */
} lc_cause_kind;

/** One difference between what two reports were made from. Strings as in lc_change. */
typedef struct lc_cause {
    lc_cause_kind kind;
    const char *subject;                    /**< role of an input, name of a parameter, id of an indicator */
    const char *member;                     /**< what of the indicator; else NULL */
    const char *before, *after;             /**< values as in JSON; file names of inputs; NULL without */
    const char *sha_before, *sha_after;     /**< of inputs; NULL without */
    double features_before, features_after; /**< of inputs; NaN without */
} lc_cause;

/** Formats of lc_diff_write(). */
typedef enum lc_diff_format { LC_DIFF_JSON = 0, LC_DIFF_MARKDOWN, LC_DIFF_JUNIT } lc_diff_format;

/**
 * Compare two reports.
 * @param options NULL for the defaults
 * @param[out] out the changes, to be freed with lc_diff_free(); `before` and `after` must outlive it
 * Errors: LC_ERR_INPUT for a tolerance that is no share; LC_ERR_MEMORY.
 */
LC_API lc_status lc_diff_new(lc_context *ctx, const lc_figures *before, const lc_figures *after,
                             const lc_diff_options *options, lc_diff **out);
/** Free it; NULL is fine. */
LC_API void lc_diff_free(lc_diff *diff);
/** true when nothing got worse. */
LC_API bool lc_diff_passed(const lc_diff *diff);
/** Number of changes of one effect. */
LC_API size_t lc_diff_count(const lc_diff *diff, lc_effect effect);
/** Changes: the worse first, then the better, then the others; within each the city first, then the largest. */
LC_API size_t lc_diff_change_count(const lc_diff *diff);
LC_API lc_change lc_diff_change(const lc_diff *diff, size_t change);
LC_API size_t lc_diff_cause_count(const lc_diff *diff);
LC_API lc_cause lc_diff_cause(const lc_diff *diff, size_t cause);
/** Number of communities and of indicators that were compared. */
LC_API size_t lc_diff_communities(const lc_diff *diff);
LC_API size_t lc_diff_indicators(const lc_diff *diff);
/** The tolerance that was used. */
LC_API double lc_diff_tolerance(const lc_diff *diff);
/** "ratio", "verdict", "data_lost", …: as in the JSON output. */
LC_API const char *lc_change_kind_name(lc_change_kind kind);
LC_API const char *lc_cause_kind_name(lc_cause_kind kind);
/**
 * A change or a cause in a few words of the context's language, without the names of indicator and community: "met ->
 * missed (target 0.8)"; "" when the two values say all.
 * @param[out] text `size` bytes, cut at a character's end when it is longer
 */
LC_API void lc_change_text(const lc_context *ctx, const lc_change *change, char *text, size_t size);
LC_API void lc_cause_text(const lc_context *ctx, const lc_cause *cause, char *text, size_t size);
/**
 * Write the comparison: as JSON (docs/diff.md), Markdown, or JUnit XML, in which every ratio that was compared is a
 * test case and a regression a failure. Markdown and JUnit speak the context's language.
 * @param path as in lc_write()
 * Errors: LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_diff_write(lc_context *ctx, const lc_diff *diff, lc_diff_format format, const char *path);

/* ---------------------------------------------------------------- writing */

/** Where the results of a run go: paths, which lc_write() takes one by one. Start from LC_OUTPUTS_INIT. */
typedef struct lc_outputs {
    size_t size;                   /**< of this struct, set by LC_OUTPUTS_INIT */
    const char *output;            /**< GeoJSON report; "-" is standard output */
    const char *areas;             /**< service areas */
    const char *gaps;              /**< gaps */
    const char *html;              /**< map */
    const char *tiles;             /**< as in lc_write_options, for the map */
    const char *tiles_attribution; /**< the same */
    const char *const *fields;     /**< `CATEGORY=FILE.tif`, n_fields of them: distances */
    size_t n_fields;
    const char *csv;      /**< the communities as CSV */
    const char *csv_bom;  /**< the same with a byte order mark, which spreadsheet programs know UTF-8 by */
    const char *xlsx;     /**< a workbook for people, in the language of the context */
    const char *gpkg;     /**< everything in one GeoPackage, with styles */
    const char *charts;   /**< folder for charts */
    const char *markdown; /**< summary for people */
    const char *junit;    /**< verdicts as test results */
    const char *baseline; /**< older report to compare with, lc_figures_read() */
    double tolerance;     /**< as in lc_diff_options */
    const char *store;    /**< history that the report is added to */
    const char *out_crs;  /**< as in lc_write_options */
} lc_outputs;

static inline lc_outputs lc_outputs_init(void) {
    lc_outputs outputs;
    memset(&outputs, 0, sizeof outputs);
    outputs.size = sizeof outputs;
    outputs.tolerance = LC_UNSET;
    return outputs;
}
#define LC_OUTPUTS_INIT lc_outputs_init()

/** Ask a check for what these outputs need of a report. `categories` borrows the list of fields. */
LC_API void lc_outputs_need(const lc_outputs *outputs, lc_check_options *options);

/** A project file, PROJECT.yaml: the options of a run under their names. Immutable. */
typedef struct lc_project lc_project;
/**
 * Read a project file. Relative paths in it are taken from its own folder.
 * @param[out] out the project, to be freed with lc_project_free()
 * Errors: LC_ERR_INPUT with file and line for unknown keys and wrong types; LC_ERR_IO.
 */
LC_API lc_status lc_project_read(lc_context *ctx, const char *path, lc_project **out);
/** What it says of the city, of the check, and of the outputs; borrowed, valid until lc_project_free(). */
LC_API const lc_city_options *lc_project_city(const lc_project *project);
LC_API const lc_check_options *lc_project_check(const lc_project *project);
/** SOURCEs of edits, for lc_edits_read(), n of them; the check's options hold no edits. */
LC_API const char *const *lc_project_edits(const lc_project *project, size_t *n);
LC_API const lc_outputs *lc_project_outputs(const lc_project *project);
/** The profile that it names, for lc_profile_load(); NULL when it names none. */
LC_API const char *lc_project_profile(const lc_project *project);
/** Free a project; NULL is fine. */
LC_API void lc_project_free(lc_project *project);
/** Fill what options leave open from `defaults` (so that a command line wins over a project). Strings stay borrowed. */
LC_API void lc_city_options_fill(lc_city_options *options, const lc_city_options *defaults);
LC_API void lc_check_options_fill(lc_check_options *options, const lc_check_options *defaults);
LC_API void lc_outputs_fill(lc_outputs *outputs, const lc_outputs *defaults);

/** What can be written of a report. */
typedef enum lc_output_kind {
    LC_REPORT = 0, /**< the GeoJSON report (`lifecircle-report/1`, docs/report.md) */
    LC_AREAS,      /**< service areas: a MultiPolygon an indicator, inside the communities, in the format that the
                        path's ending names (.geojson or .json, .gpkg, .fgb, .shp; docs/layers.md). An indicator without
                        data has no geometry. Needs `want_areas` */
    LC_GAPS,       /**< the uncovered parts of each community's demand, largest first, in the same formats: polygons
                        for areas in the layer `gaps`, points for weighted places in `gap_places`, which all formats but
                        .gpkg put into a file beside, NAME_gap_places.ENDING. Needs `want_gaps` */
    LC_DISTANCES,  /**< the walking distance to the nearest facility of a category as a cloud-optimised GeoTIFF (.tif):
                        Float32 metres, nodata (-9999) off network and beyond the search range, in the work CRS. Of
                        several planes NAME_N30.5E104.0.tif for each, by the south-western corner of its cell. Needs
                        the category in `categories` */
    LC_CSV,        /**< the communities as CSV (.csv): a head, then a row each, with the columns of the report; UTF-8,
                        RFC 4180, null as nothing. A text that a spreadsheet program would take for a formula gets an
                        apostrophe in front */
    LC_CSV_BOM,    /**< the same with a byte order mark */
    LC_XLSX,       /**< a workbook for people (.xlsx), in the context's language: summary, communities with the least
                        served first, definitions and sources; with `want_facilities` and `want_gaps` facilities and the
                        largest gaps (docs/tables.md) */
    LC_GPKG,       /**< everything that the report holds as one GeoPackage (.gpkg): the layers `communities`, `areas`,
                        `gaps`, `gap_places`, `facilities`, `facility_areas`, `facility_lines` and `network`, and
                        `layer_styles`, by which QGIS draws them (docs/qgis.md). Needs all four of `want_` */
    LC_MAP,        /**< the map (docs/map.md): one HTML file that opens from disk without a network, in Chinese or
                        English as the reader's browser asks for. Shows areas, gaps and facilities if there are any */
    LC_MARKDOWN,   /**< a summary for people: targets, indicators, least served communities, changes, warnings, inputs,
                        and the command that makes it */
    LC_JUNIT,      /**< the verdicts as JUnit XML, which continuous integration services show: a suite an indicator, a
                        test case for the city and for each community that has a target */
    LC_CHARTS, /**< charts as SVG in a folder, which is made when it is not there: the Lorenz curve of each indicator
                    (ID_lorenz.svg), and how far the nearest is (ID_distance.svg) */
    LC_HISTORY /**< added to a history, as lc_report_store() does */
} lc_output_kind;

/** What some kinds need. Start from LC_WRITE_OPTIONS_INIT. */
typedef struct lc_write_options {
    size_t size;                   /**< of this struct, set by LC_WRITE_OPTIONS_INIT */
    const char *category;          /**< LC_DISTANCES: which; required there */
    const char *tiles;             /**< LC_MAP: address of background tiles, with {z}, {x} and {y}; default: none, and
                                        nothing is ever fetched */
    const char *tiles_attribution; /**< LC_MAP: whom they come from, plain text; default for openstreetmap.org: its own
                                        words */
    const lc_diff *diff;           /**< LC_MARKDOWN, LC_JUNIT: the changes since an older report */
    const lc_city_options *city;   /**< LC_MARKDOWN: what the run was told, for the command that makes it, which is left
                                        out without; the three below may be NULL as well */
    const lc_check_options *check;
    const lc_outputs *outputs;
    const char *profile;
    const char *out_crs; /**< LC_AREAS, LC_GAPS, LC_GPKG, LC_XLSX: the CRS of their coordinates, what a source's `crs=`
                              takes (EPSG:4490, GCJ-02, …); default: WGS 84 lon/lat. The facilities of LC_GPKG and
                            LC_XLSX keep their lon and lat, and get x and y */
    const char *const *edits; /**< LC_MARKDOWN: SOURCEs of edits that the run was told, n_edits of them */
    size_t n_edits;
} lc_write_options;

static inline lc_write_options lc_write_options_init(void) {
    lc_write_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    return options;
}
#define LC_WRITE_OPTIONS_INIT lc_write_options_init()

/**
 * Write a report. The same report gives the same bytes.
 * @param path a file, written beside and renamed into place so that it appears whole or not at all; "-" is standard
 *             output, for LC_REPORT, LC_MAP, LC_MARKDOWN and LC_JUNIT
 * @param options NULL for the defaults
 * Errors: LC_ERR_INPUT for an ending that does not go with the kind, a missing or wrong option, or what the check was
 * not asked for; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_write(lc_context *ctx, const lc_report *report, lc_output_kind kind, const char *path,
                          const lc_write_options *options);
/**
 * Could a report be written so? Asked before the work, so that a wrong path does not cost the computing.
 * Errors: LC_ERR_INPUT for a wrong ending or option; LC_ERR_IO when the folder is not there or cannot be written to.
 */
LC_API lc_status lc_write_check(lc_context *ctx, lc_output_kind kind, const char *path,
                                const lc_write_options *options);

/* ---------------------------------------------------------------- history */

/**
 * Add a report to a history, a SpatiaLite database (docs/history.md), which is created when it is not there. One
 * transaction: the run is in it whole or not at all, also when the process is killed, and several processes may store
 * at once. A report that is the same, byte for byte, as the latest run of its profile confirms that run instead of
 * becoming another one.
 * @param[out] run number of the run; may be NULL
 * Errors: LC_ERR_INPUT for a file that is no history, or one of a newer version; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_report_store(lc_context *ctx, const lc_report *report, const char *path, size_t *run);
/** A history that is open to be read. Used by one thread at a time. */
typedef struct lc_history lc_history;

/** How an input differs from that of the run of the same profile before. */
typedef enum lc_input_change { LC_UNCHANGED = 0, LC_CHANGED, LC_ADDED, LC_REMOVED } lc_input_change;

/** One run of a history. Strings belong to the history. */
typedef struct lc_run {
    size_t number;         /**< 1, 2, 3, … in the order of storing */
    const char *stored;    /**< when it was stored: UTC, "2026-01-31T12:00:00Z" */
    const char *confirmed; /**< when the same report was stored last; the same as `stored` if only once */
    size_t times;          /**< how many times it was stored in a row */
    const char *profile, *title_en, *title_zh, *version;
    const char *sha256; /**< of the report's bytes */
    bool passed;        /**< as lc_report_passed() said */
    size_t communities, indicators, inputs;
    bool parameters_changed; /**< other parameters than in the run of the same profile before */
    bool version_changed;    /**< another version of lifecircle */
} lc_run;

/** One input of a run; one that is LC_REMOVED is of the run before. Strings belong to the history. */
typedef struct lc_run_input {
    const char *role, *file, *layer, *sha256; /**< layer and sha256 NULL where they do not apply */
    lc_input_change change;
} lc_run_input;

/**
 * Open a history.
 * @param[out] out to be freed with lc_history_free()
 * Errors: LC_ERR_INPUT for a file that is no history, damaged, or of a newer version; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_history_open(lc_context *ctx, const char *path, lc_history **out);
/** Free it; NULL is fine. */
LC_API void lc_history_free(lc_history *history);
LC_API size_t lc_history_run_count(const lc_history *history);
/** The i-th run, the oldest first. */
LC_API lc_run lc_history_run(const lc_history *history, size_t i);
/** The k-th input of the i-th run. */
LC_API lc_run_input lc_history_input(const lc_history *history, size_t i, size_t k);
/** The k-th indicator of the i-th run: the city's totals. */
LC_API lc_indicator lc_history_indicator(const lc_history *history, size_t i, size_t k);
/** The i-th run's total of an indicator, by id; NaN when the run does not have it. */
LC_API double lc_history_ratio(const lc_history *history, size_t i, const char *indicator);
/** The last run before the i-th that has the same profile; SIZE_MAX when there is none. */
LC_API size_t lc_history_previous(const lc_history *history, size_t i);
/** The whole history as one JSON object (docs/history.md), malloc'ed, to be freed with free(). */
LC_API lc_status lc_history_json(lc_context *ctx, const lc_history *history, char **out);
/**
 * Write the report of a run, byte for byte as it was.
 * @param path as in lc_write()
 * Errors: LC_ERR_INPUT for an unknown run, or when its bytes are damaged; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_history_export(lc_context *ctx, lc_history *history, size_t number, const char *path);

/** The values of one community, or of the city, over the runs. Immutable. */
typedef struct lc_series lc_series;
/** One indicator in one run. Strings belong to the series. */
typedef struct lc_series_point {
    size_t run;
    const char *stored, *indicator;
    const char *title_en, *title_zh; /**< of the indicator */
    lc_value value;
    const char *name; /**< of the community in that run; NULL for the city */
} lc_series_point;

/**
 * @param community the community's id; NULL for the city's totals
 * @param indicator the indicator's id; NULL for all
 * @param[out] out to be freed with lc_series_free(); by the community's name in order of first use (a code that went
 * over to another community has several), by indicator, then by run Errors: LC_ERR_INPUT for an id that no run has;
 * LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_history_series(lc_context *ctx, lc_history *history, const char *community, const char *indicator,
                                   lc_series **out);
LC_API void lc_series_free(lc_series *series);
LC_API size_t lc_series_count(const lc_series *series);
LC_API lc_series_point lc_series_at(const lc_series *series, size_t i);
/** The name of the community in the latest run that has it; NULL for the city. */
LC_API const char *lc_series_name(const lc_series *series);
/** As one JSON object, malloc'ed, to be freed with free(). */
LC_API lc_status lc_series_json(lc_context *ctx, const lc_series *series, char **out);

/* ----------------------------------------------------------------- siting */

/**
 * Where to add facilities, and how good the answer is (docs/siting.md). Start from LC_SITE_OPTIONS_INIT. One of the
 * four questions is asked: `count`, `reach`, `each_community` or `budget`.
 */
typedef struct lc_site_options {
    size_t size;                   /**< of this struct, set by LC_SITE_OPTIONS_INIT */
    const char *const *indicators; /**< n_indicators of the profile, `ID` or `ID=WEIGHT`; at least one */
    size_t n_indicators;
    const char *const *candidates; /**< n_candidates texts: SOURCE of points and polygons, or `paths:M`, a point every M
                                        metres along paths; `CATEGORY=…` in front where it is for one category alone */
    size_t n_candidates;
    double count;            /**< cover as much as possible with so many sites */
    double reach;            /**< as few (or as cheap) as possible so that the city's ratio is at least this */
    double each_community;   /**< the same for every community that can reach it */
    double budget;           /**< cover as much as possible for costs of at most this */
    const char *const *must; /**< n_must ids of candidates that are taken in any case */
    size_t n_must;
    const char *const *exclude; /**< n_exclude ids of candidates that are not taken */
    size_t n_exclude;
    double time_limit_s;  /**< go on proving until so many seconds of solving are over; default: the usual work */
    double max_memory;    /**< bytes that the table of covers and solving may take; default: what is left of the
                               context's */
    double link_limit_m;  /**< as in lc_check_options */
    const char *data_dir; /**< as in lc_profile_load() */
} lc_site_options;

static inline lc_site_options lc_site_options_init(void) {
    lc_site_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.count = options.reach = options.each_community = options.budget = LC_UNSET;
    options.time_limit_s = options.max_memory = options.link_limit_m = LC_UNSET;
    return options;
}
#define LC_SITE_OPTIONS_INIT lc_site_options_init()

/** The answer of lc_site(). Immutable; may be read from several threads. */
typedef struct lc_siting lc_siting;
/** Which question was asked. */
typedef enum lc_site_question {
    LC_SITE_COUNT = 0,
    LC_SITE_REACH,
    LC_SITE_EACH_COMMUNITY,
    LC_SITE_BUDGET
} lc_site_question;

/**
 * Choose places for new facilities of the categories of some indicators. The sites depend neither on the number of
 * threads nor on the time limit, which only lets the proof go on.
 * @param[out] out to be freed with lc_siting_free(); city and profile may go before it
 * Errors: LC_ERR_INPUT for a question that cannot be answered, with how far one gets; LC_ERR_IO, LC_ERR_MEMORY,
 * LC_ERR_CANCELLED.
 */
LC_API lc_status lc_site(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                         const lc_site_options *options, lc_siting **out);
/** Would lc_site() take these options? Asked before a city is read. Errors: LC_ERR_INPUT. */
LC_API lc_status lc_site_options_check(lc_context *ctx, const lc_profile *profile, const lc_site_options *options);
/** Free it; NULL is fine. */
LC_API void lc_siting_free(lc_siting *siting);

/** One site. Strings belong to the sites. */
typedef struct lc_new_site {
    const char *id, *name, *category; /**< name NULL without */
    double gain;                      /**< demand that it covers beyond what exists and the sites before it */
    double alone;                     /**< the same, were it the only new one */
    double cost;                      /**< 1 without costs */
    double lon, lat;                  /**< the point, or one on the polygon */
} lc_new_site;

/** The answer as a whole. Demand is in people, another weight or m2; with several indicators in their weighted shares.
 */
typedef struct lc_siting_totals {
    lc_site_question question;
    double asked;         /**< the number, share or budget that was asked for */
    double demand;        /**< all of it */
    double before, value; /**< covered without the sites, and with them */
    /**
     * What is proven: nothing that the question allows covers more. For `reach` and `each_community`: the least number,
     * or cost, that suffices.
     */
    double bound;
    double gap;   /**< (bound - value) / bound; for `reach` and `each_community` (cost - bound) / cost */
    double cost;  /**< of all sites: their number without costs */
    bool optimal; /**< gap is 0 to 1e-9 */
    double ratio_before,
        ratio_after; /**< exact, by checks without and with the sites; of several indicators the weighted mean */
    size_t candidates, covers; /**< candidates that were held against each other, and pairs of one and what it covers */
} lc_siting_totals;
LC_API lc_siting_totals lc_siting_totals_of(const lc_siting *siting);
/** Sites in the order of gain. */
LC_API size_t lc_siting_count(const lc_siting *siting);
LC_API lc_new_site lc_siting_site(const lc_siting *siting, size_t i);
/** Covered demand with the first k sites, k from 0 to lc_siting_count(). */
LC_API double lc_siting_curve(const lc_siting *siting, size_t k);
LC_API size_t lc_siting_warning_count(const lc_siting *siting);
LC_API lc_warning lc_siting_warning(const lc_siting *siting, size_t i);

/** What can be written of sites. */
typedef enum lc_siting_kind {
    LC_SITING_GEOJSON = 0, /**< `lifecircle-sites/1` (docs/siting.md); "-" is standard output */
    LC_SITING_EDITS,       /**< an edits file that adds them: GeoJSON with `op`, `category`, `id` */
    LC_SITING_GPKG,        /**< layers `sites` and `covered` (.gpkg) */
    LC_SITING_CSV,         /**< a table (.csv) */
    LC_SITING_MAP          /**< one HTML page: the map, the curve, the table */
} lc_siting_kind;
/** Write them; files appear whole or not at all. Errors: LC_ERR_INPUT for a wrong ending; LC_ERR_IO, LC_ERR_MEMORY. */
LC_API lc_status lc_siting_write(lc_context *ctx, const lc_siting *siting, lc_siting_kind kind, const char *path);
/** Could they be written so? Asked before the work. Errors: LC_ERR_INPUT, LC_ERR_IO. */
LC_API lc_status lc_siting_write_check(lc_context *ctx, lc_siting_kind kind, const char *path);

/* ------------------------------------------------------------ a live city */

/** A city that is checked again and again with other edits: only what these can reach is measured again. Used by one
 *  thread at a time. */
typedef struct lc_live lc_live;
/**
 * Check a city as it is. Of a city in several planes all planes are read here, and held in memory with what is measured
 * in them: it grows with their number.
 * @param options as for lc_check(); its edits play no part
 * @param[out] out to be freed with lc_live_free(); city, profile and what the options point to must outlive it
 * Errors: as of lc_check(); LC_ERR_INPUT for a part of the planes (`shard`).
 */
LC_API lc_status lc_live_open(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                              const lc_check_options *options, lc_live **out);
/** Free it; NULL is fine. */
LC_API void lc_live_free(lc_live *live);
/**
 * Check the city with other edits, in place of those before. The report is that of lc_check() with these edits, byte
 * for byte. The communities are measured again which the edits can reach; after edits of paths in a city with gated
 * compounds all are, of several planes those of the planes whose paths they change.
 * @param edits copied; NULL: the city as it is
 * Errors: as of lc_check(); then everything stays as it was.
 */
LC_API lc_status lc_live_set(lc_context *ctx, lc_live *live, const lc_edits *edits);
/** Go back to the edits before the last lc_live_set() that is not undone. Errors: LC_ERR_INPUT when there is none. */
LC_API lc_status lc_live_undo(lc_context *ctx, lc_live *live);
/** Give up the steps that could be undone, and the memory that they take. */
LC_API void lc_live_forget(lc_live *live);
/** From the next step on reports have no areas, gaps, facilities, paths and distances, whatever the options want. */
LC_API void lc_live_skip_extras(lc_live *live);
/** The report as it stands; valid until the next step. */
LC_API const lc_report *lc_live_report(const lc_live *live);
/** The report without edits; valid as long as the live city. */
LC_API const lc_report *lc_live_base(const lc_live *live);
/**
 * What the edits change of an indicator's service area: polygons that are gained and lost in the communities whose
 * value has changed, drawn from a lattice of 10 m, for the eye; the numbers are in the report.
 * @param[out] geojson a FeatureCollection with `kind` ("gained", "lost"), `area_m2` and `people` (null where they are
 *             not known), to be freed with free()
 * Errors: LC_ERR_INPUT for an indicator that is none; LC_ERR_MEMORY, LC_ERR_CANCELLED.
 */
LC_API lc_status lc_live_change(lc_context *ctx, lc_live *live, size_t indicator, char **geojson);
/** lc_site() in the city as it stands, its edits carried out. */
LC_API lc_status lc_live_site(lc_context *ctx, const lc_live *live, const lc_site_options *options, lc_siting **out);
/** Did the last step change a value of a community? */
LC_API bool lc_live_changed(const lc_live *live, size_t community);
/** How many communities the last step measured, once a pass. */
LC_API size_t lc_live_measured(const lc_live *live);

/** Called once a server listens, with the address of its page, token included; `open` when others than this machine can
 *  reach it. */
typedef void (*lc_ready_fn)(const char *address, bool open, void *user);

/** Where a live city is served. Start from LC_SERVE_OPTIONS_INIT. */
typedef struct lc_serve_options {
    size_t size;        /**< of this struct, set by LC_SERVE_OPTIONS_INIT */
    const char *listen; /**< ADDRESS:PORT, `[ADDRESS]:PORT`; port 0: any that is free; default: 127.0.0.1:8315 */
    double max_body;    /**< bytes that a request may send; default: 16 MiB */
    lc_ready_fn ready;  /**< may be NULL; called with `user` */
    void *user;
} lc_serve_options;

static inline lc_serve_options lc_serve_options_init(void) {
    lc_serve_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    return options;
}
#define LC_SERVE_OPTIONS_INIT lc_serve_options_init()

/**
 * Serve a city on a web page on which people edit it and see what changes (docs/serve.md), until lc_cancel().
 * @param check as for lc_check(); its edits play no part
 * @param options NULL for the defaults
 * Errors: as of lc_check(); LC_ERR_INPUT for an address that is none; LC_ERR_IO when nothing can listen there.
 */
LC_API lc_status lc_serve(lc_context *ctx, const lc_city *city, const lc_profile *profile,
                          const lc_check_options *check, const lc_serve_options *options);

/* ------------------------------------------------------------- many planes, many machines */

/** How a check is cut into parts. Start from LC_CUT_OPTIONS_INIT. */
typedef struct lc_cut_options {
    size_t size;                 /**< of this struct, set by LC_CUT_OPTIONS_INIT */
    const char *project;         /**< project file of the check; required */
    const lc_city_options *city; /**< what it says of the city; required */
    const char *profile;         /**< and its profile; NULL: the default */
    size_t parts;                /**< how many; default: one a plane */
    double link_limit_m;         /**< as in the lc_check_options of the check; default 250 */
    const lc_outputs *outputs;   /**< what the project writes: where service areas and gaps are among it, parts prepare
                                    them, and merging writes files of these names; NULL: the report and the table alone */
    const char *const *edits; /**< SOURCEs of edits that the project names, n_edits of them: what they move from plane
                                 to plane is found for the parts, which read them themselves */
    size_t n_edits;
} lc_cut_options;

static inline lc_cut_options lc_cut_options_init(void) {
    lc_cut_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.link_limit_m = LC_UNSET;
    return options;
}
#define LC_CUT_OPTIONS_INIT lc_cut_options_init()

/** What was cut. */
typedef struct lc_cut_result {
    size_t communities, planes, parts;
    size_t extracts;       /**< parts with an extract of the OpenStreetMap file; 0: they read it whole */
    const char *why_whole; /**< why, in the context's language; NULL with extracts, and where there is no such file */
} lc_cut_result;

/**
 * Cut a check by its planes: write a folder for each part, with the script that checks it, and scripts that run all of
 * them with GNU parallel or as a Slurm job array and merge their reports (docs/country.md). Parts have about the same
 * length of paths. A single .pbf file is cut into extracts, a part each, by the program `osmium`, where it is
 * installed.
 * @param folder made when it is not there
 * @param out may be NULL
 * Errors: LC_ERR_INPUT, also when the communities lie in one plane; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_cut(lc_context *ctx, const lc_cut_options *options, const char *folder, lc_cut_result *out);

/**
 * Put the reports of all parts of a check (`shard` of lc_city_options) together: the bytes of the report of the whole.
 * Holds the numbers of all communities in memory, and of their features one at a time.
 * @param parts n GeoJSON reports, in any order
 * @param path the report to write; "-" is standard output
 * Errors: LC_ERR_INPUT for reports that do not belong together, or are not all, and for an edit that did nothing in any
 * part; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_merge(lc_context *ctx, const char *const *parts, size_t n, const char *path);
/**
 * The same of their tables (LC_CSV, LC_CSV_BOM), each of which stands beside its report under the same name with the
 * ending .csv: the bytes of the table of the whole. Holds one row at a time in memory.
 * @param parts n GeoJSON reports, which say where each row goes
 * @param path the table to write
 * Errors: as of lc_merge(), and LC_ERR_INPUT for a table that is missing or does not go with its report.
 */
LC_API lc_status lc_merge_csv(lc_context *ctx, const char *const *parts, size_t n, const char *path);
/**
 * The same of their service areas (LC_AREAS) or gaps (LC_GAPS), for which the parts were checked with want_areas or
 * want_gaps: the bytes that lc_write() gives of one check of all. Holds as much as lc_merge_report(), which reads the
 * parts once for several outputs.
 * @param kind LC_AREAS or LC_GAPS
 * @param path as of lc_write(): the ending says the format
 * @param options as of lc_write(), out_crs alone; NULL for the defaults
 * Errors: as of lc_merge(), and LC_ERR_INPUT for a file that is missing or does not go with its report.
 */
LC_API lc_status lc_merge_layers(lc_context *ctx, const char *const *parts, size_t n, lc_output_kind kind,
                                 const char *path, const lc_write_options *options);
/**
 * The report of the whole, in memory: lc_write() gives of it what it gives of one check of all, in every format (map,
 * GeoPackage, workbook, …). What it needs beyond the reports stands beside each of them, in a file that lc_write() of
 * LC_REPORT makes, NAME_layers.sqlite. Holds what a check of all would hold in its report, and reads one part after the
 * other.
 * @param parts n GeoJSON reports, in any order
 * @param options want_areas, want_gaps, want_facilities and want_network say which shapes are wanted: the parts were
 *                checked with the same; the others are passed over. NULL: none
 * @param[out] out to be freed with lc_report_free()
 * Errors: as of lc_merge(), and LC_ERR_INPUT for a file that is missing, damaged, without these shapes, or of another
 * report.
 */
LC_API lc_status lc_merge_report(lc_context *ctx, const char *const *parts, size_t n, const lc_check_options *options,
                                 lc_report **out);

/* ---------------------------------------------------------------- prepare */

/** What to prepare. Start from LC_PREPARE_OPTIONS_INIT; strings are borrowed, NULL means "not given". */
typedef struct lc_prepare_options {
    size_t size;            /**< of this struct, set by LC_PREPARE_OPTIONS_INIT */
    const char *const *osm; /**< n_osm OpenStreetMap files, merged as one; one of the two is required */
    size_t n_osm;
    const char *network;    /**< SOURCE of path lines, or an OpenStreetMap file */
    double min_component_m; /**< smaller components are left out of the tables for GIS; default 500 */
    const char *data_dir;   /**< as in lc_profile_load() */
} lc_prepare_options;

static inline lc_prepare_options lc_prepare_options_init(void) {
    lc_prepare_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.min_component_m = LC_UNSET;
    return options;
}
#define LC_PREPARE_OPTIONS_INIT lc_prepare_options_init()

/** What was prepared: the tables for GIS. */
typedef struct lc_prepare_result {
    size_t nodes, edges, components;
    double length_m;
} lc_prepare_result;

/**
 * Read the paths of a file once, for many checks: write them to a SpatiaLite database that `network` of
 * lc_city_options takes as a source (docs/prepare.md). A check with it gives the numbers of a check without it. The
 * file appears whole or not at all; the same inputs give the same bytes.
 * @param out may be NULL
 * Errors: LC_ERR_INPUT, LC_ERR_IO, LC_ERR_MEMORY, LC_ERR_CANCELLED.
 */
LC_API lc_status lc_prepare(lc_context *ctx, const lc_prepare_options *options, const char *path,
                            lc_prepare_result *out);

/* ---------------------------------------------------------------- inspect */

/** Can a source be used? */
typedef enum lc_fitness {
    LC_FIT = 0, /**< as it is */
    LC_USABLE,  /**< yes, but there is something to know of or to put right */
    LC_UNUSABLE /**< no */
} lc_fitness;

/** How much a problem matters. */
typedef enum lc_severity {
    LC_NOTE = 0, /**< good to know */
    LC_WARNING,  /**< makes a source ::LC_USABLE */
    LC_ERROR     /**< makes a source ::LC_UNUSABLE */
} lc_severity;

/** What to look at a source for. Start from LC_INSPECT_OPTIONS_INIT; strings are borrowed, NULL means "not given". */
typedef struct lc_inspect_options {
    size_t size;      /**< of this struct, set by LC_INSPECT_OPTIONS_INIT */
    const char *role; /**< "network", "communities" or "facilities", by default guessed from the geometry; of a raster
                         "demand" (default) or "heights" */
    const char *const *osm; /**< n_osm OpenStreetMap files, merged as one: facilities and heights are held against
                               their paths */
    size_t n_osm;
    const char *network;     /**< SOURCE of path lines, or an OpenStreetMap file: the same */
    const char *communities; /**< SOURCE of community polygons: facilities are held against them */
    const char *id_field;    /**< communities: field with their ids, which should differ; default: none */
    const char *name_field;  /**< communities: field with their names, for messages; default: the ids */
    double link_limit_m;     /**< farther than this from any path is far; default 250 */
    const char *data_dir;    /**< as in lc_profile_load() */
} lc_inspect_options;

static inline lc_inspect_options lc_inspect_options_init(void) {
    lc_inspect_options options;
    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.link_limit_m = LC_UNSET;
    return options;
}
#define LC_INSPECT_OPTIONS_INIT lc_inspect_options_init()

/** What was found about one source. Immutable. */
typedef struct lc_inspection lc_inspection;

/** Something that a source is or has, for people: `label` and `text` are in the context's language. */
typedef struct lc_fact {
    const char *key; /**< "format", "layer", "crs", "field", …; the same in all languages */
    const char *label, *text;
} lc_fact;

/** Something that is wrong with a source. */
typedef struct lc_problem {
    const char *code; /**< the same in all languages */
    lc_severity severity;
    const char *message;         /**< what is wrong, in the context's language */
    const char *fix;             /**< what to do about it; NULL when there is nothing */
    size_t count;                /**< how many times */
    const char *const *examples; /**< n_examples of them, at most 5: where */
    size_t n_examples;
} lc_problem;

/**
 * Look at a source: what it is, what is wrong with it, what to do about it.
 * @param source a SOURCE, or an OpenStreetMap file (.osm, .osm.gz, .pbf)
 * @param options NULL for the defaults
 * @param[out] out what was found, to be freed with lc_inspection_free(); a source that cannot be used, or is not there,
 *             is a finding (::LC_UNUSABLE), not an error
 * Errors: LC_ERR_INPUT for wrong options, or when what a source is held against cannot be read; LC_ERR_MEMORY,
 * LC_ERR_CANCELLED.
 */
LC_API lc_status lc_inspect(lc_context *ctx, const char *source, const lc_inspect_options *options,
                            lc_inspection **out);
/** Free it; NULL is fine. */
LC_API void lc_inspection_free(lc_inspection *inspection);
LC_API lc_fitness lc_inspection_fitness(const lc_inspection *inspection);
/** Why the source cannot be used, one line; NULL when it can. */
LC_API const char *lc_inspection_reason(const lc_inspection *inspection);
/** All of it as one JSON object (docs/inspect.md), NUL-terminated, without a line end. */
LC_API const char *lc_inspection_json(const lc_inspection *inspection);
LC_API size_t lc_inspection_fact_count(const lc_inspection *inspection);
LC_API lc_fact lc_inspection_fact(const lc_inspection *inspection, size_t fact);
/** Problems come the worst first. */
LC_API size_t lc_inspection_problem_count(const lc_inspection *inspection);
LC_API lc_problem lc_inspection_problem(const lc_inspection *inspection, size_t problem);

/* --------------------------------------------------------------- profiles */

/**
 * Call `fn` for every profile in the data folder, sorted by name.
 * @param data_dir as in lc_profile_load()
 */
LC_API lc_status lc_profile_list(lc_context *ctx, const char *data_dir,
                                 void (*fn)(const char *name, const char *title_en, const char *title_zh, void *user),
                                 void *user);
/** Call `fn` for every category that the rules know, in their order. */
LC_API lc_status lc_category_list(lc_context *ctx, const char *data_dir,
                                  void (*fn)(const char *name, const char *title_en, const char *title_zh, void *user),
                                  void *user);
/**
 * The YAML text of a profile, by name or path.
 * @param[out] text malloc'ed, NUL-terminated, to be freed with free()
 */
LC_API lc_status lc_profile_text(lc_context *ctx, const char *data_dir, const char *name, char **text);
/**
 * What a profile measures, for people: title and source, then for each indicator what is measured, its target with the
 * mark of how the number is known, and its source. All of it as YAML comments (lines that start with '#'), so that with
 * lc_profile_text() behind it the whole is still a profile.
 * @param lang "zh" or anything that starts so (Chinese), else English
 * @param[out] text malloc'ed, NUL-terminated, to be freed with free()
 * Errors: LC_ERR_INPUT for a profile with a mistake; LC_ERR_IO, LC_ERR_MEMORY.
 */
LC_API lc_status lc_profile_describe(lc_context *ctx, const char *data_dir, const char *name, const char *lang,
                                     char **text);

/* ----------------------------------------------------------- installation */

/** A part of an installation: the data folder, GDAL and its formats, PROJ, … Strings are valid during the call. */
typedef struct lc_installed {
    const char *key;          /**< "data", "gdal", …; the same in all languages */
    const char *label, *text; /**< what it is, and what was found, in the context's language */
    bool good;
    const char *fix; /**< what to do; NULL when it is good */
} lc_installed;

/**
 * Try every part of the installation, and call `fn` for each: what is lacking is a finding, not an error.
 * @param data_dir as in lc_profile_load()
 * Errors: LC_ERR_MEMORY.
 */
LC_API lc_status lc_installation(lc_context *ctx, const char *data_dir,
                                 void (*fn)(const lc_installed *part, void *user), void *user);

#ifdef __cplusplus
}
#endif
#endif
