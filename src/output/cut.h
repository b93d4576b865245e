/* The folders and scripts of a check that is cut into parts. */
#ifndef LC_OUTPUT_CUT_H
#define LC_OUTPUT_CUT_H

#include "base/context.h"

/*
 * Write `parts` folders part-001, … below `folder`, each with a script run.sh that checks its part and leaves it alone
 * when it has been checked and no input has changed since; and run-parallel.sh, run-slurm.sh, part.slurm, merge.sh.
 */
lc_status lc_cut_write(lc_context *ctx, const lc_cut_options *options, size_t parts, const char *folder);

#endif
