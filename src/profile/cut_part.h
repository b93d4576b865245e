/* part.yaml: what `lifecircle cut` says of a part of a check, and of the extract that it has cut for it. */
#ifndef LC_PROFILE_CUT_PART_H
#define LC_PROFILE_CUT_PART_H

#include <stdio.h>

#include "base/context.h"

/* What the whole OpenStreetMap file has of a category. */
typedef struct lc_cut_category {
    char *name;
    bool any, area;
} lc_cut_category;

/* The OpenStreetMap file that an extract was cut from. */
typedef struct lc_cut_osm {
    char *name;
    char sha256[65];
    size_t n_objects;
    lc_cut_category *category; /* all of the rules */
    size_t n_categories, cap_categories;
} lc_cut_osm;

typedef struct lc_cut_part {
    char *file; /* part.yaml itself, for messages */
    size_t number, of, n_planes, n_communities;
    size_t first, end; /* its planes, first .. end - 1 of all */
    double margin_m;   /* the extract reaches so far beyond the communities */
    char *extract;     /* path; NULL: OpenStreetMap data are read whole, or there are none */
    char *layers;      /* path of the layers that were cut (store/cut_layers.h); NULL: they are read whole */
    char rules[65];    /* digest of the rules that it was cut by (lc_rules_digest()); "" where it is not said */
    lc_cut_osm osm;    /* {0} without an extract */
} lc_cut_part;

/* Read a file that lc_cut_part_print() has written. Errors: LC_ERR_INPUT. */
lc_status lc_cut_part_read(lc_context *ctx, const char *path, lc_cut_part **out);
/* Print one; `extract` and `layers` stand in it as they are, paths from the folder of the file. */
void lc_cut_part_print(FILE *file, const lc_cut_part *part);
void lc_cut_part_free(lc_cut_part *part);

/* One more category; false when memory is out. */
bool lc_cut_osm_add(lc_cut_osm *osm, const char *name, bool any, bool area);
void lc_cut_osm_clear(lc_cut_osm *osm);

#endif
