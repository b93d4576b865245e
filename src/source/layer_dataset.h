/* The data set of a source, and the layer of it that is meant. */
#ifndef LC_SOURCE_LAYER_DATASET_H
#define LC_SOURCE_LAYER_DATASET_H

#include "source/layer_reader.h"

/* Open the data set alone. */
lc_status lc_layer_open_dataset(lc_layer_reader *r);

/* Choose the layer; open the data set again with other options, and choose it again. */
lc_status lc_layer_choose(lc_layer_reader *r);
lc_status lc_layer_reopen(lc_layer_reader *r, const char *const *options);

/* Close what is open of it. */
void lc_layer_close_dataset(lc_layer_reader *r);

/* The next feature, to be destroyed; NULL at the end or after an error. */
OGRFeatureH lc_layer_next(lc_layer_reader *r);

/* Was the data set opened by the driver of this name? */
bool lc_layer_driver_is(GDALDatasetH dataset, const char *name);

#endif
