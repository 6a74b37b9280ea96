#!/usr/bin/env python3
"""Write the small deterministic phantoms of tests/golden/phantoms and their list, cases.csv.

Every voxel is a fixed function of its position: a counter-based integer hash (SplitMix64) plus a few sinusoids for the
grey values, ellipsoids and boxes for the masks.  Grey values are rounded to integers or to multiples of a power of two,
so that a last-digit difference of a sine cannot change a file.

usage: make_phantoms.py [--out DIR]        (default: the folder phantoms beside this script)
"""

import argparse
import csv
from pathlib import Path

import numpy as np
import SimpleITK as sitk

IDENTITY = (1, 0, 0, 0, 1, 0, 0, 0, 1)
FLIP_Y = (1, 0, 0, 0, -1, 0, 0, 0, 1)
ROTATED = (0.8, 0.6, 0, -0.6, 0.8, 0, 0, 0, 1)


def splitmix64(z):
    """SplitMix64 of an array of uint64 (addition and multiplication modulo 2^64)."""
    z = z + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def noise(size, seed):
    """Hash noise in [0, 1) for an image of size (nx, ny, nz): an array indexed (z, y, x)."""
    nx, ny, nz = size
    counter = np.arange(nx * ny * nz, dtype=np.uint64) + np.uint64(seed)
    bits = (splitmix64(counter) >> np.uint64(40)) & np.uint64(0xFFFF)
    return (bits.astype(np.float64) / 65536).reshape(nz, ny, nx)


def grid(size):
    """Index coordinates z, y, x of an image of size (nx, ny, nz), for broadcasting."""
    nx, ny, nz = size
    return np.ogrid[:nz, :ny, :nx]


def texture(size, seed, base, wave, rough):
    """Smooth sinusoids of amplitude `wave` around `base`, plus hash noise of width `rough`."""
    z, y, x = grid(size)
    smooth = np.sin(0.37 * x + 0.21 * y) + np.sin(0.29 * y - 0.53 * z + 1.0) + np.sin(0.61 * x - 0.17 * z + 2.0)
    return base + wave * smooth / 3 + rough * (noise(size, seed) - 0.5)


def ellipsoid(size, centre, radii):
    """Boolean array: inside the ellipsoid with the given centre and radii, both (x, y, z) in voxels."""
    z, y, x = grid(size)
    parts = [((axis - c) / r) ** 2 for axis, c, r in zip((x, y, z), centre, radii)]
    return parts[0] + parts[1] + parts[2] <= 1


def points(size, positions):
    """Boolean array that is true at the given (x, y, z) positions only."""
    mask = np.zeros(size[::-1], dtype=bool)
    for x, y, z in positions:
        mask[z, y, x] = True
    return mask


def quantise(values, step):
    """Round to multiples of `step`, a power of two."""
    return np.rint(values / step) * step


