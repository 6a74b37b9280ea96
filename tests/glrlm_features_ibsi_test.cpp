/// Glrlm features of IBSI's digital phantom.

#include "tests/support/ibsi_phantom_cases.hpp"

namespace radsweep::test {

TEST(GlrlmFeatures, DigitalPhantomHasConsensusValues) { expect_ibsi_consensus("glrlm", 64); }

TEST(GlrlmFeatures, DigitalPhantomHasPyradiomicsValues) { expect_pyradiomics_phantom("glrlm", 64); }

}  // namespace radsweep::test
