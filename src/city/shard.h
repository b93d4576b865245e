/* A part of the planes of a city, for several machines. */
#ifndef LC_CITY_SHARD_H
#define LC_CITY_SHARD_H

#include "city/city.h"
#include "city/shared.h"

/* "K/N", 1 <= K <= N; anything else is LC_ERR_INPUT. */
lc_status lc_shard_read(lc_context *ctx, const char *text, lc_shard_of *out);

/* Neighbouring planes first .. end - 1 of part `number` of `of`: every part has at least one, and about the same
   weight (one a plane; NULL: the number of communities). More parts than planes are LC_ERR_INPUT. */
lc_status lc_shard_planes(lc_context *ctx, const lc_planes *planes, const double *weight, const lc_shard_of *part,
                          size_t *first, size_t *end);

/* Keep the communities and planes of the part that city->shared->options name alone; of one that was cut with its
   layers there are no others, and city->shared->index has their places among all. */
lc_status lc_shard_take(lc_context *ctx, lc_city *city);

#endif
