/*
 * The spatial index of a table, made at once: an R-tree packed along a Hilbert curve (Kamel and Faloutsos 1993),
 * written into the tables that SQLite's module `rtree` keeps its nodes in (https://sqlite.org/rtree.html, "Shadow
 * tables"). The module itself puts in one box after the other, ten times as slowly.
 */
#ifndef LC_STORE_RTREE_H
#define LC_STORE_RTREE_H

#include "geo/geoms.h"
#include "store/database.h"

/* Fill an empty index of two dimensions, its columns (id, minx, maxx, miny, maxy): row i + 1 has box i, and none where
   that is empty (x0 > x1). */
lc_status lc_rtree_fill(const lc_database *db, const char *index, const lc_box *box, size_t n);

#endif
