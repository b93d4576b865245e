/* Text in other encodings: is it UTF-8, and if not, what else? And text as it leaves this folder: UTF-8 in NFC. */
#ifndef LC_SOURCE_TEXT_H
#define LC_SOURCE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* How a text fits an encoding. */
typedef enum lc_text_fit { LC_TEXT_FITS = 0, LC_TEXT_CUT, LC_TEXT_BROKEN } lc_text_fit;

/* Texts that an encoding fits but for the last character, which a field's width has cut; and those that it does not
   fit. */
typedef struct lc_text_misfits {
    size_t cut, broken;
} lc_text_misfits;

/* What has been seen of a layer's text. Start from {0}; end with lc_text_sample_end(). */
typedef struct lc_text_sample {
    size_t foreign; /* texts with characters beyond ASCII; only these count below */
    lc_text_misfits utf8, gb18030, named;
    size_t pairs, common; /* double bytes, and those of the everyday characters (GB 2312) among them */
    void *codec;          /* of the encoding that the layer names, or NULL */
} lc_text_sample;

/* Hold the texts to come against a codec, too: sample->named. false when the system does not have it. */
bool lc_text_sample_name(lc_text_sample *sample, const char *codec);
void lc_text_look(lc_text_sample *sample, const char *text);
void lc_text_sample_end(lc_text_sample *sample);

/* The codec that fits the sample: "UTF-8", "GB18030", or "ISO-8859-1" which fits everything. */
const char *lc_text_guess(const lc_text_sample *sample);
/* How a codec that lc_text_guess() gives fits. */
lc_text_misfits lc_text_guess_misfits(const lc_text_sample *sample, const char *guess);
/* Does an encoding fit all but a few damaged texts? */
bool lc_text_fits_most(const lc_text_sample *sample, const lc_text_misfits *misfits);

/* Cut a character off the end that a field's width or a buffer's size has cut in two. */
void lc_text_trim(char *text);
/* Take a malloc'ed text and give it back as UTF-8 in NFC: bytes that are no character go. NULL when memory is out (and
   for NULL); the text given is gone then, too. */
char *lc_text_tidy(char *text);
/* malloc'ed UTF-8 copy of text in another encoding, tidied; NULL when memory is out. */
char *lc_text_decode(const char *text, const char *codec);

#endif
