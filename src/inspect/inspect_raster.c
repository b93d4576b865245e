/* What is in a population raster, and what is wrong with it. */
#include <math.h>
#include <stdio.h>

#include "inspect/inspection.h"
#include "source/raster.h"

static const double METRES_A_DEGREE = 111195, PEOPLE_PER_HA = 1e6;

/* Sides of the cell in the middle, metres; to a hundredth, which is all that is asked of them. */
static void cell_sides(const lc_cells *cells, double *width_m, double *height_m) {
    const lc_xy *c = cells->corner;
    double x = METRES_A_DEGREE * cos(c[0].y * 3.14159265358979 / 180), y = METRES_A_DEGREE;
    *width_m = hypot((c[1].x - c[0].x) * x, (c[1].y - c[0].y) * y);
    *height_m = hypot((c[3].x - c[0].x) * x, (c[3].y - c[0].y) * y);
}

/* Cells that a check refuses, or warns of, when they lie in a community. */
typedef struct odd {
    size_t largest, dense, bytes;
    double most;
} odd;

static odd count_odd(const lc_cells *cells, double cell_ha) {
    odd found = {0};
    for (size_t i = 0; i < cells->n; i++) {
        double value = cells->value[i];
        bool largest = value == cells->largest, dense = value > PEOPLE_PER_HA * cell_ha;
        found.largest += largest;
        found.dense += dense && !largest;
        found.bytes += value == cells->byte_255;
        if (dense && value > found.most) found.most = value;
    }
    return found;
}

static void tell_odd(lc_inspection *out, const lc_cells *cells, const odd *found) {
    static const char fix[] = LC_TEXT("if they stand for no data, declare their value, with '|nodata=' or in the file");
    if (found->largest)
        lc_found_example(out,
                         lc_found_problem_of(out, LC_WARNING, "raster_implausible",
                                             "cells with the largest value that the raster's cells can have", fix,
                                             found->largest),
                         "%.17g", (cells->largest - cells->offset) / cells->scale);
    if (found->dense)
        lc_found_example(out,
                         lc_found_problem_of(out, LC_WARNING, "raster_implausible",
                                             "cells of more than a million people a hectare", fix, found->dense),
                         "%.9g", found->most);
    if (found->bytes)
        lc_found_problem_of(out, LC_WARNING, "raster_255",
                            "cells of 255 in a raster of bytes, which often stand for no data", fix, found->bytes);
    if (cells->negative)
        lc_found_problem_of(out, LC_WARNING, "negative", "cells below 0, which are left out",
                            "declare their value as nodata", cells->negative);
}

static void tell_numbers(lc_inspection *out, const lc_cells *cells) {
    double sum = 0, width, height;
    for (size_t i = 0; i < cells->n; i++) {
        sum += cells->value[i];
        lc_box_add(&out->extent, cells->centre[i].x, cells->centre[i].y);
    }
    cell_sides(cells, &width, &height);
    lc_found(out, "format", "format", "raster: of use as demand (--demand)");
    lc_found(out, "crs", "CRS", "%s", cells->crs);
    lc_found_extent(out);
    if (!isnan(width)) lc_found(out, "cell_size", "size of a cell", "%.4g x %.4g m", width, height);
    lc_found(out, "cells", "cells above 0", "%zu, %.0f in all", cells->n, sum);
    lc_found_number(out, "raster", "cells", (double)cells->n, 0);
    lc_found_number(out, "raster", "sum", sum, 3);
    lc_found_number(out, "raster", "negative", (double)cells->negative, 0);
    const odd found = count_odd(cells, width * height / 1e4);
    tell_odd(out, cells, &found);
}

lc_status lc_inspect_raster(lc_inspection *out, const lc_source *source) {
    static const lc_box world = {-180, -90, 180, 90};
    lc_cells cells = {0};
    lc_status status = lc_cells_read(out->ctx, source, "demand", &world, &cells);
    if (status != LC_OK) return status;
    tell_numbers(out, &cells);
    if (!cells.n)
        lc_found_problem_of(out, LC_ERROR, "empty", "no cell has a value above 0",
                            "check the raster and its nodata value", 1);
    lc_found_warnings(out, NULL);
    lc_cells_free(&cells);
    return LC_OK;
}
