// SHA-1: the examples of FIPS 180-4's companion document, and of RFC 3174.
#include <gtest/gtest.h>

#include <string>

#include "host/core/digest.hpp"

namespace radsweep {
namespace {

TEST(Sha1, PublishedExamples) {
  auto const of = [](std::string const& text) { return sha1_hex(text.data(), text.size()); };
  EXPECT_EQ(of(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(of("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(of(std::string(1000000, 'a')), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

}  // namespace
}  // namespace radsweep
