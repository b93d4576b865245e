/* The history's tables (docs/history.md) and their versions. */
#ifndef LC_HISTORY_HISTORY_LAYOUT_H
#define LC_HISTORY_HISTORY_LAYOUT_H

#include "store/database.h"

extern const lc_layout lc_history_layout;

#endif
