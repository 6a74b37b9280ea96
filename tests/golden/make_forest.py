"""Random forests of scikit-learn as golden data: distributions over seeds, and single trees that leave nothing to chance.

  forest/table.csv          a generated table, 160 rows: 6 informative columns, 6 of noise, rounded ones with many ties,
                            a constant one, one whose values are closer than 1e-7; the outcome is the last column
  forest/distribution.csv   data set, quantity, number of seeds, mean and standard deviation over seeds; sets that are
                            not asked for keep their rows
  forest/trees.csv          decision trees fitted with all columns at every split (nodes in preorder, columns of
                            sklearn.tree's Tree): no random choice is left where no two columns tie

Data sets: "table" as above; others from the published tables in ../shared/data/tables, which are not part of the
project. Each is cut into a training and a test set by row number (even, odd), or by file (MUMC, M-SPORE). Forests have
scikit-learn's defaults and random_state 0 .. seeds - 1.

Usage: OMP_NUM_THREADS=1 python tests/golden/make_forest.py [--seeds 1000] [--sets table ...]
Needs numpy, pandas, scikit-learn; the versions used are in forest/provenance.json.
"""

import argparse
import json
import platform
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeClassifier

HERE = Path(__file__).resolve().parent
OUT = HERE / "forest"
TABLES = HERE.parents[2] / "shared" / "data" / "tables"


def make_table():
    random = np.random.default_rng(20261126)
    n = 160
    z = random.standard_normal((n, 3))
    columns = {f"informative{k}": z[:, k % 3] * 0.8 + random.standard_normal(n) for k in range(6)}
    columns |= {f"noise{k}": random.standard_normal(n) for k in range(6)}
    columns["rounded"] = np.round(z[:, 0] * 2)
    columns["binary"] = (z[:, 1] + random.standard_normal(n) > 0).astype(float)
    columns["constant"] = np.full(n, 3.25)
    columns["close"] = random.choice([0, 1, 2, 5, 6, 9], n) * 6e-8
    columns["large"] = np.exp(12 * z[:, 2])
    columns["outcome"] = (z.sum(axis=1) + random.standard_normal(n) > 0.4).astype(int)
    pd.DataFrame(columns).to_csv(OUT / "table.csv", index=False)


def halves(x, y):
    return x[0::2], y[0::2], x[1::2], y[1::2]


def load(name):
    """Training features and outcome, test features and outcome, names of features."""
    if name == "table":
        t = pd.read_csv(OUT / "table.csv")
        return (*halves(t.iloc[:, :-1].to_numpy(), t.iloc[:, -1].to_numpy()), list(t.columns[:-1]))
    if name == "breast_cancer":
        t = pd.read_csv(TABLES / "classics" / "breast_cancer.csv", skiprows=1, header=None)
        return (*halves(t.iloc[:, :-1].to_numpy(), t.iloc[:, -1].to_numpy()), [f"column{k}" for k in range(30)])
    if name == "Granata2024":
        t = pd.read_csv(TABLES / "radMLBench" / "Granata2024.gz")
        return (*halves(t.iloc[:, :-1].to_numpy(), t.iloc[:, -1].to_numpy()), list(t.columns[:-1]))
    sets = [pd.read_csv(TABLES / "deep_prognosis" / f"{f}.csv") for f in ("MUMC", "M-SPORE")]
    names = [c for c in sets[0].columns if c not in ("id", "surv2yr") and not c.startswith(("logit_", "general_info_"))]
    names = [c for c in names if not any(t[c].isna().any() for t in sets)]  # forests of radsweep take no missing value
    train, test = sets
    return (train[names].to_numpy(float), train["surv2yr"].to_numpy(), test[names].to_numpy(float),
            test["surv2yr"].to_numpy(), names)


def summary(name, quantity, values):
    return {"set": name, "quantity": quantity, "seeds": len(values), "mean": np.mean(values), "sd": np.std(values, ddof=1)}


