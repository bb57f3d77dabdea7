// Hints to the processor and the kernel about memory. They change speed and never a result, so the pure rooms may use
// them; Swift has no word for either.
#ifndef PARLEY_MEMORY_HINTS_H
#define PARLEY_MEMORY_HINTS_H

#include <stddef.h>

/// Asks for the cache line that holds the address; any address is allowed.
static inline __attribute__((always_inline)) void memory_hint_fetch(const void *address) {
    __builtin_prefetch(address, 0, 3);
}

/// Asks for large pages under a block that starts on a page boundary; does nothing where there are none.
void memory_hint_large_pages(void *block, size_t bytes);

#endif
