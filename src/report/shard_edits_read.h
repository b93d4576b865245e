/* What a part's report says of edits, read back. */
#ifndef LC_REPORT_SHARD_EDITS_READ_H
#define LC_REPORT_SHARD_EDITS_READ_H

#include "report/json_read.h"
#include "report/shard.h"

/* The member `edits` of the shard; `about` has the list of the edits themselves. *sound is false when there is not for
   each of them what there should be. Errors: LC_ERR_MEMORY. What has been read goes with the shard. */
lc_status lc_shard_edits_read(lc_context *ctx, const cJSON *shard, const cJSON *about, lc_shard_edits *out,
                              bool *sound);

/* An edit of that list, with its texts. false: it is none. */
bool lc_shard_edit(const cJSON *item, lc_edit *out);

#endif
