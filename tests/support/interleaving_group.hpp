#pragma once
/// A Group whose lanes interleave: at every atomic operation other lanes of the same phase run first, to completion,
/// before the operation happens. SerialGroup never lets a lane lose a race; here lanes lose all the time, in a
/// reproducible way.

#include <cstdint>
#include <functional>

#include "kernels/core/group.hpp"

namespace radsweep::test {

class InterleavingGroup {
 public:
  /// A lane that is interrupted may be interrupted again `depth` deep.
  explicit InterleavingGroup(int depth = 6) : state_(new State{depth, 0, 0, 0, {}}) {}
  ~InterleavingGroup() { delete state_; }
  InterleavingGroup(InterleavingGroup const&) = delete;
  InterleavingGroup& operator=(InterleavingGroup const&) = delete;

  /// Even lanes start; the odd ones come in between, and those that are left at the end.
  template <class F>
  void for_each(std::int64_t n, F f) const {
    *state_ = {state_->limit, 0, 1, n, f};
    for (std::int64_t k = 0; k < n; k += 2) f(k);
    while (state_->next < n) run_next();
    state_->next = state_->end = 0;
  }
  template <class F>
  void single(F f) const {
    f();
  }
  template <std::integral T>
  T add(T* p, T v) const {
    interrupt();
    return serial_.add(p, v);
  }
  template <std::integral T>
  T min(T* p, T v) const {
    interrupt();
    return serial_.min(p, v);
  }
  template <std::integral T>
  T max(T* p, T v) const {
    interrupt();
    return serial_.max(p, v);
  }
  template <std::integral T>
  T load(T const* p) const {
    return serial_.load(p);
  }
  template <int N, class F>
  Sums<N> sum(std::int64_t n, F f) const {
    return serial_.sum<N>(n, f);
  }
  template <class Keep, class Emit>
  std::int64_t compact(std::int64_t n, Keep keep, Emit emit) const {
    return serial_.compact(n, keep, emit);
  }
  void sort(Span<std::uint64_t> keys) const { serial_.sort(keys); }
  void select(Span<double> values, Span<std::int64_t const> ranks, double* out) const {
    serial_.select(values, ranks, out);
  }

 private:
  struct State {
    int limit, depth;
    std::int64_t next, end;
    std::function<void(std::int64_t)> lane;
  };

  void run_next() const {
    std::int64_t const k = state_->next;
    state_->next += 2;
    state_->lane(k);
  }
  void interrupt() const {
    if (state_->next >= state_->end || state_->depth >= state_->limit) return;
    ++state_->depth;
    run_next();
    --state_->depth;
  }

  State* state_;
  SerialGroup serial_;
};

}  // namespace radsweep::test
