#include "pipeline/study/rating_sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace radsweep::study {
namespace {

void require_known(std::vector<std::string> const& known, std::string const& name, char const* what,
                   std::string const& file) {
  if (std::ranges::find(known, name) != known.end()) return;
  throw FatalError(ExitCode::kManifestInvalid,
                   {"E873", fmt::format("{} '{}' does not occur", what, name),
                    fmt::format("there are: {}", fmt::join(known, ", ")), "", "correct `readers:` of the study", file});
}

/// Subjects that have all of these readings.
RatingSet together(Readings const& r, std::vector<Reference> const& readings, std::span<std::string const> subjects) {
  RatingSet out;
  if (readings.size() < 2) return out;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> row;
  for (std::size_t i = 0; i < r.subject.size(); ++i)
    row.emplace(std::tuple(r.subject[i], r.reader[i], r.session[i]), i);
  out.rows.resize(readings.size());
  for (std::size_t i = 0; i < subjects.size(); ++i) {
    std::string const& subject = subjects[i];
    std::vector<std::size_t> rows;
    for (Reference const& reading : readings) {
      auto const at = row.find({subject, reading.reader, reading.session});
      if (at != row.end()) rows.push_back(at->second);
    }
    if (rows.size() != readings.size()) {
      ++out.left_out;
      continue;
    }
    out.position.push_back(i);
    for (std::size_t k = 0; k < rows.size(); ++k) out.rows[k].push_back(rows[k]);
  }
  return out;
}

/// Of the readings that are not excluded by what is configured, the one with the most subjects; the first of several.
Reference most_complete(Readings const& r, StudyConfig::Readers const& c) {
  Reference best{c.reference.value_or(r.readers.front()), c.reference_session.value_or(r.sessions.front())};
  std::size_t most = 0;
  for (std::string const& reader : r.readers) {
    for (std::string const& session : r.sessions) {
      bool const allowed = reader == c.reference.value_or(reader) && session == c.reference_session.value_or(session);
      std::size_t const n = allowed ? rows_of(r, reader, session).size() : 0;
      if (n > most) {
        best = {reader, session};
        most = n;
      }
    }
  }
  return best;
}

/// The usual choice: the first reader, and the first session of that reader.
Reference first_reading(Readings const& r, StudyConfig::Readers const& c) {
  std::string const reader = c.reference.value_or(r.readers.front());
  auto const session = std::ranges::find_if(r.sessions, [&](std::string const& s) {
    return s == c.reference_session.value_or(s) && !rows_of(r, reader, s).empty();
  });
  return {reader, session == r.sessions.end() ? std::string() : *session};
}

}  // namespace

std::string reading_name(Reference const& r) {
  if (r.session.empty()) return r.reader;
  return r.reader.empty() ? "session " + r.session : fmt::format("{}, session {}", r.reader, r.session);
}

Reference reference_reading(Readings const& readings, StudyConfig const& config) {
  StudyConfig::Readers const& c = config.readers;
  if (c.reference) require_known(readings.readers, *c.reference, "reader", readings.table.source);
  if (c.reference_session) require_known(readings.sessions, *c.reference_session, "session", readings.table.source);
  return most_complete(readings, c);
}

std::optional<Problem> choice_warning(Readings const& readings, StudyConfig const& config) {
  Reference const chosen = reference_reading(readings, config), first = first_reading(readings, config.readers);
  if (chosen == first) return std::nullopt;
  auto const size = [&](Reference const& r) { return rows_of(readings, r.reader, r.session).size(); };
  return Problem{"W874",
                 fmt::format("the readings of {} train", reading_name(chosen)),
                 fmt::format("{} has {} subjects, {} has {}", reading_name(chosen), size(chosen), reading_name(first),
                             size(first)),
                 "the reading that most subjects have is taken",
                 "choose yourself with readers: {reference: NAME, reference_session: NAME} in the study",
                 readings.table.source};
}

RatingSet inter_readings(Readings const& readings, StudyConfig const& config, std::span<std::string const> subjects) {
  Reference const reference = reference_reading(readings, config);
  std::vector<std::string> readers = config.readers.inter;
  for (std::string const& r : readers) require_known(readings.readers, r, "reader", readings.table.source);
  if (readers.empty()) readers = readings.readers;
  std::vector<Reference> sides;
  sides.reserve(readers.size());
  for (std::string const& r : readers) sides.push_back({r, reference.session});
  RatingSet out = together(readings, sides, subjects);
  out.raters = readers;
  return out;
}

RatingSet intra_readings(Readings const& readings, StudyConfig const& config, std::span<std::string const> subjects) {
  Reference const reference = reference_reading(readings, config);
  std::vector<std::string> sessions = config.readers.intra;
  for (std::string const& s : sessions) require_known(readings.sessions, s, "session", readings.table.source);
  for (std::string const& session : readings.sessions) {
    if (config.readers.intra.empty() && !rows_of(readings, reference.reader, session).empty())
      sessions.push_back(session);
  }
  std::vector<Reference> sides;
  sides.reserve(sessions.size());
  for (std::string const& s : sessions) sides.push_back({reference.reader, s});
  RatingSet out = together(readings, sides, subjects);
  for (Reference const& side : sides) out.raters.push_back(reading_name(side));
  return out;
}

}  // namespace radsweep::study
