/* Distances at the gates of compounds. */
#ifndef LC_MEASURE_GATE_FIELDS_H
#define LC_MEASURE_GATE_FIELDS_H

#include "measure/pass_fields.h"

/*
 * Give a pass of the network d at every gate, and whether any path is near it, by the general rule (a gate is no place
 * inside its own compound). Errors: LC_ERR_MEMORY.
 */
lc_status lc_gate_fields_lay(lc_context *ctx, const lc_compounds *compounds, lc_pass_fields *out);

#endif
