/* The page of a siting, put together from src/output/siting_map/ and Leaflet when the library is built. */
#ifndef LC_OUTPUT_SITING_PAGE_H
#define LC_OUTPUT_SITING_PAGE_H

#include <stddef.h>

/* HTML with the mark {{data}}. */
extern const unsigned char lc_siting_page[];
extern const size_t lc_siting_page_size;

#endif
