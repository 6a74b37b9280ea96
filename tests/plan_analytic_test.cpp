/// Texts of numbers as Python writes them, and the parts of a plan.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>

#include "host/core/plan.hpp"
#include "host/core/python_text.hpp"
#include "host/core/rng.hpp"

namespace radsweep {
namespace {

TEST(PythonRepr, AgreesWithPython311) {
  struct {
    double value;
    char const* text;
  } const cases[] = {{0x0.0p+0, "0.0"},
                     {-0x0.0p+0, "-0.0"},
                     {0x1.0000000000000p+0, "1.0"},
                     {-0x1.8000000000000p+0, "-1.5"},
                     {0x1.999999999999ap-4, "0.1"},
                     {0x1.5555555555555p-2, "0.3333333333333333"},
                     {0x1.ec00000000000p+6, "123.0"},
                     {0x1.a478cee7c5320p+8, "420.47190712513293"},
                     {0x1.c6bf526340000p+49, "1000000000000000.0"},
                     {0x1.c6bf52633ffffp+49, "999999999999999.9"},
                     {0x1.1c37937e08000p+53, "1e+16"},
                     {0x1.0000000000000p+53, "9007199254740992.0"},
                     {0x1.5ee2a2eb5a5c4p+53, "1.2345678901234568e+16"},
                     {0x1.6345785d8a000p+56, "1e+17"},
                     {0x1.0f0cf064dd592p+73, "1e+22"},
                     {0x1.52d02c7e14af6p+76, "1e+23"},
                     {0x1.0624dd2f1a9fcp-10, "0.001"},
                     {0x1.a36e2eb1c432dp-14, "0.0001"},
                     {0x1.02e4b6ce5dc68p-13, "0.00012345"},
                     {0x1.4f8b588e368f1p-17, "1e-05"},
                     {0x1.f75104d551d69p-17, "1.5e-05"},
                     {0x1.ad7f29abcaf48p-24, "1e-07"},
                     {0x0.0000000000001p-1022, "5e-324"},
                     {0x1.0000000000000p-1022, "2.2250738585072014e-308"},
                     {0x1.fffffffffffffp+1023, "1.7976931348623157e+308"},
                     {-0x1.71547652b82fdp-52, "-3.203426503814917e-16"},
                     {0x1.249ad2594c37dp+332, "1e+100"},
                     {0x1.bff2ee48e0530p-333, "1e-100"},
                     {0x1.3333333333334p-2, "0.30000000000000004"},
                     {0x1.9000000000000p+6, "100.0"},
                     {0x1.86a0000000000p+16, "100000.0"},
                     {0x1.e240c9fbe76c9p+16, "123456.789"},
                     {std::numeric_limits<double>::quiet_NaN(), "nan"},
                     {-std::numeric_limits<double>::quiet_NaN(), "nan"},
                     {std::numeric_limits<double>::infinity(), "inf"},
                     {-std::numeric_limits<double>::infinity(), "-inf"}};
  for (auto const& c : cases) EXPECT_EQ(python_repr(c.value), c.text);
}

/// Digits of the shortest decimal by trial: more and more digits until the same double is read back.
std::string digits_by_trial(double value) {
  char text[64];
  for (int precision = 0; precision < 17; ++precision) {
    std::snprintf(text, sizeof text, "%.*e", precision, value);
    if (std::strtod(text, nullptr) == value) break;
  }
  std::string digits;
  for (char const* c = text; *c != 'e'; ++c) {
    if (*c >= '0' && *c <= '9') digits += *c;
  }
  return digits;
}

std::string digits_of(std::string const& repr) {
  std::string digits;
  for (char const c : repr.substr(0, repr.find('e'))) {
    if (c >= '0' && c <= '9') digits += c;
  }
  digits.erase(0, digits.find_first_not_of('0'));
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

TEST(PythonRepr, IsTheShortestDecimalThatReadsBack) {
  Rng const random(20, 3);
  for (std::uint64_t i = 0; i < 20000; ++i) {
    std::uint64_t const bits = random.bits(i);
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    if (i % 2 == 1) value = random.uniform(i, -1e6, 1e6);
    std::string const text = python_repr(value);
    ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    ASSERT_EQ(digits_of(text).size(), digits_by_trial(value).size()) << text;
    bool const exponent = text.find('e') != std::string::npos;
    double const magnitude = std::fabs(value);
    ASSERT_EQ(exponent, magnitude < 1e-4 || magnitude >= 1e16) << text;
    ASSERT_TRUE(exponent || text.find('.') != std::string::npos) << text;
  }
}

TEST(PythonRepr, ValuesAndDictionaries) {
  using List = ParamValue::List;
  auto const integer = [](std::int64_t v) { return ParamValue{v}; };
  EXPECT_EQ(python_repr(ParamValue{}), "None");
  EXPECT_EQ(python_repr(ParamValue{true}), "True");
  EXPECT_EQ(python_repr(ParamValue{false}), "False");
  EXPECT_EQ(python_repr(integer(-3)), "-3");
  EXPECT_EQ(python_repr(ParamValue{2.0}), "2.0");
  EXPECT_EQ(python_repr(ParamValue{List{}}), "[]");
  EXPECT_EQ(python_repr(ParamValue{List{integer(1), ParamValue{0.5}}}), "[1, 0.5]");
  EXPECT_EQ(python_repr(ParamValue{std::string("a'b")}), "\"a'b\"");
  EXPECT_EQ(python_repr(ParamValue{std::string("a'\"\\")}), "'a\\'\"\\\\'");
  EXPECT_EQ(python_repr(ParamItems{}), "{}");
  EXPECT_EQ(python_repr(ParamItems{{"a", integer(1)}, {"b", ParamValue{}}}), "{'a': 1, 'b': None}");
}

TEST(Plan, DefaultIsTheOriginalImageAndNinetyThreeFeatures) {
  ExtractionPlan const plan = default_plan();
  ASSERT_EQ(plan.image_types.size(), 1u);
  EXPECT_EQ(plan.image_types[0].type, ImageType::kOriginal);
  int const counts[] = {18, 24, 14, 16, 16, 5};
  ASSERT_EQ(plan.classes.size(), 6u);
  for (std::size_t c = 0; c < 6; ++c) {
    EXPECT_EQ(plan.classes[c].feature_class, static_cast<FeatureClass>(c));
    EXPECT_EQ(plan.classes[c].features.size(), static_cast<std::size_t>(counts[c]));
  }
}

TEST(Plan, NamesLeadBackToTheirEnumerators) {
  for (int t = 0; t <= static_cast<int>(ImageType::kExponential); ++t) {
    EXPECT_EQ(find_image_type(params_name(static_cast<ImageType>(t))), static_cast<ImageType>(t));
  }
  for (int c = 0; c <= static_cast<int>(FeatureClass::kNgtdm); ++c) {
    EXPECT_EQ(find_feature_class(params_name(static_cast<FeatureClass>(c))), static_cast<FeatureClass>(c));
  }
  EXPECT_EQ(find_image_type("original"), std::nullopt);
  EXPECT_EQ(find_feature_class("shape"), std::nullopt);
  EXPECT_EQ(params_name(FeatureClass::kGldm), "gldm");
}

}  // namespace
}  // namespace radsweep
