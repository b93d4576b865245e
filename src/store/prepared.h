/* Prepared networks: frozen paths in a SpatiaLite database, with the network as tables for GIS (docs/prepare.md). */
#ifndef LC_STORE_PREPARED_H
#define LC_STORE_PREPARED_H

#include "network/freeze.h"
#include "network/network.h"
#include "source/input_info.h"

typedef struct lc_prepared {
    lc_frozen frozen;
    lc_input_info source;   /* what it was prepared from, owned */
    char rules_sha256[65];  /* of the walk rules; "" when none took part */
    double min_component_m; /* of the tables nodes and edges; the frozen paths are all there */
    lc_warnings warnings;   /* that reading the source gave, owned */
    char sha256[65];        /* of the frozen paths */
} lc_prepared;
void lc_prepared_free(lc_prepared *prepared);

/* Is the file meant to be one: by its content, or by the ending .lcn.sqlite? */
bool lc_prepared_is(const char *path);

/*
 * Write a database, whole or not at all. Sets prepared->sha256. The same contents give the same bytes.
 * @param network with min_component_m, in `crs`, for the tables
 */
lc_status lc_prepared_write(lc_context *ctx, const char *path, lc_prepared *prepared, const lc_network *network,
                            const lc_work_crs *crs);
/* Read all but the tables. Errors: LC_ERR_INPUT for a foreign, newer or damaged file. */
lc_status lc_prepared_read(lc_context *ctx, const char *path, lc_prepared *out);

#endif
