#pragma once
/// Texts made safe for where they go. Bytes that are not UTF-8 and control characters become U+FFFD.

#include <string>
#include <string_view>

namespace radsweep::report {

/// For element content and attribute values in double quotes.
std::string escape_html(std::string_view text);

/// JSON for a <script type="application/json">: nothing in it can end the script or start a comment.
std::string escape_script(std::string_view json);

/// A JSON string, quotes included.
std::string json_text(std::string_view text);

/// UTF-8 without control characters other than newline and tab.
std::string clean_text(std::string_view text);

}  // namespace radsweep::report
