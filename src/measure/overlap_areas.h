/*
 * Overlap over areas, and what each facility serves: the share of a community that is within reach of each facility
 * alone, measured as any ratio is, and summed up. So it has a bound.
 */
#ifndef LC_MEASURE_OVERLAP_AREAS_H
#define LC_MEASURE_OVERLAP_AREAS_H

#include "measure/fields.h"
#include "measure/result_data.h"

/*
 * For all indicators over areas; other entries are left as they are. Any of the three may be NULL.
 * @param max_error of a ratio: what is asked of each facility's share of a community
 * @param[out] overlap, err [community * n_indicators + indicator]: mean number of facilities within reach, and a bound
 *             on its error
 * @param[out] served [facility * n_indicators + indicator]: demand within reach
 */
lc_status lc_overlap_areas(lc_context *ctx, const lc_fields *fields, const lc_results *results, double max_error,
                           double *overlap, double *err, double *served);

#endif
