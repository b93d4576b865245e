/* The page of `lifecircle serve`, put together from src/output/live_map/, src/output/map/ and Leaflet when the library
   is built, and what stands at an address without its token. */
#ifndef LC_OUTPUT_LIVE_MAP_PAGE_H
#define LC_OUTPUT_LIVE_MAP_PAGE_H

#include <stddef.h>

/* HTML with the marks {{data}} and {{paths}}, each once and in this order. */
extern const unsigned char lc_live_map_page[];
extern const size_t lc_live_map_page_size;

/* A whole page; nothing is written into it but the nonce. */
extern const unsigned char lc_live_door[];
extern const size_t lc_live_door_size;

#endif
