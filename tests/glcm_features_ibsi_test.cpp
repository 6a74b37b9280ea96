/// Glcm features of IBSI's digital phantom.

#include "tests/support/ibsi_phantom_cases.hpp"

namespace radsweep::test {

TEST(GlcmFeatures, DigitalPhantomHasConsensusValues) { expect_ibsi_consensus("glcm", 92); }

TEST(GlcmFeatures, DigitalPhantomHasPyradiomicsValues) { expect_pyradiomics_phantom("glcm", 96); }

}  // namespace radsweep::test
