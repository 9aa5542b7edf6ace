#pragma once

/// Before a function with a loop that must be fast: the compiler makes it for AVX-512, for AVX2 and
/// for every x86-64 processor, and the program takes the best one that it may when it starts.
/// Elsewhere (Clang, other processors, sanitizers, whose runtimes do not yet run when the choice is
/// made) there is one, for the processor that the build is for.
///
/// Measured on a core with AVX-512, against SSE2: sums in double ×4, relu ×3; Adam ×1.1, which
/// waits for divisions and memory.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)                                \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ACCUMULUS_VECTORISED                                                                       \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ACCUMULUS_VECTORISED
#endif
