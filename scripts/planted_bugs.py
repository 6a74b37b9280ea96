#!/usr/bin/env python3
"""Plants known bugs, one at a time, in a copy of the sources, and demands that the tests named for each of them fail.

usage: scripts/planted_bugs.py [--work FOLDER] [--list] [NAME ...]

A test is the name of a program under tests/, or `device` for scripts/checks/device_group.sh. One build folder serves all
bugs (default build/planted-bugs); only the named tests are built. Ends with 0 if every bug is caught. The bugs are listed
in scripts/planted_bugs.toml; one whose text is no longer in the sources counts as a failure, so that the list stays true.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "checks"))
import sources  # noqa: E402

DEVICE = "device"
TEST_LIMIT_S = 300  # a bug that makes a test hang is caught


class Workplace:
    """A copy of the sources and its build."""

    def __init__(self, folder: pathlib.Path):
        self.source, self.build = folder / "source", folder / "build"

    def refresh(self) -> None:
        """Copies what changed; leaves the time stamps of the rest, so that little is rebuilt."""
        wanted = set(sources.listed())
        for name in wanted:
            target = self.source / name
            data = (sources.ROOT / name).read_bytes()
            if not target.is_file() or target.read_bytes() != data:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                shutil.copymode(sources.ROOT / name, target)
        for old in self.source.rglob("*"):
            relative = old.relative_to(self.source)
            if old.is_file() and str(relative) not in wanted and relative.parts[0] != "build":
                old.unlink()

    def configure(self) -> None:
        command = ["cmake", "-S", str(self.source), "-B", str(self.build), "-G", "Ninja", "-DRADSWEEP_CUDA=OFF",
                   "-DRADSWEEP_BENCH=OFF", "-DCMAKE_CXX_FLAGS_RELEASE=-O1"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"planted_bugs: cannot configure:\n{done.stdout}{done.stderr}")

    def compile(self, tests: list[str]) -> str:
        """Builds the programs; the compiler's last words if it fails, else nothing."""
        programs = [test for test in tests if test != DEVICE]
        if not programs:
            return ""
        done = subprocess.run(["cmake", "--build", str(self.build), "--parallel", str(os.cpu_count()), "--target",
                               *programs], capture_output=True, text=True)
        return done.stdout[-2000:] if done.returncode else ""

    def passes(self, test: str) -> bool:
        program = self.source / "scripts/checks/device_group.sh" if test == DEVICE else self.build / "tests" / test
        try:
            return subprocess.run([str(program)], cwd=self.source, capture_output=True,
                                  timeout=TEST_LIMIT_S).returncode == 0
        except subprocess.TimeoutExpired:
            return False


def try_bug(place: Workplace, bug: dict) -> str:
    """What happened: "caught by TEST", or why not."""
    path = place.source / bug["file"]
    good = path.read_text()
    if good.count(bug["old"]) != 1:
        return f"STALE: the text occurs {good.count(bug['old'])} times in {bug['file']}"
    path.write_text(good.replace(bug["old"], bug["new"]))
    try:
        if error := place.compile(bug["tests"]):
            return f"STALE: does not compile: {error}"
        for test in bug["tests"]:
            if not place.passes(test):
                return f"caught by {test}"
        return f"MISSED by {', '.join(bug['tests'])}"
    finally:
        path.write_text(good)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, default=sources.ROOT / "build" / "planted-bugs")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    bugs = tomllib.loads(pathlib.Path(__file__).with_suffix(".toml").read_text())
    if unknown := set(options.names) - set(bugs):
        parser.error(f"no such bug: {', '.join(sorted(unknown))}")
    chosen = {name: bug for name, bug in bugs.items() if not options.names or name in options.names}
    if options.list:
        for name, bug in chosen.items():
            print(f"{name:24} {bug['file']}: {bug['what']}")
        return 0

    place = Workplace(options.work.resolve())
    place.refresh()
    place.configure()
    tests = sorted({test for bug in chosen.values() for test in bug["tests"]})
    if error := place.compile(tests):
        raise SystemExit(f"planted_bugs: the sources do not compile without a bug:\n{error}")
    if broken := [test for test in tests if not place.passes(test)]:
        raise SystemExit(f"planted_bugs: fail without any bug: {', '.join(broken)}")

    caught = 0
    for name, bug in chosen.items():
        begin = time.monotonic()
        outcome = try_bug(place, bug)
        caught += outcome.startswith("caught")
        print(f"{name:24} {outcome} ({time.monotonic() - begin:.0f} s)", flush=True)
    print(f"planted_bugs: {caught} of {len(chosen)} caught")
    return 0 if caught == len(chosen) else 1


sys.exit(main())
