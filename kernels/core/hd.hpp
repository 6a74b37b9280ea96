#pragma once
/// Markers that let one function body serve the host compiler and nvcc.

#if defined(__CUDACC__)
#define RS_HD __host__ __device__
#else
#define RS_HD
#endif

/// Forces a small program step into its caller, so that a per-ISA clone of the caller vectorises it (see host/backend).
#if defined(__CUDACC__)
#define RS_INLINE __host__ __device__ __forceinline__
#elif defined(__GNUC__)
#define RS_INLINE inline __attribute__((always_inline))
#else
#define RS_INLINE inline
#endif

/// A step long enough to be a function of its own on the host: inlined into a large program, its loops lose registers
/// and what the compiler knows of its pointers (features_bench, BM_Glcm/20: 17.6 us inlined, 13.3 us apart).
#if defined(__CUDACC__)
#define RS_APART __host__ __device__
#elif defined(__GNUC__)
#define RS_APART __attribute__((noinline))
#else
#define RS_APART
#endif

/// A function that is never inlined, on devices either: called from many places, it would make a kernel of minutes.
#if defined(__CUDACC__)
#define RS_CALLED __host__ __device__ __noinline__
#else
#define RS_CALLED RS_APART
#endif
