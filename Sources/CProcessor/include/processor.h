// What the compiler was told to write for. Swift cannot see its own target processor; an imported header is compiled for
// the same one.
#ifndef PARLEY_PROCESSOR_H
#define PARLEY_PROCESSOR_H

static inline const char *processor_compiled_for(void) {
#if defined(__AVX512F__)
    return "x86-64 with AVX-512";
#elif defined(__AVX2__)
    return "x86-64 with AVX2";
#elif defined(__x86_64__)
    return "any x86-64";
#elif defined(__aarch64__)
    return "any 64-bit ARM";
#else
    return "a processor without a name here";
#endif
}

#endif
