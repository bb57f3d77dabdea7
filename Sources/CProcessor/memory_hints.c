#define _GNU_SOURCE
#include "memory_hints.h"

#include <sys/mman.h>

void memory_hint_large_pages(void *block, size_t bytes) {
#ifdef MADV_HUGEPAGE
    madvise(block, bytes, MADV_HUGEPAGE);
#else
    (void)block;
    (void)bytes;
#endif
}
