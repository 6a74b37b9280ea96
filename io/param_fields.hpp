#pragma once
/// From a parameter's value to its field in Settings and back, by the type of the field. Values are checked before.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "host/core/plan.hpp"

namespace radsweep::param_fields {

// One list of names per enumeration, in the order of its values.
inline constexpr std::string_view kInterpolators[] = {"sitkNearestNeighbor", "sitkLinear", "sitkBSpline"};
inline constexpr std::string_view kResegmentModes[] = {"absolute", "relative", "sigma"};
inline constexpr std::string_view kWeightingNorms[] = {"euclidean", "manhattan", "infinity", "no_weighting"};
inline constexpr std::string_view kNormalizeScopes[] = {"image", "roi"};
inline constexpr std::string_view kNormalizeStages[] = {"beforeResampling", "afterResampling"};
inline constexpr std::string_view kRoiSlices[] = {"all", "largest", "largestAxialOrCoronal"};

inline double number(ParamValue const& v) {
  auto const* const integer = std::get_if<std::int64_t>(&v.data);
  return integer ? static_cast<double>(*integer) : std::get<double>(v.data);
}

template <class T>
struct Field;  // put: value -> field, take: field -> value

template <>
struct Field<bool> {
  static void put(bool& to, ParamValue const& v) { to = std::get<bool>(v.data); }
  static ParamValue take(bool v) { return {v}; }
};
template <std::integral T>
struct Field<T> {
  static void put(T& to, ParamValue const& v) { to = static_cast<T>(std::get<std::int64_t>(v.data)); }
  static ParamValue take(T v) { return {static_cast<std::int64_t>(v)}; }
};
template <>
struct Field<double> {
  static void put(double& to, ParamValue const& v) { to = number(v); }
  static ParamValue take(double v) { return {v}; }
};
template <>
struct Field<std::string> {
  static void put(std::string& to, ParamValue const& v) { to = std::get<std::string>(v.data); }
  static ParamValue take(std::string const& v) { return {v}; }
};
template <class T>
struct Field<std::optional<T>> {
  static void put(std::optional<T>& to, ParamValue const& v) {
    to.reset();
    if (!v.is_null()) Field<T>::put(to.emplace(), v);
  }
  static ParamValue take(std::optional<T> const& v) { return v ? Field<T>::take(*v) : ParamValue{}; }
};
template <class T>
struct Field<std::vector<T>> {
  static void put(std::vector<T>& to, ParamValue const& v) {
    to.clear();
    if (v.is_null()) return;
    for (ParamValue const& item : std::get<ParamValue::List>(v.data)) Field<T>::put(to.emplace_back(), item);
  }
  static ParamValue take(std::vector<T> const& v) {
    if (v.empty()) return {};
    ParamValue::List list;
    for (T const& item : v) list.push_back(Field<T>::take(item));
    return {std::move(list)};
  }
};
template <>
struct Field<std::array<double, 3>> {
  static void put(std::array<double, 3>& to, ParamValue const& v) {
    auto const& list = std::get<ParamValue::List>(v.data);
    for (std::size_t i = 0; i < 3; ++i) to[i] = number(list[i]);
  }
  static ParamValue take(std::array<double, 3> const& v) {
    return Field<std::vector<double>>::take({v.begin(), v.end()});
  }
};

template <class E, std::string_view const* Names, std::size_t N>
struct NamedField {
  static void put(E& to, ParamValue const& v) {
    auto const at = std::find(Names, Names + N, std::get<std::string>(v.data));
    to = static_cast<E>(at - Names);
  }
  static ParamValue take(E v) { return {std::string(Names[static_cast<std::size_t>(v)])}; }
};
template <>
struct Field<ResegmentMode> : NamedField<ResegmentMode, kResegmentModes, 3> {};
template <>
struct Field<NormalizeScope> : NamedField<NormalizeScope, kNormalizeScopes, 2> {};
template <>
struct Field<NormalizeStage> : NamedField<NormalizeStage, kNormalizeStages, 2> {};
template <>
struct Field<RoiSlice> : NamedField<RoiSlice, kRoiSlices, 3> {};
template <>
struct Field<Interpolator> {
  static void put(Interpolator& to, ParamValue const& v) {  // SimpleITK's enumeration counts from 1
    if (auto const* const n = std::get_if<std::int64_t>(&v.data)) {
      to = static_cast<Interpolator>(*n - 1);
    } else {
      NamedField<Interpolator, kInterpolators, 3>::put(to, v);
    }
  }
  static ParamValue take(Interpolator v) { return NamedField<Interpolator, kInterpolators, 3>::take(v); }
};
template <>
struct Field<WeightingNorm> {
  static void put(WeightingNorm& to, ParamValue const& v) {
    auto const at =
        v.is_null() ? -1
                    : std::find(std::begin(kWeightingNorms), std::end(kWeightingNorms), std::get<std::string>(v.data)) -
                          std::begin(kWeightingNorms);
    to = static_cast<WeightingNorm>(at + 1);
  }
  static ParamValue take(WeightingNorm v) {
    if (v == WeightingNorm::kNone) return {};
    return {std::string(kWeightingNorms[static_cast<std::size_t>(v) - 1])};
  }
};

template <auto Member>
using FieldOf = std::remove_cvref_t<decltype(std::declval<Settings>().*Member)>;
template <auto Member>
void put_field(Settings& s, ParamValue const& v) {
  Field<FieldOf<Member>>::put(s.*Member, v);
}
template <auto Member>
ParamValue take_field(Settings const& s) {
  return Field<FieldOf<Member>>::take(s.*Member);
}

}  // namespace radsweep::param_fields
