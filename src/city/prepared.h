/* Prepared networks as a source of paths. */
#ifndef LC_CITY_PREPARED_H
#define LC_CITY_PREPARED_H

#include "city/inputs.h"
#include "profile/rules.h"
#include "source/source.h"

/* Begin to read options->network when it is a prepared one, while something else is read: lc_inputs_prepared() waits
   for it, and tells what is wrong. To be dropped in the end; NULL when there is nothing to drop. */
lc_status lc_reading_begin(lc_context *ctx, const lc_city_options *options, lc_inputs *in);
void lc_reading_drop(struct lc_reading *reading);
/* Read a prepared network into in->prepared, and refuse it when the walk rules, or the file that it was prepared from
   and that lies beside it, have changed. */
lc_status lc_inputs_prepared(lc_context *ctx, const lc_city_options *options, const lc_source *source, lc_inputs *in);
/* Refuse it when it was prepared from another OpenStreetMap file than the one that has been read. */
lc_status lc_prepared_check_osm(lc_context *ctx, const lc_city_options *options, const lc_inputs *in);
/* Warn as the paths did when they were prepared, at the time when paths from elsewhere do: reports are the same. */
void lc_prepared_warn_of_paths(lc_context *ctx, const lc_inputs *in);
/* SHA-256 of the walk rules. */
lc_status lc_walk_rules_hash(lc_context *ctx, const char *data_dir, char out[65]);

#endif
