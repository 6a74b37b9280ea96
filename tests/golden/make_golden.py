#!/usr/bin/env python3
"""Run PyRadiomics 3.0.1 on pairs of phantom and parameter file and write what it gives.

Writes pyradiomics301.csv (feature values, in PyRadiomics' order), pyradiomics301_diagnostics.csv (the diagnostics
columns as text), pyradiomics301_failures.csv (pairs that PyRadiomics refuses) and provenance.json.

usage: make_golden.py [--out DIR]          (default: the folder of this script)
"""

import argparse
import csv
import hashlib
import json
import logging
import multiprocessing
import platform
import warnings
from pathlib import Path

import numpy
import pywt
import SimpleITK as sitk
import radiomics
from radiomics.featureextractor import RadiomicsFeatureExtractor

HERE = Path(__file__).resolve().parent
FEATURES = "pyradiomics301.csv"
DIAGNOSTICS = "pyradiomics301_diagnostics.csv"
FAILURES = "pyradiomics301_failures.csv"

# Parameter file (without .yaml) -> the cases it is run on.
PAIRS = {
    "default": "ellipsoid slice coronal_slice sagittal_slice float32 float64 uint8 holes border tiny isolated flat "
               "two_level one_slice_image negative wide_range multilabel line single_voxel empty full nudged geometry",
    "width5": "ellipsoid holes tiny isolated two_level",
    "width01": "float64 float32_slice",
    "width1": "wide_range",
    "width03_images": "float64",
    "count32": "ellipsoid float32 float64 negative flat two_level",
    "count8_wavelet": "border float32_slice negative",
    "images": "ellipsoid float32",
    "images_some": "uint8 holes border negative flat",
    "image_settings": "ellipsoid float32",
    "subset": "ellipsoid tiny isolated",
    "normalize": "ellipsoid float32_slice one_slice_image uint8",
    "normalize_outliers": "negative border",
    "normalize_resample": "slice",
    "linear": "ellipsoid slice coronal_slice float32 float64 negative geometry",
    "linear_keep_z": "slice uint8 border",
    "bspline": "ellipsoid coronal_slice float32 uint8 geometry",
    "bspline_fine": "holes float64",
    "nearest": "ellipsoid sagittal_slice holes",
    "same_spacing": "ellipsoid",
    "no_interpolator": "border",
    "precrop": "ellipsoid border",
    "resegment_absolute": "ellipsoid slice",
    "resegment_absolute_lower": "ellipsoid",
    "resegment_relative": "ellipsoid uint8",
    "resegment_relative_lower": "holes float32",
    "resegment_sigma": "ellipsoid negative",
    "resegment_sigma_lower": "float64 slice",
    "force2d_0": "slice one_slice_image",
    "force2d_1": "ellipsoid coronal_slice holes",
    "force2d_2": "ellipsoid sagittal_slice",
    "force2d_combined": "border holes",
    "distances12": "ellipsoid slice isolated",
    "distances2": "holes tiny isolated",
    "weight_euclidean": "ellipsoid slice",
    "weight_manhattan": "border",
    "weight_infinity": "ellipsoid isolated",
    "weight_no_weighting": "ellipsoid float32 isolated",
    "asymmetric": "ellipsoid coronal_slice two_level",
    "asymmetric_combined": "float32",
    "dependence1": "ellipsoid float64 isolated",
    "shift": "negative float64",
    "label7": "multilabel ellipsoid",
    "label2": "multilabel",
    "correct_mask": "geometry nudged ellipsoid outside",
    "tolerance": "nudged geometry",
    "line": "line single_voxel",
    "volume_only": "border slice",
    "minimum_size": "tiny line ellipsoid",
    "resegment_nothing": "ellipsoid",
    "resegment_one_voxel": "ellipsoid",
    "haar_level2": "ellipsoid float32",
    "db2": "holes tiny",
    "sym4_start1": "border float32_slice",
    "bior22": "ellipsoid uint8",
    "coif1_start1_level2": "negative",
}


def cases():
    """Case name -> (image path, mask path), from phantoms/cases.csv."""
    folder = HERE / "phantoms"
    with open(folder / "cases.csv", newline="", encoding="utf-8") as stream:
        return {row["case"]: (folder / row["image"], folder / row["mask"]) for row in csv.DictReader(stream)}


def last_line(error):
    """The exception's text on one line; of ITK's, which begin with a place in its source code, the message only."""
    return " ".join(str(error).split("sitk::ERROR: ")[-1].split())


def extract(job):
    """Run one pair; gives (features, diagnostics, failure), the failure being None or the exception's text."""
    image, mask, params = job
    radiomics.setVerbosity(logging.CRITICAL)
    numpy.seterr(all="ignore")
    warnings.simplefilter("ignore")
    try:
        result = RadiomicsFeatureExtractor(str(params)).execute(str(image), str(mask))
    except Exception as error:  # whatever PyRadiomics raises is the outcome to record
        return [], [], f"{type(error).__name__}: {last_line(error)}"
    features, diagnostics = [], []
    for position, (name, value) in enumerate(result.items()):
        if name.startswith("diagnostics_"):
            diagnostics.append((position, name, str(value)))
        else:
            features.append((name, repr(float(value))))
    return features, diagnostics, None


def write_rows(path, header, rows):
    """Write a CSV file with '\\n' line ends."""
    with open(path, "w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def sha256_of(paths):
    """Path relative to this folder -> SHA-256 of the file."""
    return {path.relative_to(HERE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(paths)}


def provenance(command, params, phantoms):
    """Versions, command and hashes of all inputs."""
    return {
        "command": command,
        "versions": {
            "python": platform.python_version(),
            "pyradiomics": radiomics.__version__,
            "numpy": numpy.__version__,
            "SimpleITK": sitk.Version_VersionString(),
            "PyWavelets": pywt.__version__,
            "machine": platform.machine(),
        },
        "sha256": {**sha256_of(phantoms), **sha256_of(params)},
    }


def main():
    """Run all pairs, each in a process of its own (PyRadiomics changes ITK's tolerance for a whole process)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE)
    out = parser.parse_args().out

    volumes = cases()
    pairs = [(case, params) for params, names in PAIRS.items() for case in names.split()]
    jobs = [(*volumes[case], HERE / "params" / f"{params}.yaml") for case, params in pairs]
    with multiprocessing.get_context("fork").Pool(maxtasksperchild=1) as pool:
        outcomes = pool.map(extract, jobs, chunksize=1)

    features, diagnostics, failures = [], [], []
    for pair, (values, texts, failure) in zip(pairs, outcomes):
        features += [(*pair, *row) for row in values]
        diagnostics += [(*pair, *row) for row in texts]
        if failure is not None:
            failures.append((*pair, failure))
    write_rows(out / FEATURES, ("case", "params", "feature", "value"), features)
    write_rows(out / DIAGNOSTICS, ("case", "params", "position", "feature", "value"), diagnostics)
    write_rows(out / FAILURES, ("case", "params", "exception"), failures)

    phantoms = {path for paths in volumes.values() for path in paths}
    record = provenance("tests/golden/make_golden.py", {job[2] for job in jobs}, phantoms)
    (out / "provenance.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    print(f"{len(pairs)} pairs: {len(features)} values, {len(diagnostics)} diagnostics, {len(failures)} failures")


if __name__ == "__main__":
    main()
