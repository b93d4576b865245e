/* The map's page, put together from src/output/map/ and Leaflet when the library is built. */
#ifndef LC_OUTPUT_MAP_PAGE_H
#define LC_OUTPUT_MAP_PAGE_H

#include <stddef.h>

/* HTML with the marks {{images}} and {{data}}, each once and in this order. */
extern const unsigned char lc_map_page[];
extern const size_t lc_map_page_size;

#endif
