/**
 * @file
 * BV_WIDE before a function: it is built twice, for every x86-64 and for those
 * with AVX2, and the machine's own is taken when the program starts. Same
 * results to the bit: nothing is fused (-ffp-contract=off) or summed in another
 * order. Nothing elsewhere, nor under a sanitizer, which starts too late for
 * that choice. BV_WIDE_PART: before an inline function that is part of one.
 */
#ifndef BV_GUIDANCE_WIDE_H
#define BV_GUIDANCE_WIDE_H

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) &&      \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&                   \
    !defined(__SANITIZE_THREAD__)
#define BV_WIDE __attribute__((target_clones("avx2", "default")))
#define BV_WIDE_PART __attribute__((always_inline))
#else
#define BV_WIDE
#define BV_WIDE_PART
#endif

#endif
