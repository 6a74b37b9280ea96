/// Gldm features of IBSI's digital phantom.

#include "tests/support/ibsi_phantom_cases.hpp"

namespace radsweep::test {

TEST(GldmFeatures, DigitalPhantomHasConsensusValues) { expect_ibsi_consensus("gldm", 28); }

TEST(GldmFeatures, DigitalPhantomHasPyradiomicsValues) { expect_pyradiomics_phantom("gldm", 28); }

}  // namespace radsweep::test
