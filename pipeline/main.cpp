/// The program: parses the command line, runs the verb, turns what stops it into a message and an exit code.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "pipeline/messages.hpp"
#include "pipeline/verbs.hpp"

namespace radsweep {
namespace {

int run(int argc, char** argv) {
  CLI::App app{"radsweep: radiomics of many images, with PyRadiomics' numbers", "radsweep"};
  app.set_version_flag("--version", "radsweep " RS_VERSION);
  app.require_subcommand(1);
  app.footer(
      "radsweep VERB --help tells more. Exit codes: 0 all cases ok, 2 usage, 3 some cases failed, 4 all failed,\n"
      "65 bad table or data, 66 input missing, 69 no usable GPU for --device cuda, 70 internal error or failed\n"
      "self-test, 73 output exists, 74 output failed, 75 stopped because a GPU failed, 78 bad parameters.");

  Verb chosen;
  add_image_verbs(app, chosen);
  add_analysis_verbs(app, chosen);
  add_program_verbs(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(chosen());
}

}  // namespace
}  // namespace radsweep

int main(int argc, char** argv) {
  try {
    return radsweep::run(argc, argv);
  } catch (radsweep::FatalError const& e) {
    radsweep::print_problem(stderr, e.problem(), "");
    return static_cast<int>(e.exit_code());
  } catch (std::exception const& e) {
    std::fprintf(stderr, "error: internal: %s\n", e.what());
    return static_cast<int>(radsweep::ExitCode::kInternal);
  }
}
