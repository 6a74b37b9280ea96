/// Glszm features of IBSI's digital phantom.

#include "tests/support/ibsi_phantom_cases.hpp"

namespace radsweep::test {

TEST(GlszmFeatures, DigitalPhantomHasConsensusValues) { expect_ibsi_consensus("glszm", 32); }

TEST(GlszmFeatures, DigitalPhantomHasPyradiomicsValues) { expect_pyradiomics_phantom("glszm", 32); }

}  // namespace radsweep::test
