#pragma once
/// Texts as Python's repr() writes them: PyRadiomics' tables hold nothing else. Independent of the locale.

#include <string>

#include "host/core/plan.hpp"

namespace radsweep {

/// The shortest decimal that reads back as the same double: "0.1", "123.0", "1e-05", "1e+16", "nan", "inf".
std::string python_repr(double value);

/// "None", "True", "10", "'text'", "[1, 2]".
std::string python_repr(ParamValue const& value);

/// "{'binWidth': 10, 'wavelet': 'db2'}".
std::string python_repr(ParamItems const& items);

}  // namespace radsweep
