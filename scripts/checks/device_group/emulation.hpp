#pragma once
/// Runs CUDA device code on the CPU: one fiber per thread of one block, switched at the barriers, in a chosen order.
/// Enough of CUDA for kernels/core/group.cuh: thread indices, barriers, shuffles, ballots and atomics. What it shows:
///   - a variable of the program written by one lane and read by another (each fiber has its own copy, as on a GPU);
///   - data passed between lanes without a barrier (the order of the fibers changes the result);
///   - barriers that only some lanes reach (reported as a deadlock);
///   - a lost race that is not retried: lanes of one warp take turns at every atomic.
/// What it cannot show: torn or reordered memory accesses, because only one fiber runs at a time.

#include <ucontext.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#define __device__

namespace emulation {

enum class Order { kForward, kReversed, kShuffled };

struct Index {
  unsigned x = 0;
};

class Block {
 public:
  Block(int threads, Order order) : threads_(threads), order_(order) {}

  /// Runs `body` once per thread. Throws std::runtime_error when some threads wait at a barrier for ever.
  void run(std::function<void()> const& body);

  void wait_warp() { wait(State::kAtWarp); }
  void wait_block() { wait(State::kAtBlock); }
  /// Lets the other lanes of the warp run in the middle of a phase, as an atomic does: what a lane read before is
  /// stale.
  void preempt() { wait(State::kReady); }
  /// What every lane of the calling warp passed to this call.
  std::uint64_t const* exchange(std::uint64_t mine);

  int rank = 0;
  int index = 0;  ///< of the block in its grid
  int threads() const { return threads_; }

 private:
  enum class State { kReady, kAtWarp, kAtBlock, kDone };
  struct Fiber {
    ucontext_t context;
    State state = State::kReady;
    int turn =
        0;  ///< alternates between two exchange buffers, so that a fast lane cannot overwrite what a slow one reads
  };

  static void enter();
  void wait(State state);
  void run_warp(int first);
  bool release(int first, int last, State state);

  int threads_;
  Order order_;
  std::function<void()> const* body_ = nullptr;
  ucontext_t scheduler_;
  std::vector<Fiber> fibers_;
  static constexpr std::size_t kStack = 256 << 10;
  static inline std::vector<std::unique_ptr<char[]>> stacks_;  ///< kept from one block to the next
  std::vector<std::uint64_t> slots_[2];
};

inline Block* current = nullptr;

inline void Block::enter() {
  (*current->body_)();
  current->fibers_[current->rank].state = State::kDone;
  swapcontext(&current->fibers_[current->rank].context, &current->scheduler_);
}

inline void Block::wait(State state) {
  int const mine = rank;
  fibers_[mine].state = state;
  swapcontext(&fibers_[mine].context, &scheduler_);
}

inline std::uint64_t const* Block::exchange(std::uint64_t mine) {
  int const turn = fibers_[rank].turn ^= 1, me = rank;
  slots_[turn][me] = mine;
  wait_warp();
  return slots_[turn].data() + me / 32 * 32;
}

inline bool Block::release(int first, int last, State state) {
  for (int t = first; t < last; ++t) {
    if (fibers_[t].state != state) return false;
  }
  for (int t = first; t < last; ++t) fibers_[t].state = State::kReady;
  return true;
}

/// A warp runs as far as it can before the next one starts: the harshest schedule for data that warps share.
inline void Block::run_warp(int first) {
  do {
    bool any = true;
    while (any) {
      any = false;
      for (int step = 0; step < 32; ++step) {
        int const shuffled = (step * 13 + 5) % 32;
        rank = first + (order_ == Order::kForward ? step : order_ == Order::kReversed ? 31 - step : shuffled);
        if (fibers_[rank].state != State::kReady) continue;
        swapcontext(&scheduler_, &fibers_[rank].context);
        any = true;
      }
    }
  } while (release(first, first + 32, State::kAtWarp));
}

inline void Block::run(std::function<void()> const& body) {
  current = this;
  body_ = &body;
  fibers_ = std::vector<Fiber>(threads_);
  for (auto& slots : slots_) slots.assign(threads_, 0);
  while (stacks_.size() < fibers_.size()) stacks_.emplace_back(new char[kStack]);
  for (std::size_t t = 0; t < fibers_.size(); ++t) {
    Fiber& fiber = fibers_[t];
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = stacks_[t].get();
    fiber.context.uc_stack.ss_size = kStack;
    fiber.context.uc_link = &scheduler_;
    makecontext(&fiber.context, &Block::enter, 0);
  }
  int const warps = threads_ / 32;
  do {
    for (int w = 0; w < warps; ++w) run_warp(32 * (order_ == Order::kReversed ? warps - 1 - w : w));
  } while (release(0, threads_, State::kAtBlock));
  for (Fiber const& fiber : fibers_) {
    if (fiber.state != State::kDone) throw std::runtime_error("a barrier was reached by some threads only");
  }
}

template <class T>
T shuffle(T value, int source_lane) {
  static_assert(sizeof(T) == 8);
  std::uint64_t const bits = __builtin_bit_cast(std::uint64_t, value);
  std::uint64_t const* const lanes = current->exchange(bits);
  return __builtin_bit_cast(T, source_lane < 32 ? lanes[source_lane] : bits);
}

}  // namespace emulation

#define threadIdx (emulation::Index{static_cast<unsigned>(emulation::current->rank)})
#define blockIdx (emulation::Index{static_cast<unsigned>(emulation::current->index)})
#define blockDim (emulation::Index{static_cast<unsigned>(emulation::current->threads())})

inline void __syncthreads() { emulation::current->wait_block(); }
inline void __syncwarp(unsigned) { emulation::current->wait_warp(); }
inline double __shfl_sync(unsigned, double v, int lane) { return emulation::shuffle(v, lane); }
inline double __shfl_down_sync(unsigned, double v, int delta) {
  return emulation::shuffle(v, emulation::current->rank % 32 + delta);
}
inline unsigned __ballot_sync(unsigned, bool mine) {
  std::uint64_t const* const lanes = emulation::current->exchange(mine);
  unsigned out = 0;
  for (int lane = 0; lane < 32; ++lane) out |= static_cast<unsigned>(lanes[lane]) << lane;
  return out;
}
inline int __popc(unsigned v) { return __builtin_popcount(v); }

namespace cuda {

enum thread_scope { thread_scope_block };
enum memory_order { memory_order_relaxed };

template <class T, thread_scope>
class atomic_ref {
 public:
  explicit atomic_ref(T& word) : word_(&word) {}
  T load(memory_order) const { return *word_; }

 private:
  T* word_;
};

}  // namespace cuda

template <class T>
T atomicAdd(T* p, T v) {
  emulation::current->preempt();
  T const old = *p;
  *p = old + v;
  return old;
}
template <class T>
T atomicMin(T* p, T v) {
  emulation::current->preempt();
  T const old = *p;
  *p = v < old ? v : old;
  return old;
}
template <class T>
T atomicMax(T* p, T v) {
  emulation::current->preempt();
  T const old = *p;
  *p = v > old ? v : old;
  return old;
}
