#include "host/core/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace radsweep {

std::string sha1_hex(void const* data, std::size_t size) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned length = 0;
  if (EVP_Digest(data, size, digest.data(), &length, EVP_sha1(), nullptr) != 1)
    throw std::runtime_error("SHA-1 is not available in this OpenSSL");
  std::string hex;
  for (unsigned k = 0; k < length; ++k) hex += fmt::format("{:02x}", digest[k]);
  return hex;
}

}  // namespace radsweep
