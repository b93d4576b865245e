/* Text in other encodings: is it UTF-8, and if not, what else? */
#ifndef LC_SOURCE_TEXT_H
#define LC_SOURCE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* What has been seen of a layer's text. Start from {0}. */
typedef struct lc_text_sample {
    bool not_utf8;        /* some text is not UTF-8 */
    bool not_gb18030;     /* some text cannot be GB18030 */
    size_t pairs, common; /* double bytes, and those of the everyday characters (GB 2312) among them */
} lc_text_sample;

void lc_text_look(lc_text_sample *sample, const char *text);
/* The encoding that fits all of the sample: "UTF-8", "GB18030", or "ISO-8859-1" which fits everything. */
const char *lc_text_guess(const lc_text_sample *sample);

bool lc_text_is_utf8(const char *text);
/* Cut a character off the end that a field's width has cut in two. */
void lc_text_trim(char *text);
/* malloc'ed UTF-8 copy of text in another encoding; NULL when memory is out. */
char *lc_text_decode(const char *text, const char *encoding);

#endif
