/* What layers a source has. */
#ifndef LC_SOURCE_SURVEY_LAYERS_H
#define LC_SOURCE_SURVEY_LAYERS_H

#include "source/survey.h"

/* The layers of a source, which is opened for it; none when it cannot be. Free with lc_survey_layers_free(). */
lc_status lc_survey_layers(lc_context *ctx, const lc_source *source, lc_survey_layer_info **out, size_t *n);

void lc_survey_layers_free(lc_survey_layer_info *layers, size_t n);

#endif
