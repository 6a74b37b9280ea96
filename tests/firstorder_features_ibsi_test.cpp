/// FirstOrder features of IBSI's digital phantom.

#include "tests/support/ibsi_phantom_cases.hpp"

namespace radsweep::test {

TEST(FirstOrderFeatures, DigitalPhantomHasConsensusValues) { expect_ibsi_consensus("firstorder", 17); }

TEST(FirstOrderFeatures, DigitalPhantomHasPyradiomicsValues) { expect_pyradiomics_phantom("firstorder", 18); }

}  // namespace radsweep::test
