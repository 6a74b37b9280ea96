"""SciPy's clustering as golden data.

  cluster/tables.csv      50 generated tables (4 to 24 items of 2 to 7 values): every third has small whole numbers, so
                          that distances tie; the others have three decimals
  cluster/linkages.csv    linkage() of each table by rows for every metric and method: left, right, distance, size;
                          no correlation where it ties (whole numbers, pairs): the last bit, which depends on how a sum
                          is vectorised, would decide
  cluster/orders.csv      leaves_list() before and after optimal_leaf_ordering(), and the path length of the latter;
                          `ties` says whether any two distances are equal
  cluster/mri_linkages.csv, mri_orders.csv
                          the same for the features of the 16 published sarcoma MRI as `radsweep extract --preset
                          paper-scaled` gives them: rows and columns of the table as it is ("raw") and of its z-scored
                          columns ("z"; mean and deviation summed from the first row to the last, / (n - 1)). The values
                          are not part of the project; their SHA-256 is in provenance.json.

Usage: python tests/golden/make_cluster.py --radsweep build/radsweep
Needs numpy, pandas, scipy; the versions used are in cluster/provenance.json.
"""

import argparse
import hashlib
import json
import platform
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
from scipy.spatial.distance import pdist, squareform

HERE = Path(__file__).resolve().parent
OUT = HERE / "cluster"
MRI = HERE.parents[2] / "shared" / "data" / "images" / "sts_mri"
METHODS = {"euclidean": ("average", "complete", "single", "ward"), "correlation": ("average", "complete", "single")}


def tables():
    random = np.random.default_rng(9)
    for k in range(50):
        items, length = random.integers(4, 25), random.integers(2, 8)
        if k % 3 == 0:
            yield random.integers(0, 4, (items, length)).astype(float)
        else:
            yield np.round(random.standard_normal((items, length)) * random.choice([1, 100]), 3)


def path_length(order, square):
    return sum(square[a, b] for a, b in zip(order[:-1], order[1:]))


def cluster(key, values, metric, method, linkages, orders, order_optimally=True):
    distances = pdist(values, metric)
    merges = linkage(distances, method)
    for left, right, distance, size in merges:
        linkages.append({**key, "metric": metric, "method": method, "left": int(left), "right": int(right),
                         "distance": repr(float(distance)), "size": int(size)})
    row = {**key, "metric": metric, "method": method, "leaves": " ".join(map(str, leaves_list(merges)))}
    if order_optimally:
        optimal = leaves_list(optimal_leaf_ordering(merges, distances))
        row |= {"optimal": " ".join(map(str, optimal)), "length": repr(float(path_length(optimal, squareform(distances)))),
                "ties": int(len(np.unique(distances)) < len(distances))}
    orders.append(row)


def generated():
    cells, linkages, orders = [], [], []
    for k, table in enumerate(tables()):
        cells += [{"table": k, "values": " ".join(map(repr, row.tolist()))} for row in table]
        for metric, methods in METHODS.items():
            if metric == "correlation" and (k % 3 == 0 or table.shape[1] < 3):
                continue
            for method in methods:
                cluster({"table": k}, table, metric, method, linkages, orders)
    pd.DataFrame(cells).to_csv(OUT / "tables.csv", index=False)
    pd.DataFrame(linkages).to_csv(OUT / "linkages.csv", index=False)
    pd.DataFrame(orders).to_csv(OUT / "orders.csv", index=False)


def mri_features(radsweep):
    with tempfile.TemporaryDirectory() as folder:
        cases = sorted(p for p in MRI.iterdir() if p.is_dir())
        manifest, out = Path(folder) / "cases.csv", Path(folder) / "features.csv"
        manifest.write_text("ID,Image,Mask\n" + "".join(
            f"{c.name},{c / 'MR_T1_image.nii.gz'},{c / 'MR_T1_mask.nii.gz'}\n" for c in cases))
        subprocess.run([radsweep, "extract", manifest, "--preset", "paper-scaled", "--format", "csv", "--out", out],
                       check=True, capture_output=True)
        table = pd.read_csv(out, float_precision="round_trip")
    names = [c for c in table.columns if c.split("_")[0] in ("original", "square") or c.startswith("wavelet")]
    return table[names].to_numpy(float)


def z_scores(values):
    """Column by column, every sum from the first row to the last: the input of SciPy must be the same to the last bit."""
    columns = []
    for column in values.T:
        if (column == column[0]).all():
            continue
        v = column / np.abs(column).max()
        mean = np.add.accumulate(v)[-1] / len(v)
        deviation = np.sqrt(np.add.accumulate((v - mean) * (v - mean))[-1] / (len(v) - 1))
        columns.append((v - mean) / deviation)
    return np.ascontiguousarray(np.array(columns).T)


def mri(radsweep):
    linkages, orders = [], []
    raw = mri_features(radsweep)
    for scale, values in (("raw", raw), ("z", z_scores(raw))):
        for method in METHODS["euclidean"]:
            cluster({"scale": scale, "axis": "rows"}, values, "euclidean", method, linkages, orders)
        columns = np.ascontiguousarray(values.T)
        for method in ("average", "ward") if scale == "z" else ("complete", "single"):
            cluster({"scale": scale, "axis": "columns"}, columns, "euclidean", method, linkages, orders, False)
    pd.DataFrame(linkages).to_csv(OUT / "mri_linkages.csv", index=False)
    pd.DataFrame(orders).to_csv(OUT / "mri_orders.csv", index=False)
    return {"shape": list(raw.shape), "sha256 of the values, float64, row after row": hashlib.sha256(raw.tobytes()).hexdigest()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--radsweep", required=True)
    arguments = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    generated()
    features = mri(arguments.radsweep)
    (OUT / "provenance.json").write_text(json.dumps({
        "command": "python tests/golden/make_cluster.py --radsweep build/radsweep", "python": platform.python_version(),
        "numpy": np.__version__, "pandas": pd.__version__, "scipy": scipy.__version__, "features of the MRI": features},
        indent=1) + "\n")


if __name__ == "__main__":
    main()
