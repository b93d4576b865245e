/* Text in XML 1.0 documents. */
#ifndef LC_OUTPUT_XML_H
#define LC_OUTPUT_XML_H

#include <stdio.h>

/* Text, also for attributes in double quotes. Line ends and tabs are kept as references; what XML cannot hold
   (control characters, bytes that are not UTF-8) becomes U+FFFD. NULL writes nothing. */
void lc_xml_text(FILE *file, const char *text);
/* ` name="value"`. */
void lc_xml_attribute(FILE *file, const char *name, const char *value);

#endif
