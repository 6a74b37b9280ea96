"""Times radsweep against PyRadiomics on the same files, settings and number of threads (one), and compares their values.

Workloads (all with 930 features: 93 x {original, 8 wavelet bands, square}):
  W1   one slice of a 256 x 256 x 40 volume, about 1,000 pixels
  W1L  the same with about 2,800 pixels
  W2   a volume of about 33,000 voxels
Three times are taken for each:
  features   filters and features only: the image is normalised and cropped beforehand. PyRadiomics: execute() on
             SimpleITK images in memory, diagnostics off; radsweep: the stage "extract" of --timings.
  in memory  execute() on images in memory, normalisation and cropping included, against prepare + extract.
  whole      from compressed files to a CSV line, process start excluded for PyRadiomics, included for radsweep.
Every round runs PyRadiomics and radsweep one after the other, so that a drift of the machine's speed hits both; a ratio
is taken within a round, and its median, minimum and maximum are printed.
"""

import argparse
import csv
import json
import logging
import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"):
    os.environ[variable] = "1"  # before NumPy and SimpleITK are loaded

import numpy as np  # noqa: E402
import radiomics  # noqa: E402
import SimpleITK as sitk  # noqa: E402
from radiomics import featureextractor, imageoperations  # noqa: E402

CLASSES = ("firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm")
FILTERS_AND_FEATURES = """
imageType: {Original: {}, Wavelet: {}, Square: {}}
featureClass: {firstorder: [], glcm: [], gldm: [], glrlm: [], glszm: [], ngtdm: []}
"""


def settings(normalise):
    """Parameter file: z-score x 100 and binWidth 25, cropped to the ROI before filtering (the fast way of PyRadiomics)."""
    lines = "setting: {binWidth: 25, preCrop: true, padDistance: 5"
    if normalise:
        lines += ", normalize: true, normalizeScale: 100"
    return lines + ", additionalInfo: false}\n" + FILTERS_AND_FEATURES


def volume(seed):
    """A smooth random int16 volume, 40 x 256 x 256, with noise and a bias field."""
    random = np.random.default_rng(seed)
    noise = np.fft.rfftn(random.standard_normal((40, 256, 256)))
    fz, fy, fx = np.fft.fftfreq(40), np.fft.fftfreq(256), np.fft.rfftfreq(256)
    radius = fz[:, None, None] ** 2 + fy[None, :, None] ** 2 + fx[None, None, :] ** 2
    smooth = np.fft.irfftn(noise * np.exp(-radius * 600), s=(40, 256, 256))
    smooth /= smooth.std()
    values = 500 + 120 * smooth + 25 * random.standard_normal(smooth.shape) + np.linspace(-60, 60, 256)[None, None, :]
    return np.clip(values, 0, 4000).astype(np.int16)


def ellipsoid(radii):
    """Mask of an ellipsoid with radii in voxels (z, y, x) in the middle of the volume; radius 0 is one slice."""
    z, y, x = np.ogrid[:40, :256, :256]
    rz, ry, rx = radii
    distance = ((y - 128) / ry) ** 2 + ((x - 120) / rx) ** 2
    inside = (distance <= 1) & (z == 20) if rz == 0 else distance + ((z - 20) / rz) ** 2 <= 1
    return inside.astype(np.uint8)


WORKLOADS = {"W1": (0, 17, 18.6), "W1L": (0, 29, 31), "W2": (17, 21, 22)}


def make_case(folder, name, seed):
    """Writes image and mask of one workload; returns both as SimpleITK images and the voxel count."""
    image = sitk.GetImageFromArray(volume(seed))
    mask = sitk.GetImageFromArray(ellipsoid(WORKLOADS[name]))
    for volume_image in (image, mask):
        volume_image.SetSpacing((0.8, 0.8, 2.0))
    sitk.WriteImage(image, str(folder / f"{name}_image.nii.gz"))
    sitk.WriteImage(mask, str(folder / f"{name}_mask.nii.gz"))
    return image, mask, int(sitk.GetArrayViewFromImage(mask).sum())


def prepared(image, mask):
    """What execute() has before its filters: normalised, cropped to the ROI box and padDistance."""
    image = imageoperations.normalizeImage(image, normalizeScale=100)
    box, _ = imageoperations.checkMask(image, mask, label=1)
    return imageoperations.cropToTumorMask(image, mask, box, padDistance=5)


