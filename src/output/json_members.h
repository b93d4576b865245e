/* Members that several outputs have in common. */
#ifndef LC_OUTPUT_JSON_MEMBERS_H
#define LC_OUTPUT_JSON_MEMBERS_H

#include "base/context.h"
#include "base/json.h"
#include "source/input_info.h"

/* One input, and one warning with its English text, as an object. */
void lc_json_input(lc_json *json, const lc_input_info *input);
void lc_json_warning(lc_json *json, const lc_warning_entry *warning);

#endif
