#include "coverage/element.h"

double lc_element_distance(const lc_element *e, lc_xy p) {
    return e->kind == LC_ELEMENT_LINE ? e->a * p.x + e->b * p.y + e->c : lc_length(p.x - e->a, p.y - e->b);
}
