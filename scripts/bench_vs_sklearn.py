"""Times fit_forest against scikit-learn's RandomForestClassifier.fit: the same table, defaults and number of threads.

The table has 10,000 rows and 851 columns (float64, correlated through 40 hidden variables); the outcome depends on three
of these and on chance, so that trees grow deep. Every round fits with scikit-learn and with radsweep one after the
other, so that a drift of the machine's speed hits both; the ratio is taken within a round. Two times are kept: wall
clock, which is what a user waits for, and CPU time of all threads, which other programs on the machine disturb less.
scikit-learn gets its float32 input ready-made in C order, as it wants it; radsweep starts from float64. Neither reading
nor process start is timed.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402
import sklearn  # noqa: E402
from sklearn.ensemble import RandomForestClassifier  # noqa: E402


def make_data(rows, columns):
    random = np.random.default_rng(1)
    hidden = random.standard_normal((rows, 40))
    x = hidden @ random.standard_normal((40, columns)) * 0.3 + random.standard_normal((rows, columns))
    y = hidden[:, 0] + hidden[:, 1] * hidden[:, 2] + random.standard_normal(rows) > 0.5
    return x, y.astype(np.int32)


def time_sklearn(x, y, trees, jobs):
    wall, cpu = time.perf_counter(), time.process_time()
    RandomForestClassifier(n_estimators=trees, n_jobs=jobs, random_state=0).fit(x, y)
    return {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def time_radsweep(bench, folder, shape, trees, jobs):
    environment = os.environ | {"RADSWEEP_FOREST_DATA": folder,
                                "RADSWEEP_FOREST_SHAPE": f"{shape[0]} {shape[1]} {trees} {jobs}"}
    run = subprocess.run([bench, "--benchmark_filter=fit_file", "--benchmark_format=json"], env=environment, check=True,
                         capture_output=True, text=True)
    entry = json.loads(run.stdout)["benchmarks"][0]
    return {"wall": entry["real_time"] / 1000, "cpu": entry["cpu_time"] / 1000}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--columns", type=int, default=851)
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--bench", default="build/bench/forest_bench")
    parser.add_argument("--out", help="file for the raw times (JSON)")
    arguments = parser.parse_args()

    x, y = make_data(arguments.rows, arguments.columns)
    single = np.ascontiguousarray(x, dtype=np.float32)
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        np.asfortranarray(x).ravel(order="F").tofile(Path(folder) / "x.f64")
        y.tofile(Path(folder) / "y.i32")
        for jobs in arguments.threads:
            for _ in range(arguments.rounds):
                rounds.append({"threads": jobs, "sklearn": time_sklearn(single, y, arguments.trees, jobs),
                               "radsweep": time_radsweep(arguments.bench, folder, x.shape, arguments.trees, jobs)})
            mine = [r for r in rounds if r["threads"] == jobs]
            for clock in ("wall", "cpu"):
                ratios = [r["sklearn"][clock] / r["radsweep"][clock] for r in mine]
                times = {k: statistics.median(r[k][clock] for r in mine) for k in ("sklearn", "radsweep")}
                print(f"{jobs} thread(s), {clock}: scikit-learn {times['sklearn']:.2f} s, radsweep {times['radsweep']:.2f} s; "
                      f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
    if arguments.out:
        Path(arguments.out).write_text(json.dumps({
            "rows": arguments.rows, "columns": arguments.columns, "trees": arguments.trees,
            "python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__,
            "cpu": platform.processor() or platform.machine(), "cores": os.cpu_count(), "load": os.getloadavg(),
            "rounds": rounds}, indent=1) + "\n")


if __name__ == "__main__":
    main()
