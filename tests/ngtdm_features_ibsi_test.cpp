/// Ngtdm features of IBSI's digital phantom.

#include "tests/support/ibsi_phantom_cases.hpp"

namespace radsweep::test {

TEST(NgtdmFeatures, DigitalPhantomHasConsensusValues) { expect_ibsi_consensus("ngtdm", 10); }

TEST(NgtdmFeatures, DigitalPhantomHasPyradiomicsValues) { expect_pyradiomics_phantom("ngtdm", 10); }

}  // namespace radsweep::test
