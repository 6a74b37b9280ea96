#!/usr/bin/env python3
"""Writes distributions_mpmath.csv: tails and quantiles in 50 digits by mpmath, rounded to the nearest double.

python tests/golden/make_distributions.py      (needs mpmath; made with 1.4.1)
R's qf and SciPy's quantiles were no good as reference: R's lose digits for small quantiles, SciPy's are Boost's.
"""

import itertools
import pathlib

import mpmath as mp

mp.mp.dps = 50
HALF = mp.mpf(1) / 2


def beta_lower(x, a, b):
    return mp.betainc(a, b, 0, x, regularized=True)


def beta_upper(x, a, b):
    return beta_lower(1 - x, b, a)  # not 1 - lower: that cancels


def normal_upper(z):
    return mp.erfc(z / mp.sqrt(2)) / 2


def student_t_upper(t, df):
    tail = beta_lower(df / (df + t * t), df / 2, HALF) / 2
    return tail if t >= 0 else 1 - tail


def chi_square_upper(x, df):
    return mp.gammainc(df / 2, x / 2, mp.inf, regularized=True)


def f_upper(f, d1, d2):
    return beta_lower(d2 / (d2 + d1 * f), d2 / 2, d1 / 2)


def root(lower, p, low, high):
    """The u in [low, high] with lower(u) = p, lower rising: bisection, then as many digits as wanted."""
    for _ in range(90):
        middle = (low + high) / 2
        low, high = (middle, high) if lower(middle) < p else (low, middle)
    return (low + high) / 2


def positive_quantile(lower, p):
    return mp.exp(root(lambda u: lower(mp.exp(u)), p, mp.mpf(-90), mp.mpf(50)))


def beta_quantile(p, a, b):
    """On the scale of log x, or of log(1 - x) where x is nearer to 1."""
    if beta_lower(HALF, a, b) > p:
        return positive_quantile(lambda x: beta_lower(min(x, HALF), a, b), p)
    return 1 - positive_quantile(lambda y: beta_upper(1 - min(y, HALF), a, b), 1 - p)


def symmetric_quantile(upper, p):
    if p == HALF:
        return mp.mpf(0)
    size = positive_quantile(lambda t: 1 - upper(t), max(p, 1 - p))
    return size if p > HALF else -size


QUANTILES = [1e-12, 1e-6, 0.001, 0.025, 0.3, 0.5, 0.8, 0.95, 0.975, 0.9995, 1 - 1e-9]
DF = [0.7, 1.0, 2.0, 4.3, 22.0, 153.0, 2000.0]
SHAPE = [0.5, 1.0, 3.0, 17.5, 240.0]
FEW = [1e-12, 0.001, 0.025, 0.5, 0.975, 1 - 1e-9]
TABLES = {
    "normal_upper": (normal_upper, [-9.0, -2.0, 0.0, 0.3, 1.959964, 5.0, 7.1, 20.0, 37.0]),
    "normal_two_sided": (lambda z: 2 * normal_upper(abs(z)), [-3.0, 0.0, 2.293, 6.0]),
    "normal_quantile": (lambda p: symmetric_quantile(normal_upper, p), QUANTILES),
    "student_t_upper": (student_t_upper, [-30.0, -1.3, 0.0, 0.02, 2.1, 9.0, 60.0, 1e5], DF),
    "student_t_two_sided": (lambda t, df: 2 * student_t_upper(abs(t), df), [-4.5, 0.5, 2.0, 12.0], DF),
    "student_t_quantile": (lambda p, df: symmetric_quantile(lambda t: student_t_upper(t, df), p), QUANTILES, DF[1:]),
    "chi_square_upper": (chi_square_upper, [1e-8, 0.4, 3.84, 12.0, 50.0, 300.0, 1400.0], DF),
    "chi_square_quantile": (lambda p, df: positive_quantile(lambda x: 1 - chi_square_upper(x, df), p), QUANTILES, DF),
    "f_upper": (f_upper, [1e-6, 0.2, 1.0, 4.1, 30.0, 900.0, 1e6], DF, DF),
    "f_quantile": (lambda p, a, b: positive_quantile(lambda x: 1 - f_upper(x, a, b), p), FEW, DF[1:], DF[1:]),
    "beta_lower": (beta_lower, [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999], SHAPE, SHAPE),
    "beta_upper": (beta_upper, [1e-9, 0.01, 0.3, 0.5, 0.77, 0.999], SHAPE, SHAPE),
    "beta_quantile": (beta_quantile, FEW, SHAPE, SHAPE),
    "log_factorial": (lambda n: mp.loggamma(n + 1), [0.0, 1.0, 2.0, 5.0, 20.0, 170.0, 171.0, 2500.0, 1e6]),
}

lines = ["function,x,a,b,value"]
for name, (function, *arguments) in TABLES.items():
    for values in itertools.product(*arguments):
        cells = [repr(v) for v in values] + [""] * (3 - len(values))
        lines.append(",".join([name, *cells, repr(float(function(*map(mp.mpf, values))))]))
out = pathlib.Path(__file__).parent / "distributions_mpmath.csv"
out.write_text("\n".join(lines) + "\n", encoding="utf-8")
