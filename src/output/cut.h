/* The folders and scripts of a check that is cut into parts. */
#ifndef LC_OUTPUT_CUT_H
#define LC_OUTPUT_CUT_H

#include "city/cut_sources.h"
#include "output/cut_files.h"

/* How a check is to be cut. */
typedef struct lc_cut_job {
    const lc_cut_options *options; /* settled */
    const lc_city *city;           /* its communities, in planes */
    const lc_profile *profile;
    const lc_cut_sources *sources; /* its layers */
    const lc_cut_files *files;     /* its sources as they were before they were read */
    const char *folder;
    size_t parts;
    double margin_m; /* of a plane's sources around its communities */
} lc_cut_job;

/*
 * Write `parts` folders part-001, … below `folder`, each with part.yaml, its layers, an extract where one can be made,
 * and a script run.sh that checks its part and leaves it alone when it has been checked and no input has changed since;
 * and run-parallel.sh, run-slurm.sh, part.slurm, merge.sh, and sources.sha256, which says what was cut.
 * @param[out] why_whole why there are no extracts; NULL when there are, or there is nothing to make them of
 */
lc_status lc_cut_write(lc_context *ctx, const lc_cut_job *job, const char **why_whole);

#endif
