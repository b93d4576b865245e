/* Shapes of several planes as those of one city: service areas, gaps, facilities and paths. */
#ifndef LC_REPORT_JOIN_SHAPES_H
#define LC_REPORT_JOIN_SHAPES_H

#include "city/planes.h"
#include "report/report.h"

typedef struct lc_join_shapes lc_join_shapes;

lc_status lc_join_shapes_new(lc_context *ctx, lc_join_shapes **out);
/* Take what the report of plane number `plane` has of them, as far as its check prepared it. */
lc_status lc_join_shapes_add(lc_context *ctx, lc_join_shapes *shapes, const lc_planes *planes, size_t plane,
                             const lc_report *from);
/* Take what a part has of them in its shard->layers, and its paths; its first plane is number `plane` among all, of
   which centre and box are known. */
lc_status lc_join_shapes_add_part(lc_context *ctx, lc_join_shapes *shapes, const lc_planes *planes, size_t plane,
                                  const lc_report *part);
/*
 * Put all of them into the report of all. Areas of one indicator become one where they touch. A facility in the boxes
 * of several planes is there once, and serves what it serves in each; a path is there once. Components of paths are
 * numbered plane by plane. The report of a part (to->shard) gets areas and gaps as the planes drew them as well.
 */
lc_status lc_join_shapes_end(lc_context *ctx, lc_join_shapes *shapes, lc_report *to);
void lc_join_shapes_free(lc_join_shapes *shapes);

#endif
