/* What is to be done to drawn lines, place by place: joined, cut, taken out. */
#ifndef LC_NETWORK_DRAWN_MARKS_H
#define LC_NETWORK_DRAWN_MARKS_H

#include "network/drawn.h"

/* What is to be done at a place of a line: share t (0 <= t < 1) of the way from vertex `vert` to the next; t is 0 at
   the line's last vertex. */
typedef enum lc_mark_kind {
    LC_MARK_JOIN = 0, /* a vertex with `key` */
    LC_MARK_CUT,      /* two ends that do not join */
    LC_MARK_OFF,      /* what follows is taken out */
    LC_MARK_ON        /* what follows is there again */
} lc_mark_kind;

typedef struct lc_mark {
    size_t line, vert;
    double t;
    lc_mark_kind kind;
    uint32_t key;
} lc_mark;

typedef struct lc_marks {
    lc_mark *mark;
    size_t n, capacity;
} lc_marks;
bool lc_marks_add(lc_marks *marks, lc_mark mark);
void lc_marks_free(lc_marks *marks);

/* The lines with all marks carried out, in their order; the marks are put in order. false when memory is out. */
bool lc_drawn_carry_out(lc_drawn *drawn, lc_marks *marks);

#endif
