#!/usr/bin/env Rscript
# Golden values of logistic regression: 20 generated tables and what R makes of them.
#   logistic_tables.csv  table, n, p, x (columns one after the other), y
#   logistic_r.csv       table, coefficient (0 = intercept), and by column
#     estimate, se              glm with epsilon 1e-14, started again at its result: the maximum itself
#     default_estimate          glm as it comes (epsilon 1e-8)
#     low, high                 profile likelihood: roots of the deviance of glm with an offset, uniroot to 1e-13
#     mass_low, mass_high       confint(), MASS's interpolation of the same profile
#     firth_estimate, firth_se  brglm2, type AS_mean, epsilon 1e-13
#   spector_r.csv        the same of Spector & Mazzeo's data, whose file is an argument
# usage: Rscript tests/golden/make_logistic.R spector.csv    (R 4.2.2, MASS 7.3-58.2, brglm2 0.9)
suppressMessages({library(MASS); library(brglm2)})
here <- "tests/golden/models"
set.seed(20261126)

exact_profile <- function(x, y, fit, j, level = 0.95) {
  X <- cbind(1, x)
  tight <- glm.control(epsilon = 1e-14, maxit = 100)
  best <- deviance(fit)
  gap <- function(b) {
    rest <- suppressWarnings(glm.fit(X[, -j, drop = FALSE], y, offset = X[, j] * b, family = binomial(),
                                     control = tight))
    rest$deviance - best - qchisq(level, 1)
  }
  b <- coef(fit)[j]; se <- sqrt(vcov(fit)[j, j])
  end <- function(side) {
    far <- 2
    while (gap(b + side * far * se) < 0) far <- far * 1.5
    uniroot(function(t) gap(b + side * t * se), c(1e-3, far), tol = 1e-13, maxiter = 1000)$root * side * se + b
  }
  c(end(-1), end(1))
}

describe <- function(name, x, y) {
  data <- data.frame(y = y, x)
  exact <- glm(y ~ ., binomial, data, control = glm.control(epsilon = 1e-14, maxit = 100))
  # glm's errors come from the weights of the step before: once more from the maximum itself
  exact <- glm(y ~ ., binomial, data, start = coef(exact), control = glm.control(epsilon = 1e-14, maxit = 100))
  usual <- glm(y ~ ., binomial, data)
  firth <- glm(y ~ ., binomial, data, method = "brglmFit", type = "AS_mean",
               control = brglmControl(epsilon = 1e-13, maxit = 1000))
  mass <- suppressMessages(confint(usual))
  for (j in seq_along(coef(exact))) {
    ends <- exact_profile(x, y, exact, j)
    cat(name, j - 1, sprintf("%.17g", c(coef(exact)[j], sqrt(vcov(exact)[j, j]), coef(usual)[j], ends, mass[j, ],
                                       coef(firth)[j], sqrt(vcov(firth)[j, j]))), sep = ",", file = out)
    cat("\n", file = out)
  }
}
header <- "table,coefficient,estimate,se,default_estimate,low,high,mass_low,mass_high,firth_estimate,firth_se\n"

tables <- file(file.path(here, "logistic_tables.csv"), "w")
cat("table,n,p,x,y\n", file = tables)
out <- file(file.path(here, "logistic_r.csv"), "w")
cat(header, file = out)
for (t in 1:20) {
  repeat {  # a table that is not separated
    n <- sample(25:80, 1); p <- sample(1:5, 1)
    x <- matrix(rnorm(n * p), n) %*% diag(10^runif(p, -1, 1), p)
    if (t %% 3 == 0) x[, 1] <- rbinom(n, 1, 0.4)
    if (t %% 4 == 0) x[, p] <- round(x[, p], 1)
    y <- rbinom(n, 1, plogis(-0.5 + x %*% (rnorm(p) / apply(x, 2, sd))))
    fit <- suppressWarnings(glm(y ~ x, binomial))
    if (fit$converged && max(abs(fit$linear.predictors)) < 8) break
  }
  x[] <- as.numeric(sprintf("%.6g", x))
  cat(t, n, p, paste(sprintf("%.6g", x), collapse = " "), paste(y, collapse = " "), sep = ",", file = tables)
  cat("\n", file = tables)
  describe(t, x, y)
}
close(tables); close(out)

spector <- read.table(commandArgs(TRUE)[1], header = TRUE, quote = "'\"")
out <- file(file.path(here, "spector_r.csv"), "w")
cat(header, file = out)
describe("spector", as.matrix(spector[, c("GPA", "TUCE", "PSI")]), spector$GRADE)
close(out)
