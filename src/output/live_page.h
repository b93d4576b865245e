/* The map on which a city is edited: the page of `lifecircle serve` (docs/serve.md). */
#ifndef LC_OUTPUT_LIVE_PAGE_H
#define LC_OUTPUT_LIVE_PAGE_H

#include "report/report.h"

/*
 * The page, of a report without edits that has its facilities and its paths (as for the map; without paths nothing
 * snaps to them). Each script's element has the attribute nonce="@NONCE@", which whoever sends the page replaces by
 * what the Content-Security-Policy of that answer says; texts of the data cannot hold it, since their quotes are
 * escaped. *text is to be freed by the caller.
 */
lc_status lc_live_page(lc_context *ctx, const lc_report *report, char **text);

/*
 * For an address without its token, to be sent with 401: a page that has been open keeps the token in its window, and
 * goes back to itself with it when it is loaded again; else it says where the address is. nonce="@NONCE@" as above.
 * Lives as long as the program; *size may be NULL.
 */
const char *lc_live_door_page(size_t *size);

#endif
