/* Edits: what would be if a facility came or went, a path was built or closed (docs/definitions.md, "Edits"). */
#ifndef LC_CITY_EDITS_H
#define LC_CITY_EDITS_H

#include "geo/geoms.h"
#include "source/input_info.h"

/* What came of an edit, or of one of its geometries, in the planes so far (plane_edits.h). */
typedef struct lc_edit_outcome {
    bool done;                   /* it changed something in one of them */
    bool here;                   /* … in the one in hand */
    char *why;                   /* why it did nothing in another; NULL before that */
    struct lc_facilities *moved; /* of a move: the facility as it was, without its place; NULL before it is found */
    lc_xy from;                  /* and where it stood, lon/lat */
    bool wanted;                 /* of a move: a plane is to have it that does not know it */
} lc_edit_outcome;

typedef struct lc_edit {
    lc_edit_op op;
    char *category, *id, *name, *level; /* NULL without */
    double area_m2;                     /* NaN without */
    char *file; /* where it stands: feature `number` of a file; NULL: edit `number` of those made in code */
    size_t number;
    size_t first_geom, end_geom;
    lc_edit_outcome *outcome; /* of one of several planes: one a geometry, and one at least; NULL: of all there is */
    bool elsewhere;           /* of one of several planes: no part of its place lies in the plane's box */
    bool beyond;              /* … nor in that of its paths, as far as this is known */
} lc_edit;

struct lc_edits {
    lc_edit *edit;
    size_t n, capacity;
    lc_geoms geoms; /* feature = edit; lon/lat, or metres in a plane */
    double *z;      /* geoms.n_xy: heights that paths bring, NaN where they have none; NULL: none has */
    size_t cap_z;
    char *crs;           /* of those made in code; NULL: a plane */
    bool placed, planar; /* there are geometries on the globe, and in a plane */
    lc_input_info *info; /* the files, in the order of reading */
    size_t n_info, cap_info;
    lc_warnings warnings; /* what reading them had to say */
};

/* "add", "remove", … */
const char *lc_edit_op_name(lc_edit_op op);
/* The operation of a name, of capital letters too; false: there is none. */
bool lc_edit_op_of(const char *name, lc_edit_op *out);

/* The vertices of an edit, among those of the list: first .. end - 1. */
void lc_edit_vertices(const lc_geoms *geoms, const lc_edit *edit, size_t *first, size_t *end);

/* Does any change facilities, move one, or change paths? */
bool lc_edits_of_facilities(const lc_edits *edits);
bool lc_edits_of_moves(const lc_edits *edits);
bool lc_edits_of_paths(const lc_edits *edits);

/* Does it change paths or gates? Of one of several planes: may it change those of this one? */
bool lc_edit_changes_paths(const lc_edit *edit);
/* Do two lists change paths and gates by the same edits, heights and all, in the same order? */
bool lc_edits_same_paths(const lc_edits *a, const lc_edits *b);

/* A copy of its own. */
lc_status lc_edits_copy(lc_context *ctx, const lc_edits *edits, lc_edits **out);

/* Fail for an edit, which is named in front of `format`. */
enum { LC_EDIT_TEXT = 256 };
#define LC_EDIT_FAR_M 900e3 /* from all communities: a vertex farther away is a slip of its coordinates */
lc_status lc_edit_fail(lc_context *ctx, const lc_edit *edit, const char *format, ...) LC_PRINTF(3, 4);

/* An edit does nothing, or its geometry number `part`: it fails; in one of several planes that is noted, and is no
   failure before it has done nothing in any. */
lc_status lc_edit_idle(lc_context *ctx, const lc_edit *edit, size_t part, const char *format, ...) LC_PRINTF(4, 5);
/* It did something. */
void lc_edit_done(const lc_edit *edit, size_t part);

#endif
