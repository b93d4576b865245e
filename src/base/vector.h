/* Loops that compilers turn into vector instructions: written plainly, and compiled for wider registers too where the
   processor is asked at run time. Each lane is computed as one number alone would be, so the results are the same bits
   everywhere; for that, no fused multiply-add is allowed (AVX2 has none of itself). */
#ifndef LC_BASE_VECTOR_H
#define LC_BASE_VECTOR_H

#if defined __x86_64__ && defined __gnu_linux__ && defined __GNUC__ && !defined __clang__ &&                           \
    !defined __SANITIZE_ADDRESS__
#define LC_VECTOR __attribute__((target_clones("avx2", "default")))
#else
#define LC_VECTOR
#endif

#endif
