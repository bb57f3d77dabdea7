// What Swift cannot say of vectors in one instruction: the smaller and larger of each two lanes, the choice by a mask,
// and a mask as bits. Every operation is exact, so the answers are those of any other way to write them.
#ifndef PARLEY_LANES_H
#define PARLEY_LANES_H

#include <stdint.h>

#define LANES_INLINE static inline __attribute__((always_inline, const))

#define LANES_OPERATIONS(COUNT, BITS)                                                                                  \
    typedef float lanes##COUNT __attribute__((ext_vector_type(COUNT)));                                                \
    typedef int32_t lanes##COUNT##_mask __attribute__((ext_vector_type(COUNT)));                                       \
    typedef _Bool lanes##COUNT##_bools __attribute__((ext_vector_type(COUNT)));                                        \
                                                                                                                       \
    /* All bits of a lane where left is below right. */                                                               \
    LANES_INLINE lanes##COUNT##_mask lanes##COUNT##_below(lanes##COUNT left, lanes##COUNT right) {                     \
        return left < right;                                                                                           \
    }                                                                                                                  \
    /* All bits of a lane where left is not above right. */                                                           \
    LANES_INLINE lanes##COUNT##_mask lanes##COUNT##_not_above(lanes##COUNT left, lanes##COUNT right) {                 \
        return left <= right;                                                                                          \
    }                                                                                                                  \
    LANES_INLINE lanes##COUNT lanes##COUNT##_lower(lanes##COUNT left, lanes##COUNT right) {                            \
        return right < left ? right : left;                                                                            \
    }                                                                                                                  \
    LANES_INLINE lanes##COUNT lanes##COUNT##_upper(lanes##COUNT left, lanes##COUNT right) {                            \
        return right > left ? right : left;                                                                            \
    }                                                                                                                  \
    LANES_INLINE lanes##COUNT lanes##COUNT##_choose(lanes##COUNT##_mask mask, lanes##COUNT yes, lanes##COUNT no) {     \
        return mask ? yes : no;                                                                                        \
    }                                                                                                                  \
    /* One bit a lane, the first lane lowest. */                                                                      \
    LANES_INLINE uint32_t lanes##COUNT##_bits(lanes##COUNT##_mask mask) {                                              \
        lanes##COUNT##_bools bools = __builtin_convertvector(mask, lanes##COUNT##_bools);                              \
        BITS bits;                                                                                                     \
        __builtin_memcpy(&bits, &bools, sizeof bits);                                                                  \
        return bits;                                                                                                   \
    }

LANES_OPERATIONS(8, uint8_t)
LANES_OPERATIONS(16, uint16_t)

#endif