class Writer:
    """Writes images and masks into one folder and remembers the cases they form."""

    def __init__(self, folder):
        self.folder = folder
        self.cases = []
        folder.mkdir(parents=True, exist_ok=True)

    def volume(self, name, array, dtype, spacing, origin=(0.0, 0.0, 0.0), direction=IDENTITY, compress=True):
        """Write one array (z, y, x) as the file `name`; the ending chooses the format."""
        image = sitk.GetImageFromArray(np.ascontiguousarray(array).astype(dtype))
        image.SetSpacing(spacing)
        image.SetOrigin(origin)
        image.SetDirection(direction)
        sitk.WriteImage(image, str(self.folder / name), compress)

    def case(self, name, image, mask):
        """Record that the case `name` is this image file with this mask file."""
        self.cases.append((name, image, mask))

    def list_cases(self):
        """Write cases.csv."""
        with open(self.folder / "cases.csv", "w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream, lineterminator="\n")
            rows.writerow(("case", "image", "mask"))
            rows.writerows(self.cases)


def write_ellipsoid(out):
    """An MR-like int16 image and several masks on it: volume, single slices, a line, and masks that must be refused."""
    size = (31, 28, 13)
    grid_of = dict(spacing=(0.8, 0.8, 3.0), origin=(-12.5, 40.25, -7.0), direction=FLIP_Y)
    image = "ellipsoid.nrrd"
    out.volume(image, np.rint(texture(size, 1, 420, 160, 180)), np.int16, **grid_of)
    roi = ellipsoid(size, (15.3, 13.4, 6.2), (10.2, 8.6, 4.3))
    largest = np.zeros_like(roi)
    z = int(np.argmax(roi.sum(axis=(1, 2))))
    largest[z] = roi[z]
    coronal = np.zeros_like(roi)
    coronal[:, 13] = roi[:, 13]
    sagittal = np.zeros_like(roi)
    sagittal[:, :, 15] = roi[:, :, 15]
    line = points(size, [(11, y, 5) for y in range(8, 19)])
    masks = {"ellipsoid": roi, "slice": largest, "coronal_slice": coronal, "sagittal_slice": sagittal, "line": line,
             "single_voxel": points(size, [(11, 8, 5)]), "empty": np.zeros_like(roi), "full": np.ones_like(roi)}
    for name, mask in masks.items():
        out.volume(f"{name}_mask.nrrd", mask, np.uint8, **grid_of)
        out.case(name, image, f"{name}_mask.nrrd")
    nudged = dict(grid_of, origin=(-12.49, 40.25, -7.0))
    out.volume("nudged_mask.nrrd", roi, np.uint8, **nudged)
    out.case("nudged", image, "nudged_mask.nrrd")


def write_float32(out):
    """MR-like float32 values with a fraction, and the same with the mask in one slice."""
    size = (24, 21, 10)
    spacing = (0.9375, 0.9375, 2.5)
    image = "float32.nii.gz"
    out.volume(image, quantise(texture(size, 2, 310, 140, 90), 2.0**-6), np.float32, spacing, (-10.5, -20.25, 5.0))
    roi = ellipsoid(size, (11.2, 10.1, 4.4), (7.4, 6.3, 3.6))
    out.volume("float32_mask.nii.gz", roi, np.int16, spacing, (-10.5, -20.25, 5.0))
    out.case("float32", image, "float32_mask.nii.gz")
    one = np.zeros_like(roi)
    one[4] = roi[4]
    out.volume("float32_slice_mask.nii.gz", one, np.uint8, spacing, (-10.5, -20.25, 5.0))
    out.case("float32_slice", image, "float32_slice_mask.nii.gz")


def write_float64(out):
    """Small double values around 0 on a rotated grid."""
    size = (18, 16, 9)
    grid_of = dict(spacing=(1.25, 1.25, 2.0), origin=(3.5, -8.75, 100.0), direction=ROTATED)
    out.volume("float64.mha", quantise(texture(size, 3, 0.2, 2.1, 1.7), 2.0**-30), np.float64, **grid_of)
    out.volume("float64_mask.mha", ellipsoid(size, (8.6, 7.3, 4.1), (6.1, 5.4, 3.3)), np.uint8, **grid_of)
    out.case("float64", "float64.mha", "float64_mask.mha")


def write_uint8(out):
    """An 8-bit image whose spacing is not representable in float32."""
    size = (20, 19, 8)
    spacing = (1.1, 1.1, 4.0)
    out.volume("uint8.nii.gz", np.rint(texture(size, 4, 128, 90, 70)), np.uint8, spacing, (1.0, 2.0, 3.0))
    out.volume("uint8_mask.nii.gz", ellipsoid(size, (9.5, 9.0, 3.6), (6.7, 6.1, 2.8)), np.uint8, spacing,
               (1.0, 2.0, 3.0))
    out.case("uint8", "uint8.nii.gz", "uint8_mask.nii.gz")


def write_holes(out):
    """Two components, one of them hollow and pierced; written uncompressed."""
    size = (24, 22, 8)
    spacing = (1.0, 1.0, 2.0)
    shell = ellipsoid(size, (8.0, 9.0, 3.5), (6.6, 6.2, 3.2)) & ~ellipsoid(size, (8.0, 9.0, 3.5), (3.1, 2.4, 1.6))
    pierced = shell & ~points(size, [(3, 9, 3), (12, 8, 4), (8, 4, 3), (6, 6, 2), (10, 13, 5)])
    island = ellipsoid(size, (19.0, 16.0, 3.0), (2.6, 3.3, 2.2))
    out.volume("holes.nrrd", np.rint(texture(size, 5, 900, 350, 260)), np.uint16, spacing, compress=False)
    out.volume("holes_mask.nrrd", pierced | island, np.uint8, spacing)
    out.case("holes", "holes.nrrd", "holes_mask.nrrd")


def write_border(out):
    """An ROI that touches the image border at low x, high y and both ends of z."""
    size = (17, 14, 7)
    spacing = (1.5, 1.5, 2.5)
    out.volume("border.nrrd", np.rint(texture(size, 6, 240, 110, 120)), np.int16, spacing, (5.0, 5.0, -30.0))
    out.volume("border_mask.nrrd", ellipsoid(size, (3.0, 10.0, 3.0), (6.2, 6.4, 5.5)), np.int32, spacing,
               (5.0, 5.0, -30.0))
    out.case("border", "border.nrrd", "border_mask.nrrd")


def write_small_rois(out):
    """One image with a tiny ROI and one with voxels that have no neighbour in the ROI."""
    size = (14, 13, 8)
    spacing = (1.0, 1.0, 1.0)
    image = "small.nrrd"
    out.volume(image, np.rint(texture(size, 7, 150, 60, 100)), np.int16, spacing)
    tiny = points(size, [(6, 5, 3), (7, 5, 3), (6, 6, 3), (7, 6, 4), (8, 6, 4), (7, 7, 4)])
    isolated = points(size, [(2, 2, 1), (5, 2, 1), (9, 9, 5), (2, 9, 3), (9, 2, 4)])
    for name, mask in {"tiny": tiny, "isolated": isolated}.items():
        out.volume(f"{name}_mask.nrrd", mask, np.uint8, spacing)
        out.case(name, image, f"{name}_mask.nrrd")


def write_few_levels(out):
    """ROIs with one and with two grey values inside a textured image."""
    size = (16, 15, 7)
    spacing = (1.0, 1.0, 3.0)
    around = np.rint(texture(size, 8, 80, 40, 60))
    roi = ellipsoid(size, (7.5, 7.0, 3.0), (5.2, 4.8, 2.6))
    out.volume("flat.nrrd", np.where(roi, 77, around), np.int16, spacing)
    out.volume("two_level.nrrd", np.where(roi, np.where(noise(size, 9) < 0.4, 100, 130), around), np.int16, spacing)
    out.volume("few_levels_mask.nrrd", roi, np.uint8, spacing)
    for name in ("flat", "two_level"):
        out.case(name, f"{name}.nrrd", "few_levels_mask.nrrd")


def write_one_slice_image(out):
    """A volume of a single slice."""
    size = (27, 24, 1)
    spacing = (0.7, 0.7, 5.0)
    out.volume("one_slice_image.nrrd", np.rint(texture(size, 10, 350, 170, 140)), np.int16, spacing)
    out.volume("one_slice_image_mask.nrrd", ellipsoid(size, (13.0, 11.0, 0.0), (8.6, 7.3, 1.0)), np.uint8, spacing)
    out.case("one_slice_image", "one_slice_image.nrrd", "one_slice_image_mask.nrrd")


def write_negative(out):
    """CT-like values: soft tissue with air and fat, most of them below 0."""
    size = (22, 20, 9)
    spacing = (0.75, 0.75, 2.5)
    values = np.where(ellipsoid(size, (10.0, 9.0, 4.0), (8.0, 7.0, 5.0)), texture(size, 11, -30, 150, 110), -1000)
    out.volume("negative.nii.gz", np.rint(values), np.int16, spacing, (-120.5, -80.25, -400.0))
    out.volume("negative_mask.nii.gz", ellipsoid(size, (10.5, 9.4, 4.0), (7.8, 6.5, 3.4)), np.uint8, spacing,
               (-120.5, -80.25, -400.0))
    out.case("negative", "negative.nii.gz", "negative_mask.nii.gz")


def write_wide_range(out):
    """Several hundred distinct grey values in the ROI."""
    size = (20, 19, 9)
    spacing = (1.0, 1.0, 1.5)
    out.volume("wide_range.nrrd", np.rint(texture(size, 12, 250, 120, 330)), np.int16, spacing)
    out.volume("wide_range_mask.nrrd", ellipsoid(size, (9.0, 9.0, 4.0), (6.8, 6.1, 3.7)), np.uint8, spacing)
    out.case("wide_range", "wide_range.nrrd", "wide_range_mask.nrrd")


def write_multilabel(out):
    """Three labels (1, 2, 7) in one mask, 32-bit image."""
    size = (23, 18, 8)
    spacing = (1.0, 1.2, 2.0)
    labels = np.zeros(size[::-1], dtype=np.uint16)
    labels[ellipsoid(size, (5.5, 6.0, 3.5), (4.4, 4.6, 3.0))] = 1
    labels[ellipsoid(size, (15.0, 5.0, 3.0), (4.8, 3.6, 2.4))] = 2
    labels[ellipsoid(size, (13.5, 12.0, 4.0), (6.5, 4.2, 2.7))] = 7
    out.volume("multilabel.nrrd", np.rint(texture(size, 13, 5000, 900, 700)), np.int32, spacing)
    out.volume("multilabel_mask.nrrd", labels, np.uint16, spacing)
    out.case("multilabel", "multilabel.nrrd", "multilabel_mask.nrrd")


def write_geometry(out):
    """Masks on other grids than their image's: inside it, and partly outside."""
    size = (20, 18, 9)
    out.volume("geometry.nrrd", np.rint(texture(size, 14, 200, 110, 90)), np.int16, (1.0, 1.0, 2.5))
    mask_size = (22, 15, 10)
    roi = ellipsoid(mask_size, (10.3, 7.2, 4.6), (8.2, 5.4, 3.8))
    out.volume("geometry_mask.nrrd", roi, np.uint8, (0.7, 0.9, 1.6), (2.15, 1.05, 1.3))
    out.case("geometry", "geometry.nrrd", "geometry_mask.nrrd")
    out.volume("outside_mask.nrrd", roi, np.uint8, (0.7, 0.9, 1.6), (9.15, 1.05, 1.3))
    out.case("outside", "geometry.nrrd", "outside_mask.nrrd")


def main():
    """Write every phantom and the list of cases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "phantoms")
    out = Writer(parser.parse_args().out)
    for write in (write_ellipsoid, write_float32, write_float64, write_uint8, write_holes, write_border,
                  write_small_rois, write_few_levels, write_one_slice_image, write_negative, write_wide_range,
                  write_multilabel, write_geometry):
        write(out)
    out.list_cases()


if __name__ == "__main__":
    main()
