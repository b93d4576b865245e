/* Better choices by simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983), with a fixed amount of work. */
#ifndef LC_SITING_ANNEAL_H
#define LC_SITING_ANNEAL_H

#include "siting/choice.h"

/*
 * A chosen column is exchanged for another one, mostly one that shares rows with it; what is worse is
 * taken with a chance that falls as the temperature does. With costs, columns are also put in and taken out alone, as
 * the budget allows. The choice becomes the best one met, or stays.
 * @param enough ends when the value is so much
 * @param work about how many entries of the covers may be gone through
 * @param seed of the numbers that decide; the same seed and choice give the same result
 */
lc_status lc_anneal(lc_context *ctx, lc_choice *choice, double enough, double work, uint64_t seed);

#endif
