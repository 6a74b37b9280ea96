"""PTX of every file in kernels/cuda, made with the flags of the build. Shared by ptx.py and budget.py."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

import sources

ARCHITECTURES = ("75", "80", "90")
# Real architecture -> the PTX it is assembled from. The code asks for no feature by which 80, 86 and 89 differ.
ASSEMBLED = {"75": "75", "80": "80", "86": "80", "89": "80", "90": "90"}
FOLDER = sources.ROOT / "build" / "checks" / "ptx"


def arguments(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Parses the command line with the option that both checks have."""
    parser.add_argument("--build", type=pathlib.Path, default=sources.ROOT / "build", help="default: build")
    return parser.parse_args()


def build_flags(build: pathlib.Path) -> dict[str, list[str]]:
    """Source -> nvcc and its flags as the build calls it, without architectures, dependencies and outputs."""
    path = build / "compile_commands.json"
    if not path.is_file():
        sys.exit(f"device code: {path} is missing: configure the release preset first")
    out = {}
    for entry in json.loads(path.read_text()):
        if "/kernels/" not in entry["file"] or not entry["file"].endswith(".cu"):
            continue
        words, kept = iter(shlex.split(entry["command"])), []
        for word in words:
            if word in ("-c", "-x", "-o", "-MF", "-MT", "-arch", "-gencode", "--generate-code"):
                next(words)
            elif not word.startswith(("--generate-code", "-gencode", "-arch", "-MD")):
                kept.append(word)
        out[entry["file"]] = kept
    if not out:
        sys.exit("device code: the build has no .cu file: it was configured without CUDA")
    return out


def compile_ptx(command: list[str], source: str, arch: str, target: pathlib.Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run([*command, f"-arch=compute_{arch}", "-ptx", "-o", str(target), source], cwd=sources.ROOT,
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{source} does not compile for compute_{arch}:\n{done.stdout}{done.stderr}")


def ptx(build: pathlib.Path) -> dict[tuple[str, str], pathlib.Path]:
    """(source name, architecture) -> PTX file, made anew where a source is younger."""
    newest = max(p.stat().st_mtime for p in (sources.ROOT / "kernels").rglob("*") if p.is_file())
    out, jobs = {}, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for source, command in build_flags(build).items():
            for arch in ARCHITECTURES:
                target = FOLDER / f"{pathlib.Path(source).stem}.{arch}.ptx"
                out[pathlib.Path(source).name, arch] = target
                if not target.is_file() or target.stat().st_mtime < newest:
                    jobs.append(pool.submit(compile_ptx, command, source, arch, target))
    for job in jobs:
        job.result()
    return out
