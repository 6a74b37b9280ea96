"""ROC points, calibration curves, Brier scores, decision curves and bootstrap quantiles as golden data, on the subjects
of metrics/scores.csv (see make_metrics.R), score a.

  metrics/roc_points.csv    scikit-learn's roc_curve with all thresholds
  metrics/calibration.csv   scikit-learn's calibration_curve(strategy="quantile"), 5 and 10 bins, and brier_score_loss
  metrics/decision.csv      dcurves' net benefit

Usage: python tests/golden/make_metrics.py
Needs numpy, pandas, scikit-learn, dcurves; the versions used are in metrics/provenance_python.json.
"""

import json
import platform
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from dcurves import dca
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve

OUT = Path(__file__).resolve().parent / "metrics"


def main():
    subjects = pd.read_csv(OUT / "scores.csv", float_precision="round_trip")
    points, calibration, decisions = [], [], []
    for k, s in subjects.groupby("set"):
        fpr, tpr, thresholds = roc_curve(s.y, s.a, drop_intermediate=False)
        points += [{"set": k, "threshold": repr(float(t)), "sensitivity": repr(float(y)), "specificity": repr(float(1 - x)),
                    "auc": repr(float(roc_auc_score(s.y, s.a)))} for x, y, t in zip(fpr, tpr, thresholds)]
        for bins in (5, 10):
            observed, predicted = calibration_curve(s.y, s.a, n_bins=bins, strategy="quantile")
            calibration += [{"set": k, "bins": bins, "predicted": repr(float(p)), "observed": repr(float(o)),
                             "brier": repr(float(brier_score_loss(s.y, s.a)))} for p, o in zip(predicted, observed)]
        curve = dca(data=s[["y", "a"]], outcome="y", modelnames=["a"], thresholds=[0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9])
        for t, rows in curve.groupby("threshold"):
            benefit = dict(zip(rows.model, rows.net_benefit))
            decisions.append({"set": k, "threshold": t, "model": repr(float(benefit["a"])), "all": repr(float(benefit["all"]))})
    pd.DataFrame(points).to_csv(OUT / "roc_points.csv", index=False)
    pd.DataFrame(calibration).to_csv(OUT / "calibration.csv", index=False)
    pd.DataFrame(decisions).to_csv(OUT / "decision.csv", index=False)
    (OUT / "provenance_python.json").write_text(json.dumps(
        {"command": "python tests/golden/make_metrics.py", "python": platform.python_version()}
        | {p: version(p) for p in ("numpy", "pandas", "scikit-learn", "dcurves")}, indent=1) + "\n")


if __name__ == "__main__":
    main()
