/**
 * @file
 * What every public header starts with: C linkage for the two C++ files, and
 * the attributes that let the compiler check callers.
 */
#ifndef BV_CORE_DECLS_H
#define BV_CORE_DECLS_H

#ifdef __cplusplus
#define BV_BEGIN_DECLS extern "C" {
#define BV_END_DECLS }
#else
#define BV_BEGIN_DECLS
#define BV_END_DECLS
#endif

/** printf-like: argument @p f is the format, the rest starts at @p a. */
#define BV_PRINTF(f, a) __attribute__((format(printf, f, a)))

/** Ignoring the return value of such a function is a bug. */
#define BV_MUST_USE __attribute__((warn_unused_result))

#endif
