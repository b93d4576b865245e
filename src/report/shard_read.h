/* Reports of parts of the planes, read back to be merged. */
#ifndef LC_REPORT_SHARD_READ_H
#define LC_REPORT_SHARD_READ_H

#include "report/json_read.h"
#include "report/report.h"
#include "report/shard.h"

/* A part: what its member `shard` holds, and the text before its features, which stay in the file. */
typedef struct lc_shard_file {
    char *path;
    FILE *file;          /* at the first feature's line */
    char *head;          /* of part 1: the text of the member `lifecircle`, `{` to `}`; NULL for others */
    cJSON *about;        /* the same, read, of every part; without `shard`, which is in `sums` */
    lc_report *sums;     /* what totals are summed of: communities, results, counts; and what belongs to planes */
    const char **reason; /* one an indicator; texts of `about` */
    char **group;        /* one a community of this part; NULL without groups */
} lc_shard_file;

/* Open a part and read its head. LC_ERR_INPUT for a report that is none of a part, or that is damaged. */
lc_status lc_shard_open(lc_context *ctx, const char *path, lc_shard_file *out);
void lc_shard_close(lc_shard_file *shard);

#endif
