#!/usr/bin/env python3
"""Write the decomposition filters of PyWavelets' wavelets as C++ data.

PyWavelets keeps double and single precision filters apart: the single precision ones are products of single precision
constants, not roundings of the double ones.  pywt.Wavelet shows only the double ones, so both are read off the
stationary transform of a unit impulse, which yields every tap unchanged.

usage: make_wavelet_taps.py [--out FILE]   (default: kernels/image/wavelet_taps.inc)
"""

import argparse
import textwrap
from pathlib import Path

import numpy as np
import pywt

DEFAULT = Path(__file__).resolve().parent.parent / "kernels" / "image" / "wavelet_taps.inc"
NAMES = (["haar"] + [f"db{n}" for n in range(1, 21)] + [f"sym{n}" for n in range(2, 21)]
         + [f"coif{n}" for n in range(1, 6)] + pywt.wavelist("bior") + pywt.wavelist("rbio"))
HEADER = """\
// Decomposition filters of the stationary wavelet transform: name, length, low-pass and high-pass taps in double
// precision, low-pass and high-pass taps in single precision (not the rounded double ones).
// Generated from PyWavelets {version} (MIT licence) by scripts/make_wavelet_taps.py; do not edit.
"""


def impulse_taps(wavelet, dtype):
    """The low-pass and high-pass taps that PyWavelets applies to data of this type."""
    length = wavelet.dec_len
    size, peak = 4 * length, 2 * length
    impulse = np.zeros(size, dtype)
    impulse[peak] = 1
    (approximation, detail), = pywt.swt(impulse, wavelet, level=1)
    taps = slice(peak - length // 2, peak - length // 2 + length)
    for band in (approximation, detail):
        if band.dtype != dtype or np.count_nonzero(band) != np.count_nonzero(band[taps]):
            raise RuntimeError(f"{wavelet.name}: the transform of the impulse is not the filter")
    return approximation[taps], detail[taps]


def literal(value, suffix):
    """A C++ hexadecimal floating literal of exactly this value."""
    mantissa, exponent = float(value).hex().split("p")
    return f"{mantissa.rstrip('0').rstrip('.')}p{exponent}{suffix}"


def taps_text(taps, suffix):
    """One RS_TAPS(...) argument."""
    return f"RS_TAPS({', '.join(literal(tap, suffix) for tap in taps)})"


def entry(name):
    """The RS_WAVELET(...) entry of one wavelet, wrapped to 120 columns."""
    wavelet = pywt.Wavelet(name)
    low, high = impulse_taps(wavelet, np.dtype(np.float64))
    if list(low) != wavelet.dec_lo or list(high) != wavelet.dec_hi:
        raise RuntimeError(f"{name}: the double precision taps differ from those PyWavelets shows")
    low_single, high_single = impulse_taps(wavelet, np.dtype(np.float32))
    groups = [taps_text(low, ""), taps_text(high, ""), taps_text(low_single, "f"), taps_text(high_single, "f")]
    wrapped = [textwrap.fill(group, 116, initial_indent="  ", subsequent_indent="    ") for group in groups]
    return f'RS_WAVELET("{name}", {wavelet.dec_len},\n' + ",\n".join(wrapped) + ")\n"


def main():
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DEFAULT)
    out = parser.parse_args().out
    text = HEADER.format(version=pywt.__version__) + "".join(entry(name) for name in NAMES)
    out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
