#!/usr/bin/env python3
"""Golden values of models and selection from Python tools.

usage: make_models.py SHARED     SHARED: the folder of published data (mRMR of Granata2024)
  logistic_statsmodels.csv  statsmodels' Logit on logistic_tables.csv: estimates and errors
  firth_numpy.csv           Firth's estimates and profile penalised-likelihood limits on the same tables: the place where
                            central differences of the penalised likelihood (slogdet) vanish, and brentq; no score function
  separation_scipy.csv      small tables of whole numbers and whether a plane parts their classes, by linear programming
  mrmr_numpy.csv            ten picks and scores on Granata2024 from full matrices of dependence
Versions are in README.md. The seed of all that is generated is 20261126.
"""

import csv
import gzip
import io
import pathlib
import sys
import warnings

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.optimize import brentq, linprog, minimize, root
from scipy.optimize._numdiff import approx_derivative
from scipy.stats import chi2, rankdata

HERE = pathlib.Path(__file__).parent / "models"
SEED = 20261126


def tables():
    with open(HERE / "logistic_tables.csv") as file:
        for row in csv.DictReader(file):
            n, p = int(row["n"]), int(row["p"])
            x = np.array(row["x"].split(), float).reshape(p, n).T
            yield row["table"], x, np.array(row["y"].split(), int)


def write(name, header, rows):
    with open(HERE / name, "w") as file:
        file.write(header + "\n")
        for row in rows:
            file.write(",".join(repr(float(v)) if isinstance(v, (float, np.floating)) else str(v) for v in row) + "\n")
    print(name, len(rows))


def statsmodels_fits():
    rows = []
    for table, x, y in tables():
        fit = sm.Logit(y, sm.add_constant(x)).fit(disp=0, tol=1e-15, maxiter=100)
        fit = sm.Logit(y, sm.add_constant(x)).fit(start_params=fit.params, disp=0, tol=1e-15, maxiter=100)
        rows += [(table, k, fit.params[k], fit.bse[k], fit.llf, fit.llnull) for k in range(len(fit.params))]
    write("logistic_statsmodels.csv", "table,coefficient,estimate,se,llf,llnull", rows)


def penalised(beta, X, y):
    eta = X @ beta
    mu = 1 / (1 + np.exp(-eta))
    return -(y @ eta - np.logaddexp(0, eta).sum() + 0.5 * np.linalg.slogdet((X * (mu * (1 - mu))[:, None]).T @ X)[1])


def best(X, y, start, fixed=None, value=0.0):
    """Smallest negative penalised likelihood; one coefficient may be fixed."""
    free = [k for k in range(X.shape[1]) if k != fixed]
    def f(b):
        beta = np.empty(X.shape[1])
        beta[free] = b
        if fixed is not None:
            beta[fixed] = value
        return penalised(beta, X, y)
    b = minimize(f, np.asarray(start)[free], method="BFGS").x
    b = root(lambda v: approx_derivative(f, v, method="3-point"), b, method="hybr", options={"xtol": 1e-12}).x
    return f(b), b


def firth_fits():
    rows = []
    for table, x, y in tables():
        if int(table) > 8:
            break
        sd = x.std(axis=0, ddof=1)
        X = np.column_stack([np.ones(len(y)), x / sd])
        low, beta = best(X, y, np.zeros(X.shape[1]))
        limit = chi2.ppf(0.95, 1) / 2
        for k in range(X.shape[1]):
            def gap(v, k=k):
                return best(X, y, beta, k, v)[0] - low - limit
            ends = []
            for side in (-1, 1):
                far = 1.0
                while gap(beta[k] + side * far) < 0:
                    far *= 2
                ends.append(brentq(lambda t: gap(beta[k] + side * t), 0, far, xtol=1e-9) * side + beta[k])
            unit = 1.0 if k == 0 else sd[k - 1]
            rows.append((table, k, beta[k] / unit, ends[0] / unit, ends[1] / unit))
    write("firth_numpy.csv", "table,coefficient,estimate,low,high", rows)


