/* Tags as PostgreSQL's hstore writes them, which GDAL keeps in its field `other_tags`: "foot"=>"yes","lit"=>"no". */
#ifndef LC_SOURCE_HSTORE_H
#define LC_SOURCE_HSTORE_H

#include "base/context.h"

/* The value of a key as a malloc'ed text; NULL when the text does not have it, or has it as NULL. *memory turns false
   when memory is out. What is no hstore has no keys. */
char *lc_hstore_value(const char *text, const char *key, bool *memory);

#endif
