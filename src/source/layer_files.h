/* The files of a layer. */
#ifndef LC_SOURCE_LAYER_FILES_H
#define LC_SOURCE_LAYER_FILES_H

#include "source/layer_reader.h"

/* Is it a path of the file system, rather than "PG:dbname=city", or one of GDAL's own, "/vsizip/…"? */
bool lc_layer_is_path(const char *path);
/* Is it a file, and no folder, also in an archive ("/vsizip/…")? */
bool lc_layer_is_file(const char *path);
/* A .zip file as GDAL takes it; how to go on in it when what is there cannot be opened: into the only folder or file,
   or NULL. malloc'ed both. */
char *lc_layer_archive_path(const char *path);
char *lc_layer_only_entry(const char *folder);

/* The file of the layer that was chosen, of those of its data set that have its name; *out NULL: there is none. false
   when memory is out. */
bool lc_layer_part(const lc_layer_reader *r, const char *extension, char **out);

/* The digest (sha256) of the source's files. */
lc_status lc_layer_hash(lc_layer_reader *r, char out[65]);
/* The same of a data set's path: of the file, or of all parts of a shapefile; "" when it is no file. */
lc_status lc_layer_hash_files(lc_context *ctx, const char *path, bool shapefile, char out[65]);

#endif
