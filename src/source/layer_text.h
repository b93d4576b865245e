/* What a layer's text is in. */
#ifndef LC_SOURCE_LAYER_TEXT_H
#define LC_SOURCE_LAYER_TEXT_H

#include "source/layer_reader.h"

/* Find out what the text is in, and have it read so. */
lc_status lc_layer_set_encoding(lc_layer_reader *r);

/* The same afterwards, of values read as they stand in a layer that was not settled: decode them all, in place. To be
   called of the others, too: it tells of what was lost. */
lc_status lc_layer_decode_values(lc_layer_reader *r, char **value, size_t n);

/* Settle it by what has been seen of the text, and tell; the codec that the text is to be decoded from. And one value
   of it, in place. */
lc_status lc_layer_settle(lc_layer_reader *r, const lc_text_sample *sample, const char **codec);
lc_status lc_layer_decode_value(lc_layer_reader *r, const char *codec, char **value);

#endif
