#!/usr/bin/env python3
"""Write digests of PyRadiomics 3.0.1's wavelet images and of its discretisation.

The inputs are exact functions of a seed, so a test rebuilds them and compares SHA-1 sums of the results.

    splitmix64(z): z += 0x9E3779B97F4A7C15; z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
                   z = (z ^ (z >> 27)) * 0x94D049BB133111EB; return z ^ (z >> 31)            (modulo 2^64)
    base(k) = double((splitmix64(seed + k) >> 40) & 0xFFFF) / 16 - 2048                      (k = 0, 1, 2, ...)

wavelet_digests.csv: one image of nx * ny * nz voxels, value base(k), k running x-fastest; `band` is PyRadiomics' name
of the result; `sha1` is over its little-endian values (float32 for a float32 image, else float64), x-fastest.

discretise_digests.csv: `count` values scale * base(k) + offset in double, then converted to `dtype` (float32: rounded;
integers: truncated toward zero); the product or the sum is exact in every row, so a fused multiply-add changes nothing.
`setting` and `value` are what PyRadiomics is given; `edges` is the number of bin edges; `sha1` is over the levels of
all values as little-endian int32.

usage: make_image_oracles.py [--out DIR]   (default: the folder of this script)
"""

import argparse
import csv
import hashlib
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from radiomics.imageoperations import binImage, getWaveletImage

from make_phantoms import splitmix64

WAVELETS = ("haar", "db1", "db2", "db3", "db10", "db20", "sym2", "sym4", "sym20", "coif1", "coif5", "bior1.3", "bior2.2",
            "bior4.4", "bior6.8", "rbio1.3", "rbio3.9", "rbio6.8")
DTYPES = ("float64", "float32")
# (nx, ny, nz): every length from 1 to 9 on every axis
AXIS_SIZES = ([(n, 4, 3) for n in range(1, 10)] + [(5, n, 2) for n in range(1, 10)] + [(4, 3, n) for n in range(1, 10)])
MIXED_SIZES = [(7, 9, 12), (1, 8, 9), (16, 5, 2), (2, 2, 6), (1, 1, 1)]
DEEP_WAVELETS = ("haar", "db3", "coif1", "bior2.2", "rbio3.9")
DEEP_SIZES = [(7, 9, 12), (16, 5, 2)]
DEEP_LEVELS = [(2, 0), (1, 1)]

BIN_SETTINGS = ([("binWidth", width) for width in (25, 5, 0.1, 0.3, 1.7)]
                + [("binCount", count) for count in (8, 32, 64)])
# (scale, offset) and the number of values; a scale that is no power of two has offset 0
REAL_VALUES = [(1, 0, 300), (1.6, 0, 300), (0.0016, 0, 500), (0.0625, -300.7, 300), (0.0625, 1017.3, 300),
               (2.0**-9, 0, 400), (2.0**-12, -0.35, 400), (2.0**-6, 0, 2), (1, 0, 1)]
INTEGER_VALUES = [("int16", 1, 0, 300), ("int16", 0.0625, 40, 300), ("int32", 16, 0, 300), ("uint16", 1, 2048, 300),
                  ("uint8", 0.0625, 128, 300), ("int8", 0.0625, 0, 200), ("int16", 1, 0, 1)]


def base_values(seed, count):
    """The values base(0) .. base(count - 1)."""
    bits = (splitmix64(np.arange(count, dtype=np.uint64) + np.uint64(seed)) >> np.uint64(40)) & np.uint64(0xFFFF)
    return bits.astype(np.float64) / 16 - 2048


def sha1(array, dtype):
    """SHA-1 of the array's values in C order as little-endian `dtype`."""
    return hashlib.sha1(np.ascontiguousarray(array).astype(np.dtype(dtype).newbyteorder("<")).tobytes()).hexdigest()


def wavelet_inputs():
    """Yield (size, dtype, wavelet, level, start_level) of every image."""
    for dtype in DTYPES:
        for size in AXIS_SIZES:
            yield size, dtype, "coif1", 1, 0
        for size in MIXED_SIZES:
            for wavelet in WAVELETS:
                yield size, dtype, wavelet, 1, 0
        for size in DEEP_SIZES:
            for wavelet in DEEP_WAVELETS:
                for level, start_level in DEEP_LEVELS:
                    yield size, dtype, wavelet, level, start_level


def wavelet_rows():
    """Yield the rows of wavelet_digests.csv."""
    for number, (size, dtype, wavelet, level, start_level) in enumerate(wavelet_inputs()):
        seed = 1000 * (number + 1)
        nx, ny, nz = size
        values = base_values(seed, nx * ny * nz).reshape(nz, ny, nx).astype(dtype)
        bands = getWaveletImage(sitk.GetImageFromArray(values), None, wavelet=wavelet, level=level,
                                start_level=start_level)
        for image, band, _ in bands:
            result = sitk.GetArrayFromImage(image)
            if result.dtype != dtype:
                raise RuntimeError(f"{band} of {dtype} is {result.dtype}")
            yield seed, nx, ny, nz, dtype, wavelet, level, start_level, band, sha1(result, dtype)


def discretise_rows():
    """Yield the rows of discretise_digests.csv."""
    inputs = [(dtype, *values) for dtype in DTYPES for values in REAL_VALUES] + INTEGER_VALUES
    for number, (dtype, scale, offset, count) in enumerate(inputs):
        seed = 1000000 + 1000 * number
        values = (scale * base_values(seed, count) + offset).astype(dtype).reshape(1, 1, count)
        inside = np.where(np.ones(values.shape, dtype=bool))
        for setting, value in BIN_SETTINGS:
            levels, edges = binImage(values, inside, **{setting: value})
            yield seed, count, dtype, scale, offset, setting, value, len(edges), sha1(levels, "int32")


def write_rows(path, header, rows):
    """Write a CSV file with '\\n' line ends."""
    with open(path, "w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def main():
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    out = parser.parse_args().out
    write_rows(out / "wavelet_digests.csv",
               ("seed", "nx", "ny", "nz", "dtype", "wavelet", "level", "start_level", "band", "sha1"), wavelet_rows())
    write_rows(out / "discretise_digests.csv",
               ("seed", "count", "dtype", "scale", "offset", "setting", "value", "edges", "sha1"), discretise_rows())


if __name__ == "__main__":
    main()
