/* What the two halves of prepared networks share. */
#ifndef LC_STORE_PREPARED_LAYOUT_H
#define LC_STORE_PREPARED_LAYOUT_H

#include "store/database.h"
#include "store/prepared.h"

extern const lc_layout lc_prepared_layout;

/* SHA-256 of the frozen paths. */
void lc_prepared_hash(lc_prepared *prepared, char out[65]);

#endif
