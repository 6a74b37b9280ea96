#pragma once
/// Where the numbers of a study do not carry the claim that they seem to make.

#include <vector>

#include "host/core/status.hpp"

namespace radsweep::study {

struct Results;

/// In the order in which a reader should hear of them: W864 fewer subjects than variables, W865 fewer than ten events
/// per variable, W866 an interval wider than 0.3 before it is
/// cut at 0 and 1, W867 folds of one class, W868 separation, W870 no external test set,
/// W871 agreement cannot be told, W872 the ICC filter was asked for but could not be applied, W873 a step that had to
/// be left out.
std::vector<Problem> find_cautions(Results const& results);

}  // namespace radsweep::study
