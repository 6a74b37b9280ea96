#!/usr/bin/env Rscript
# Writes icc_tables.csv, 200 random tables of ratings, and icc_psych.csv, what psych::ICC gives for them.
# Rscript tests/golden/make_icc.R      (R 4.2.2, psych 2.2.9; lmer = FALSE: mean squares from aov)

suppressMessages(library(psych))
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
number <- function(v) ifelse(is.na(v), "nan", sprintf("%.17g", v))
set.seed(20261126)
tables <- list()
results <- list()
for (t in 1:200) {
  n <- sample(3:24, 1)
  k <- sample(2:6, 1)
  scale <- 10^sample(-3:6, 1)
  subject <- rnorm(n, sd = sample(c(0, 0.3, 1, 4), 1))
  rater <- rnorm(k, sd = sample(c(0, 0.5, 3), 1))
  x <- outer(subject, rater, "+") + matrix(rnorm(n * k), n) + sample(c(0, 20), 1)
  x <- signif(x * scale, 6)
  tables[[t]] <- paste(t, n, k, paste(format(x, trim = TRUE, digits = 15), collapse = " "), sep = ",")
  r <- ICC(x, lmer = FALSE)$results
  results[[t]] <- paste(t, sub("ICC", "", r$type), number(r$ICC), number(r$F), r$df1, r$df2, number(r$p),
                        number(r$"lower bound"), number(r$"upper bound"), sep = ",")
}
write <- function(name, header, lines) {
  file <- file(file.path(here, name), "wb")
  writeLines(c(header, unlist(lines)), file)
  close(file)
}
write("icc_tables.csv", "table,subjects,ratings,values", tables)  # values: rater after rater
write("icc_psych.csv", "table,form,icc,f,df1,df2,p,low,high", results)
