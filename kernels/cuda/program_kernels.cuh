#pragma once
/// One kernel per program and device group, so that the programs are compiled for devices as the compiler will see them
/// there: `name`_block runs the program `call` with a block per item, `name`_warp with a warp. Both see the group as
/// `g`.

#include "kernels/core/group.cuh"

#define RS_PROGRAM_KERNELS(name, parameters, call)     \
  extern "C" __global__ void name##_block parameters { \
    __shared__ radsweep::BlockGroup::Scratch scratch_; \
    radsweep::BlockGroup g{scratch_};                  \
    call;                                              \
  }                                                    \
  extern "C" __global__ void name##_warp parameters {  \
    radsweep::WarpGroup g;                             \
    call;                                              \
  }
