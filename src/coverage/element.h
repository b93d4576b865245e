/* What may be nearest: the inside of a segment, or one of its ends. */
#ifndef LC_COVERAGE_ELEMENT_H
#define LC_COVERAGE_ELEMENT_H

#include "geo/geoms.h"

typedef enum lc_element_kind { LC_ELEMENT_NONE = 0, LC_ELEMENT_LINE, LC_ELEMENT_END } lc_element_kind;

/* A LINE at distance a x + b y + c >= 0 (the inside of the segment from vertex vert to vert + 1), or an END at (a, b)
   (vertex vert). */
typedef struct lc_element {
    lc_element_kind kind;
    uint32_t vert;
    double a, b, c;
} lc_element;

/* Distance of an element from a point of its own region. */
double lc_element_distance(const lc_element *element, lc_xy p);

#endif
