#!/usr/bin/env python3
"""Writes icc_pingouin.csv: what pingouin.intraclass_corr gives for the tables of icc_tables.csv (see make_icc.R).

python tests/golden/make_icc_pingouin.py      (pingouin 0.7.0, scipy 1.17.1, pandas)
"""

import csv
import pathlib

import pandas as pd
import pingouin as pg

HERE = pathlib.Path(__file__).parent
FORMS = {"ICC(1,1)": "1", "ICC(A,1)": "2", "ICC(C,1)": "3", "ICC(1,k)": "1k", "ICC(A,k)": "2k", "ICC(C,k)": "3k"}
pg.options["round"] = pg.options["round.column.CI95"] = None
lines = ["table,form,icc,p,low,high"]
for row in csv.DictReader((HERE / "icc_tables.csv").open(encoding="utf-8")):
    n, values = int(row["subjects"]), [float(v) for v in row["values"].split()]
    long = pd.DataFrame({"subject": [i % n for i in range(len(values))], "rater": [i // n for i in range(len(values))],
                         "rating": values})
    found = pg.intraclass_corr(long, "subject", "rater", "rating")
    for r in found.itertuples():
        numbers = (r.ICC, r.pval, *r.CI95)
        lines.append(",".join([row["table"], FORMS[r.Type], *(repr(float(v)) for v in numbers)]))
(HERE / "icc_pingouin.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
