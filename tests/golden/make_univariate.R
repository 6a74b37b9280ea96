#!/usr/bin/env Rscript
# Writes ttest_r.csv, anova_r.csv and contingency_r.csv: t, F, chi-square and Fisher tests of random data by R's stats package.
# Rscript tests/golden/make_univariate.R      (R 4.2.2)

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
number <- function(v) sprintf("%.17g", v)
write <- function(name, lines) {
  file <- file(file.path(here, name), "wb")
  writeLines(lines, file)
  close(file)
}
set.seed(904)
lines <- "a,b,t_pooled,df_pooled,p_pooled,t_welch,df_welch,p_welch"
for (i in 1:60) {
  scale <- 10^sample(-2:4, 1)
  a <- signif(scale * rnorm(sample(2:30, 1), sd = sample(c(0.2, 1, 5), 1)), 6)
  b <- signif(scale * rnorm(sample(2:30, 1), mean = sample(c(0, 1, 8), 1)), 6)
  s <- t.test(a, b, var.equal = TRUE)
  w <- t.test(a, b)
  text <- function(x) paste(format(x, digits = 15, trim = TRUE), collapse = " ")
  lines <- c(lines, paste(text(a), text(b), number(s$statistic), number(s$parameter), number(s$p.value),
                          number(w$statistic), number(w$parameter), number(w$p.value), sep = ","))
}
write("ttest_r.csv", lines)

lines <- "rows,columns,counts,chi_square,df,p,chi_square_yates,p_yates,p_fisher"  # counts: row after row
for (i in 1:120) {
  r <- if (i <= 60) 2 else sample(2:5, 1)
  k <- if (i <= 60) 2 else sample(2:4, 1)
  repeat {
    x <- matrix(rpois(r * k, sample(c(1, 3, 8, if (r * k == 4) 60 else 4), 1) * runif(r * k)), r)
    if (all(rowSums(x) > 0) && all(colSums(x) > 0)) break
  }
  plain <- suppressWarnings(chisq.test(x, correct = FALSE))
  yates <- suppressWarnings(chisq.test(x, correct = TRUE))
  fisher <- fisher.test(x, workspace = 2e7)
  lines <- c(lines, paste(r, k, paste(t(x), collapse = " "), number(plain$statistic), number(plain$parameter),
                          number(plain$p.value), number(yates$statistic), number(yates$p.value), number(fisher$p.value),
                          sep = ","))
}
write("contingency_r.csv", lines)

lines <- "groups,f,df,p"  # groups: separated by ";"
for (i in 1:20) {
  x <- lapply(1:sample(2:5, 1), function(g) signif(rnorm(sample(2:12, 1), mean = sample(c(0, 1), 1)) * 100, 6))
  d <- data.frame(value = unlist(x), group = factor(rep(seq_along(x), lengths(x))))
  r <- oneway.test(value ~ group, data = d, var.equal = TRUE)
  text <- paste(sapply(x, function(v) paste(format(v, digits = 15, trim = TRUE), collapse = " ")), collapse = ";")
  lines <- c(lines, paste(text, number(r$statistic), r$parameter[2], number(r$p.value), sep = ","))
}
write("anova_r.csv", lines)