def seconds(function):
    """Wall time of one call, and what it returned."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def radsweep(program, folder, name, params, repeats, normalise):
    """Runs the program on `repeats` rows; returns wall seconds per case, milliseconds per stage and case, and values."""
    manifest, out = folder / f"{name}.csv", folder / f"{name}_out.csv"
    image = f"{name}_image.nii.gz" if normalise else f"{name}_prepared.nrrd"
    mask = f"{name}_mask.nii.gz" if normalise else f"{name}_prepared_mask.nrrd"
    manifest.write_text("Image,Mask\n" + f"{image},{mask}\n" * repeats)
    timings = folder / "timings.json"
    for old in (out, timings):
        old.unlink(missing_ok=True)
    command = [program, "extract", manifest, "--param", params, "--format", "csv", "--out", out, "--jobs", "1", "--quiet",
               "--timings", timings]
    wall, _ = seconds(lambda: subprocess.run([str(part) for part in command], check=True))
    with open(out, newline="") as file:
        values = next(csv.DictReader(file))
    stages = json.loads(timings.read_text())["milliseconds"]
    return wall / repeats, {stage: total / repeats for stage, total in stages.items()}, values


def worst_differences(theirs, ours):
    """Largest relative difference per class, Imc2 apart (root of a difference: absolute)."""
    worst = {}
    for name, expected in theirs.items():
        family = name.split("_")[1]
        if family not in CLASSES:
            continue
        expected, actual = float(expected), float(ours[name])
        difference = abs(actual - expected)
        if name.endswith("_Imc2"):
            family = "glcm Imc2 (absolute)"
        elif difference:
            difference /= max(abs(actual), abs(expected))
        if difference >= worst.get(family, (0, ""))[0]:
            worst[family] = (difference, name)
    return worst


def spread(values, digits=1):
    """Median with minimum and maximum."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def measure(arguments, folder, name):
    """All rounds of one workload; returns a dictionary for the report and prints it."""
    image, mask, voxels = make_case(folder, name, seed=1)
    cropped_image, cropped_mask = prepared(image, mask)
    sitk.WriteImage(cropped_image, str(folder / f"{name}_prepared.nrrd"))
    sitk.WriteImage(cropped_mask, str(folder / f"{name}_prepared_mask.nrrd"))
    params = {}
    for normalise in (True, False):
        params[normalise] = folder / ("whole.yaml" if normalise else "features.yaml")
        params[normalise].write_text(settings(normalise))
    whole = featureextractor.RadiomicsFeatureExtractor(str(params[True]))
    features = featureextractor.RadiomicsFeatureExtractor(str(params[False]))
    paths = [str(folder / f"{name}_image.nii.gz"), str(folder / f"{name}_mask.nii.gz")]

    def from_files():
        row = whole.execute(*paths)
        with open(folder / "theirs.csv", "w", newline="") as file:
            writer = csv.DictWriter(file, row.keys())
            writer.writeheader()
            writer.writerow(row)
        return row

    repeats = arguments.repeats.get(name, 10)
    ratios = {"features": [], "in memory": [], "whole": []}
    times = {"features": ([], []), "in memory": ([], []), "whole": ([], [])}
    features.execute(cropped_image, cropped_mask)  # warm-up: imports, caches
    for _ in range(arguments.rounds):
        theirs = {"features": seconds(lambda: features.execute(cropped_image, cropped_mask))[0],
                  "in memory": seconds(lambda: whole.execute(image, mask))[0]}
        theirs["whole"], reference = seconds(from_files)
        _, stages, _ = radsweep(arguments.program, folder, name, params[False], repeats, normalise=False)
        ours = {"features": stages["extract"] / 1000}
        wall, stages, values = radsweep(arguments.program, folder, name, params[True], repeats, normalise=True)
        ours["in memory"] = (stages["prepare"] + stages["extract"]) / 1000
        ours["whole"] = wall
        for kind, ratio in ratios.items():
            ratio.append(theirs[kind] / ours[kind])
            times[kind][0].append(1000 * theirs[kind])
            times[kind][1].append(1000 * ours[kind])

    print(f"\n{name}: {voxels} ROI voxels, {len(reference)} features, {arguments.rounds} rounds, "
          f"{repeats} radsweep cases per round")
    print(f"  {'':<10} {'PyRadiomics ms':>28} {'radsweep ms':>28} {'ratio':>24}")
    for kind, ratio in ratios.items():
        print(f"  {kind:<10} {spread(times[kind][0]):>28} {spread(times[kind][1], 2):>28} {spread(ratio):>24}")
    worst = worst_differences(reference, values)
    for family, (difference, feature) in sorted(worst.items()):
        print(f"  largest difference {family:<22} {difference:.1e}  {feature}")
    return {"workload": name, "voxels": voxels, "ratios": ratios,
            "milliseconds": {kind: {"pyradiomics": t[0], "radsweep": t[1]} for kind, t in times.items()},
            "largest_difference": {family: value for family, (value, _) in worst.items()}}


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="build/radsweep")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workloads", nargs="+", default=list(WORKLOADS), choices=list(WORKLOADS))
    parser.add_argument("--json", type=Path, help="write raw timings here")
    arguments = parser.parse_args()
    arguments.repeats = {"W1": 40, "W1L": 20, "W2": 5}
    radiomics.setVerbosity(logging.ERROR)

    print(f"PyRadiomics {radiomics.__version__}, NumPy {np.__version__}, {sitk.Version_VersionString()} (SimpleITK), "
          f"Python {platform.python_version()}; one thread each; {platform.machine()}")
    with tempfile.TemporaryDirectory() as temporary:
        results = [measure(arguments, Path(temporary), name) for name in arguments.workloads]
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