def separation(X, y):
    """none, quasi or complete: the largest sum and the largest least margin of s_i x_i'b with |b| <= 1."""
    S = X * np.where(y == 1, 1, -1)[:, None]
    n, p = S.shape
    box = [(-1, 1)] * p
    total = linprog(-S.sum(axis=0), A_ub=-S, b_ub=np.zeros(n), bounds=box)
    if -total.fun < 1e-9:
        return "none"
    margin = linprog(np.append(np.zeros(p), -1), A_ub=np.column_stack([-S, np.ones(n)]), b_ub=np.zeros(n),
                     bounds=box + [(None, 1)])
    return "complete" if -margin.fun > 1e-9 else "quasi"


def separations(random):
    rows, count = [], {"none": 0, "quasi": 0, "complete": 0}
    while min(count.values()) < 25:
        n, p = int(random.integers(8, 30)), int(random.integers(1, 4))
        x = random.integers(0, int(random.integers(2, 9)), size=(n, p))
        y = (x @ random.normal(size=p) + random.normal(size=n) * random.choice([0, 0.5, 3])
             > np.median(x @ np.ones(p))).astype(int)
        X = np.column_stack([np.ones(n), x])
        if y.min() == y.max() or np.linalg.matrix_rank(X) < p + 1:
            continue
        kind = separation(X, y)
        if count[kind] == 25:
            continue
        count[kind] += 1
        rows.append((len(rows), n, p, " ".join(map(str, x.T.ravel())), " ".join(map(str, y)), kind))
    write("separation_scipy.csv", "table,n,p,x,y,separation", rows)


def mrmr(dependence, relevance, quotient):
    """Ten picks from a full matrix, every score worked out anew."""
    chosen, scores = [], []
    for step in range(10):
        value = np.full(len(relevance), -np.inf)
        for j in range(len(relevance)):
            if j in chosen or not np.isfinite(relevance[j]):
                continue
            if not chosen:
                value[j] = relevance[j]
            else:
                redundancy = np.mean([dependence[j, s] for s in chosen])
                value[j] = relevance[j] / (redundancy + 1e-4) if quotient else relevance[j] - redundancy
        chosen.append(int(np.argmax(value)))
        scores.append(float(value[chosen[-1]]))
    return chosen, scores


def mrmr_picks(shared):
    text = gzip.open(shared / "tables/radMLBench/Granata2024.gz", "rt").read()
    rows = list(csv.reader(io.StringIO(text)))
    names = rows[0]
    target = names.index("Target")
    kept = [k for k, n in enumerate(names) if n not in ("ID", "Target")]
    x = np.array([[float(r[k]) for k in kept] for r in rows[1:]])
    y = np.array([float(r[target]) for r in rows[1:]])
    names = [names[k] for k in kept]
    varies = np.ptp(x, axis=0) > 1e-12 * np.abs(x).max(axis=0)
    out = []
    for kind in ("r2", "gaussian_mi", "spearman"):
        z = np.apply_along_axis(rankdata, 0, x) if kind == "spearman" else x
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            r2 = np.corrcoef(np.column_stack([z, y]), rowvar=False) ** 2
        if kind == "gaussian_mi":
            r2 = -0.5 * np.log(np.maximum(1 - r2, 2.0**-52))
        relevance = np.where(varies, r2[:-1, -1], np.nan)
        for scheme in ("difference", "quotient"):
            chosen, scores = mrmr(r2, relevance, scheme == "quotient")
            out += [(kind, scheme, k, names[c], s) for k, (c, s) in enumerate(zip(chosen, scores))]
    write("mrmr_numpy.csv", "dependence,scheme,step,feature,score", out)


if __name__ == "__main__":
    print("numpy", np.__version__, "scipy", scipy.__version__, "statsmodels", statsmodels.__version__)
    statsmodels_fits()
    separations(np.random.default_rng(SEED))
    mrmr_picks(pathlib.Path(sys.argv[1]))
    firth_fits()
