/**
 * @file
 * What every fuzzer is: one function that eats one file's bytes, in libFuzzer's
 * words. With -Dfuzz=true libFuzzer makes the files up; otherwise replay.c
 * feeds it the kept ones, so that a mistake that was found stays found.
 */
#ifndef BV_TESTS_FUZZ_FUZZ_H
#define BV_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Eat one file. Must not crash, leak, hang or print. @return 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/**
 * Lay bytes down as a file without a disk.
 *
 * @param[out] path  Where it can be opened by name.
 * @return Its descriptor, for close(); ends the program where there is none.
 */
int bv_fuzz_file(const uint8_t *data, size_t size, char path[64]);

BV_END_DECLS

#endif
