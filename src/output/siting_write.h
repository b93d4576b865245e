/* Writers of a siting (docs/siting.md). */
#ifndef LC_OUTPUT_SITING_WRITE_H
#define LC_OUTPUT_SITING_WRITE_H

#include "output/table.h"
#include "siting/siting.h"

/* One row a site, with the columns of the GeoJSON; and more of them, for people, when `wide`. */
bool lc_table_sites(const lc_siting *siting, bool wide, lc_table *out);

/* Files, each whole or not at all. */
lc_status lc_siting_write_geojson(lc_context *ctx, const lc_siting *siting, const char *path);
lc_status lc_siting_write_edits(lc_context *ctx, const lc_siting *siting, const char *path);
lc_status lc_siting_write_csv(lc_context *ctx, const lc_siting *siting, const char *path);
lc_status lc_siting_write_gpkg(lc_context *ctx, const lc_siting *siting, const char *path);
lc_status lc_siting_write_map(lc_context *ctx, const lc_siting *siting, const char *path);

#endif
