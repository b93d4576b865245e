/*
 * Supply against demand by two-step floating catchment areas.
 *
 * Every facility shares out what it supplies among the people within reach of it, R_j = S_j / sum_k P_k g(d_kj), and
 * every place adds up the shares of the facilities within its reach, A_k = sum_j R_j g(d_kj) (Luo and Wang 2003). g is
 * 1, or falls from 1 at the facility to 0 at the edge of its catchment r as a Gaussian does (Dai 2010): g(d) =
 * (exp(-d^2 / 2r^2) - exp(-1/2)) / (1 - exp(-1/2)). What is supplied is what is received: sum_k P_k A_k is the sum of
 * S_j over the facilities that reach anybody.
 */
#ifndef LC_MEASURE_CATCHMENT_H
#define LC_MEASURE_CATCHMENT_H

#include "measure/fields.h"

double lc_catchment_weight(lc_decay decay, double d_m, double range_m);

/*
 * A_k of every place for an indicator that measures it and has an answer. d is that of section 5 of the definitions to
 * each facility alone. One search a facility, a facility's own catchment wide. Facilities whose supply is not known are
 * left out, and told. The result does not depend on the number of threads.
 * @param access gets one value a place
 */
lc_status lc_catchment_measure(lc_context *ctx, const lc_fields *fields, size_t indicator, const lc_places *places,
                               double *access);

#endif
