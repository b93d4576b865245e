/* Two reports compared: what the writers of a comparison read. */
#ifndef LC_REPORT_DIFF_H
#define LC_REPORT_DIFF_H

#include "report/diff_data.h"

/* What changed in one ratio of both reports: indicator and community of the later one, SIZE_MAX for the city. false
   when nothing did that counts. `out` has the figures in any case. */
bool lc_diff_cell(const lc_diff *diff, size_t indicator, size_t community, lc_change *out);

#endif
