/* The bisector between a line and a point, cut out of a convex polygon by chords. */
#ifndef LC_COVERAGE_PARABOLA_H
#define LC_COVERAGE_PARABOLA_H

#include "coverage/convex.h"
#include "coverage/element.h"

typedef enum lc_parabola_side { LC_ALL_LINE, LC_ALL_END, LC_BOTH } lc_parabola_side;

enum { LC_CHORDS_A_GROUP = 8 };

/* In the frame of the line (x along it from the point's foot, y the distance from it) the bisector of the line and the
   point (0, p) is y = (x^2 + p^2) / (2 p); the point is nearer above. */
typedef struct lc_parabola {
    lc_xy focus, u, n; /* point; unit vectors along the line and away from it */
    double p;
    double x0, x1; /* where the bisector enters and leaves the polygon */
    int chords;
    /* iteration */
    int stage, chord;
    lc_convex left, right, middle, group;
} lc_parabola;

/* One part of the polygon: of the line or of the point; parts of the line may carry a sliver (between chord and
   parabola) that lies in the triangle of `corner`; `whole`: the triangle lies in the polygon. */
typedef struct lc_parabola_part {
    lc_convex shape;
    bool of_line, whole;
    double sliver_area;
    lc_xy corner[3];
} lc_parabola_part;

/* Does the bisector cross the polygon, and where? Chords are chosen so that their slivers sum to at most tolerance_m2.
 */
lc_parabola_side lc_parabola_place(lc_parabola *par, const lc_convex *shape, const lc_element *line,
                                   const lc_element *end, double tolerance_m2);
/* The two parts where one chord is enough. Its ends lie on the border, so the line through them is all that cuts. */
void lc_parabola_chord(const lc_parabola *par, const lc_convex *shape, lc_convex *of_end, lc_parabola_part *of_line);
/* Walk through the parts, however many; together they make up the polygon. */
void lc_parabola_start(lc_parabola *par, const lc_convex *shape);
bool lc_parabola_next(lc_parabola *par, lc_parabola_part *part);

#endif
