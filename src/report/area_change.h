/* What edits gain and lose of a service area. */
#ifndef LC_REPORT_AREA_CHANGE_H
#define LC_REPORT_AREA_CHANGE_H

#include "report/shapes_job.h"

typedef struct lc_area_part {
    bool gained;            /* else lost */
    double area_m2, people; /* NaN where no people are known */
} lc_area_part;

typedef struct lc_area_change {
    lc_geoms shapes; /* polygons, WGS 84 lon/lat; feature = number of the part */
    lc_area_part *part;
    size_t n, cap; /* parts */
} lc_area_change;

/*
 * Compare the service area of an indicator in two states of a city, in the communities whose value differs. For the
 * eye: from a lattice of 10 m, without parts below 25 m2.
 * @param[out] out to be freed with lc_area_change_free(), also after an error
 */
lc_status lc_area_change_make(lc_context *ctx, const lc_shapes_job *before, const lc_shapes_job *after,
                              size_t indicator, lc_area_change *out);
/* Add what edits change in another plane. false when memory is out. */
bool lc_area_change_join(lc_area_change *to, const lc_area_change *from);
void lc_area_change_free(lc_area_change *change);

#endif
