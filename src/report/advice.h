/* Why an indicator has no ratio, and what would give it one, in words. */
#ifndef LC_REPORT_ADVICE_H
#define LC_REPORT_ADVICE_H

#include "report/report.h"

#endif
