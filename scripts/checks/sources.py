"""The files a check looks at: everything that is tracked, or would be (not ignored). Shared by the checks of this folder."""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = (".hpp", ".cpp", ".cuh", ".cu", ".inc")


def listed() -> list[str]:
    """Paths relative to the root, sorted."""
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                         capture_output=True, text=True, check=True).stdout
    return sorted({name for name in out.split("\0") if name and (ROOT / name).is_file()})


def texts(suffixes: tuple[str, ...] | None = None) -> dict[str, str]:
    """Path -> content of every text file (with one of these suffixes)."""
    out = {}
    for name in listed():
        if suffixes and not name.endswith(suffixes):
            continue
        data = (ROOT / name).read_bytes()
        if b"\0" not in data[:8192]:
            out[name] = data.decode("utf-8", "replace")
    return out


def without_comments(text: str) -> str:
    """C++ text with comments and string contents blanked; line numbers stay."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)

    def blank(match: re.Match) -> str:
        if match[0].startswith('"'):
            return '""'
        return re.sub(r"[^\n]", " ", match[0])

    return token.sub(blank, text)


def verdict(name: str, looked_at: str, violations: list[str]) -> None:
    """Prints the outcome of a check and ends the program."""
    for violation in violations:
        print(f"{name}: {violation}")
    print(f"{name}: {looked_at}, {len(violations)} violation(s)")
    sys.exit(1 if violations else 0)


def self_test(name: str, check, bad: dict[str, str], good: dict[str, str]) -> None:
    """A check that cannot fail checks nothing: every file of `bad` must be reported, no file of `good`."""
    for path, text in bad.items():
        if not check({path: text}):
            sys.exit(f"{name}: self-test: not reported: {path}: {text!r}")
    for path, text in good.items():
        if found := check({path: text}):
            sys.exit(f"{name}: self-test: wrongly reported: {found}")
