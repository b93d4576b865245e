/* What the map shows, as one JSON object (docs/map.md). */
#ifndef LC_OUTPUT_MAP_DATA_H
#define LC_OUTPUT_MAP_DATA_H

#include "output/map_ground.h"

/* The shapes of a map, simplified until a page with them is of a fair size. */
typedef struct lc_map_shapes {
    lc_map_frame frame;   /* of the communities */
    lc_map_frame overlay; /* of areas and gaps: as fine, or coarser */
    lc_map_layer communities;
    lc_map_ground ground;       /* paths and parks under them */
    lc_map_layer *areas, *gaps; /* one an indicator; NULL when not prepared */
    double least_gap_m2;        /* smaller gaps are not drawn */
    size_t n_left_out;          /* how many that are */
    size_t places_left_out;     /* weighted places in gaps, when all of them would make the page too large */
    size_t facilities_left_out; /* the same of facilities */
} lc_map_shapes;

/* Everything but line ends; `json` writes into a page. */
void lc_map_data_write(lc_json *json, const lc_report *report, const lc_map_shapes *shapes,
                       const lc_write_options *options);

#endif
