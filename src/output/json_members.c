#include "output/json_members.h"

void lc_json_input(lc_json *json, const lc_input_info *input) {
    lc_json_open(json, '{');
    lc_json_put_text(json, "role", input->role);
    lc_json_put_text(json, "file", input->file);
    lc_json_put_text(json, "layer", input->layer);
    lc_json_put_text(json, "crs", input->crs);
    lc_json_put_text(json, "encoding", input->encoding);
    lc_json_put_count(json, "features", input->features);
    lc_json_put_text(json, "sha256", input->sha256[0] ? input->sha256 : NULL);
    lc_json_close(json, '}');
}

void lc_json_warning(lc_json *json, const lc_warning_entry *warning) {
    lc_json_open(json, '{');
    lc_json_put_text(json, "code", warning->code);
    lc_json_put_text(json, "message", warning->message);
    lc_json_put_count(json, "count", warning->count);
    lc_json_open_member(json, "examples", '[');
    for (size_t k = 0; k < warning->n_examples; k++) lc_json_text(json, warning->examples[k]);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}
