/* The combinations of a pass, from the plan, as they are measured over land. */
#ifndef LC_MEASURE_COMBO_FIELDS_H
#define LC_MEASURE_COMBO_FIELDS_H

#include "measure/pass_fields.h"

/* Lay out the combinations of a pass of the plan, whose groups the pass has already. false when memory is out; free
   what there is in any case. */
bool lc_combo_fields_lay(const lc_plan *plan, const lc_plan_pass *from, lc_combo_fields *out, lc_pass *pass);
void lc_combo_fields_free(lc_combo_fields *fields);

#endif