def distribution(name, seeds):
    """AUC on the test set, out-of-bag accuracy, nodes and depth per tree, and the importances that are largest."""
    x, y, x_test, y_test, names = load(name)
    auc, oob, nodes, depth, importance = [], [], [], [], []
    for seed in range(seeds):
        forest = RandomForestClassifier(random_state=seed, oob_score=True).fit(x, y)
        auc.append(roc_auc_score(y_test, forest.predict_proba(x_test)[:, 1]))
        oob.append(forest.oob_score_)
        nodes.append(np.mean([t.tree_.node_count for t in forest.estimators_]))
        depth.append(np.mean([t.tree_.max_depth for t in forest.estimators_]))
        importance.append(forest.feature_importances_)
    importance = np.array(importance)
    rows = [summary(name, "auc", auc), summary(name, "oob_accuracy", oob), summary(name, "nodes", nodes),
            summary(name, "depth", depth)]
    for k in sorted(np.argsort(-importance.mean(axis=0), kind="stable")[:30]):
        rows.append(summary(name, f"importance:{names[k]}", importance[:, k]))
    print(name, x.shape, x_test.shape, rows[0], file=sys.stderr)
    return rows


def permutation(seeds):
    """Permutation importances (AUC, 5 repeats) of the generated table's test set."""
    x, y, x_test, y_test, names = load("table")
    losses = [permutation_importance(RandomForestClassifier(random_state=seed).fit(x, y), x_test, y_test,
                                     scoring="roc_auc", random_state=seed).importances_mean for seed in range(seeds)]
    return [summary("table_permutation", f"permutation:{n}", v) for n, v in zip(names, np.array(losses).T)]


def trees():
    x, y, _, _, names = load("table")
    frames = []
    cases = {"one_informative": ([0], {}), "rounded": ([12], {}), "binary": ([13], {}), "close": ([15], {}),
             "large": ([16], {}), "leaf5": ([1], {"min_samples_leaf": 5}), "split20": ([2], {"min_samples_split": 20}),
             "all": (list(range(len(names))), {"max_depth": 2, "min_samples_leaf": 9})}
    for case, (columns, options) in cases.items():
        tree, *others = (DecisionTreeClassifier(random_state=k, **options).fit(x[:, columns], y).tree_ for k in range(20))
        assert all(np.array_equal(t.feature, tree.feature) for t in others), "columns tie"
        frames.append(pd.DataFrame({
            "case": case, "columns": " ".join(map(str, columns)), "min_samples_leaf": options.get("min_samples_leaf", 1),
            "min_samples_split": options.get("min_samples_split", 2), "max_depth": options.get("max_depth", 0),
            "left": tree.children_left, "right": tree.children_right, "feature": np.maximum(tree.feature, -1),
            "threshold": np.where(tree.feature < 0, 0, tree.threshold), "rows": tree.n_node_samples,
            "probability": tree.value[:, 0, 1]}))
    pd.concat(frames).to_csv(OUT / "trees.csv", index=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--sets", nargs="*", default=["table", "breast_cancer", "Granata2024", "MUMC_M-SPORE",
                                                               "table_permutation"])
    arguments = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    make_table()
    trees()
    new = pd.DataFrame([row for name in arguments.sets for row in (
        permutation(arguments.seeds) if name == "table_permutation" else distribution(name, arguments.seeds))])
    if (OUT / "distribution.csv").exists():  # sets not asked for stay
        old = pd.read_csv(OUT / "distribution.csv", float_precision="round_trip")
        new = pd.concat([old[~old["set"].isin(arguments.sets)], new])
    new.to_csv(OUT / "distribution.csv", index=False)
    (OUT / "provenance.json").write_text(json.dumps({
        "command": "OMP_NUM_THREADS=1 python tests/golden/make_forest.py --sets SET --seeds N (N: column seeds)",
        "python": platform.python_version(), "numpy": np.__version__, "pandas": pd.__version__,
        "scikit-learn": sklearn.__version__}, indent=1) + "\n")


if __name__ == "__main__":
    main()
