/*
 * Which element of a set of segments is nearest? A convex cell is cut into convex pieces, each with one nearest
 * element: the inside of a segment (seen from one side) or one of its ends. Cuts between two segments and between two
 * ends are straight lines, hence exact; the parabola between an end and a segment is replaced by chords, and the area
 * between chord and parabola is kept as a sliver so that it can be corrected or bounded (docs/accuracy.md).
 */
#ifndef LC_COVERAGE_PARTITION_H
#define LC_COVERAGE_PARTITION_H

#include "coverage/convex.h"
#include "coverage/element.h"

/* A segment from a (vertex vert) to b (vertex vert + 1); u is its unit vector, 0 when it is a point. */
typedef struct lc_segment {
    uint32_t vert;
    lc_xy a, b, u;
    double length;
} lc_segment;

/* Elements at the same distance all over a piece (segments drawn on top of one another), as a chain. */
typedef struct lc_tie {
    lc_element element;
    int next; /* -1 ends */
} lc_tie;

enum { LC_PIECE_MAX = 22 }; /* vertices of a piece; those with more are halved */

typedef struct lc_piece {
    lc_convex shape;
    lc_element nearest;
    int tie; /* further elements equally near, -1 without */
    lc_xy centre;
    double radius;                  /* the shape lies within radius of centre */
    double reach;                   /* largest distance from the nearest element */
    double distance[LC_CONVEX_MAX]; /* of each vertex from the nearest element */
} lc_piece;

/* The area between a chord and its parabola: counted with `line`, truly nearer to `end`. It lies in the triangle of
   `corner`. `exact`: all of it lies in the cell and no third element is near. */
typedef struct lc_sliver {
    lc_xy corner[3];
    double area;
    lc_element line, end;
    bool exact;
} lc_sliver;

/* What becomes of the pieces that a segment wins: they are its own; or they are pruned, as are (_TIES) those where it
   is as near as another. */
typedef enum lc_taking { LC_TAKE = 0, LC_GIVE_UP, LC_GIVE_UP_TIES } lc_taking;

typedef struct lc_partition {
    lc_piece *piece;
    size_t n, cap;
    lc_tie *tie;
    size_t n_ties, cap_ties;
    lc_sliver *sliver;
    size_t n_slivers, cap_slivers;
    lc_segment *segment; /* taken into account so far */
    size_t n_segments, cap_segments;
    double tolerance_m2; /* of the slivers of one parabola in one piece */
    lc_taking taking;    /* set before an insertion */
} lc_partition;

void lc_partition_free(lc_partition *partition);

/* Start over with one cell and no element; what segments win is theirs. */
bool lc_partition_begin(lc_partition *partition, const lc_convex *cell);
lc_segment lc_segment_of(uint32_t vert, lc_xy a, lc_xy b);
/* Take a segment into account. */
bool lc_partition_insert(lc_partition *partition, const lc_segment *segment);
/* After the last insertion: mark slivers that one of the segments may reach into as not exact. */
void lc_partition_finish(lc_partition *partition);

#endif
