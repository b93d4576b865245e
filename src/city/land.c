#include "city/land.h"

#include <math.h>

#include "base/memory.h"

lc_status lc_city_take_land(lc_context *ctx, lc_geoms *land, bool everywhere, lc_city *city) {
    lc_geoms kept = {0};
    lc_box around = lc_box_empty();
    for (size_t i = 0; i < city->communities.n_xy; i++)
        lc_box_add(&around, city->communities.xy[i].x, city->communities.xy[i].y);
    lc_status status = lc_work_crs_project_many(ctx, city->crs, land->xy, land->n_xy);
    if (status != LC_OK) return status;
    for (size_t g = 0; g < land->n; g++) {
        lc_box box = lc_geom_box(land, g);
        bool near = everywhere || lc_box_meets(&box, &around);
        for (size_t i = land->xy_of[land->part_of[g]]; near && i < land->xy_of[land->part_of[g + 1]]; i++)
            near = !isnan(land->xy[i].x);
        if (near && !lc_geoms_copy(&kept, land, g, land->feature[g])) {
            lc_geoms_free(&kept);
            return lc_fail_memory(ctx);
        }
    }
    city->residential = LC_NEW0(lc_zones, 1);
    status = city->residential ? lc_zones_of_layer(ctx, &kept, LC_LAYER_RESIDENTIAL, city->residential)
                               : lc_fail_memory(ctx);
    lc_geoms_free(&kept);
    return status;
}
