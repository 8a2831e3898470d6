/**
 * @file
 * Writes the elements of Matroska (EBML, RFC 8794) into memory.
 *
 * A buffer that could not grow says so once, in @c failed, so that a run of
 * writes is checked at its end. One thread.
 */
#ifndef BV_ACQUISITION_EBML_H
#define BV_ACQUISITION_EBML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** A growing buffer. Zero-initialise. */
struct bv_ebml {
    uint8_t *bytes; /**< Owned. */
    size_t size_bytes, capacity_bytes;
    bool failed; /**< No memory: the content is not complete. */
};

/** The size that says "until the end of the file". */
#define BV_EBML_SIZE_UNKNOWN UINT64_C(0xffffffffffffff)

/** Make room for @p more_bytes. @return False, and failed: no memory. */
bool bv_ebml_reserve(struct bv_ebml *ebml, size_t more_bytes);

/** Free the buffer. */
void bv_ebml_fini(struct bv_ebml *ebml);

/** Bytes as they are. */
void bv_ebml_bytes(struct bv_ebml *ebml, const void *bytes, size_t size);

/** An element's identifier, one to four bytes, marker bit included. */
void bv_ebml_id(struct bv_ebml *ebml, uint32_t id);

/** A size in eight bytes, so that it can be written again later. */
void bv_ebml_size8(struct bv_ebml *ebml, uint64_t size);

/** Whole-number, floating-point, text and binary elements. */
void bv_ebml_uint(struct bv_ebml *ebml, uint32_t id, uint64_t value);
void bv_ebml_float(struct bv_ebml *ebml, uint32_t id, double value);
void bv_ebml_text(struct bv_ebml *ebml, uint32_t id, const char *text);
void bv_ebml_binary(struct bv_ebml *ebml, uint32_t id, const void *bytes,
                    size_t size);

/** Padding of exactly @p whole_bytes, at least 9. */
void bv_ebml_void(struct bv_ebml *ebml, size_t whole_bytes);

/** Start an element that holds elements. @return For bv_ebml_end(). */
size_t bv_ebml_start(struct bv_ebml *ebml, uint32_t id);

/** End it: its size becomes what was written since. */
void bv_ebml_end(struct bv_ebml *ebml, size_t start);

BV_END_DECLS

#endif
