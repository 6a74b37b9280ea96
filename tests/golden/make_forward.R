#!/usr/bin/env Rscript
# Golden values of forward selection: 20 generated tables and the path of leaps::regsubsets(method = "forward").
#   forward_tables.csv  table, n, p, x (columns one after the other), y (0 or 1)
#   forward_r.csv       table, size, columns (from 0, ascending) and adjusted R2 of each size; best: max adjusted R2
#   mcfadden_r.csv      table, size, column added (from 0), log likelihood and McFadden's R2 charged for p and for p + 1:
#                       glm forward by likelihood, up to the first model that separates the classes
# usage: Rscript tests/golden/make_forward.R    (R 4.2.2, leaps 3.1)
library(leaps)
here <- "tests/golden/models"
set.seed(46)
tables <- file(file.path(here, "forward_tables.csv"), "w")
out <- file(file.path(here, "forward_r.csv"), "w")
cat("table,n,p,x,y\n", file = tables)
logit <- file(file.path(here, "mcfadden_r.csv"), "w")
cat("table,size,column,log_likelihood,mcfadden,mcfadden_intercept\n", file = logit)
cat("table,size,columns,adjusted_r2,best\n", file = out)
for (t in 1:20) {
  n <- sample(24:60, 1); p <- sample(4:12, 1)
  base <- matrix(rnorm(n * 3), n)
  x <- base %*% matrix(rnorm(3 * p), 3) + matrix(rnorm(n * p), n) * runif(1, 0.2, 2)
  x <- x %*% diag(10^runif(p, -2, 3), p)
  y <- rbinom(n, 1, plogis(base[, 1] - 0.5))
  if (length(unique(y)) < 2) y[1] <- 1 - y[1]
  x[] <- as.numeric(sprintf("%.7g", x))
  cat(t, n, p, paste(sprintf("%.7g", x), collapse = " "), paste(y, collapse = " "), sep = ",", file = tables)
  cat("\n", file = tables)
  s <- summary(regsubsets(x, y, nvmax = p, method = "forward"))
  for (k in seq_len(nrow(s$which))) {
    cat(t, k, paste(which(s$which[k, -1]) - 1, collapse = " "), sprintf("%.17g", s$adjr2[k]),
        as.integer(k == which.max(s$adjr2)), sep = ",", file = out)
    cat("\n", file = out)
  }
  chosen <- c()
  null <- as.numeric(logLik(glm(y ~ 1, binomial)))
  for (k in 1:4) {
    left <- setdiff(seq_len(p), chosen)
    fits <- lapply(left, function(j) suppressWarnings(
      glm.fit(cbind(1, x[, c(chosen, j)]), y, family = binomial(), control = glm.control(1e-14, 100))))
    if (any(sapply(fits, function(f) max(abs(f$linear.predictors)) > 12))) break
    like <- sapply(fits, function(f) -f$deviance / 2)
    best <- which.max(like)
    chosen <- c(chosen, left[best])
    cat(t, k, left[best] - 1, sprintf("%.17g", c(like[best], 1 - (like[best] - k) / null, 1 - (like[best] - k - 1) / null)),
        sep = ",", file = logit)
    cat("\n", file = logit)
  }
}
close(tables); close(out); close(logit)
