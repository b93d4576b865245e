/* Loops that compilers turn into vector instructions: written plainly, and compiled for wider registers too where the
   processor is asked at run time. Each lane is computed as one number alone would be, so the results are the same bits
   everywhere; for that, no fused multiply-add is allowed (AVX2 has none of itself). */
#ifndef LC_BASE_VECTOR_H
#define LC_BASE_VECTOR_H

#include <stdint.h>

#if defined __x86_64__ && defined __gnu_linux__ && defined __GNUC__ && !defined __clang__ &&                           \
    !defined __SANITIZE_ADDRESS__
#define LC_VECTOR __attribute__((target_clones("avx2", "default")))
#else
#define LC_VECTOR
#endif

/* Eight numbers in single precision at once, where a loop is too involved for compilers to see: two registers or one,
   by the processor. What a comparison gives is all ones where it holds, for lc_v8_pick(). */
typedef float lc_v8 __attribute__((vector_size(32)));
typedef int32_t lc_v8_mask __attribute__((vector_size(32)));

/* where ? a : b, lane by lane; a and b of one kind, float or integer. */
#define lc_v8_pick(where, a, b) ((__typeof__(b))(((where) & (lc_v8_mask)(a)) | (~(where) & (lc_v8_mask)(b))))

#endif
