# ROC and classification metrics as golden data, by R.
#
#   metrics/scores.csv        20 generated sets of subjects: outcome y and two correlated scores a, b in (0, 1); every
#                             fourth set has two decimals, so that scores tie
#   metrics/roc.csv           pROC of each set: areas, DeLong variances and intervals, the paired test of a and b, the
#                             unpaired test of a here and b of the next set, and a's sensitivity and specificity at the
#                             Youden point (empty where several points tie)
#   metrics/asah.csv          the same of the study data aSAH that pROC ships: wfns, s100b, ndka by pairs
#   metrics/proportions.csv   binom.test (Clopper-Pearson) and prop.test without correction (Wilson)
#   metrics/recalibration.csv glm(y ~ qlogis(a)) and glm(y ~ offset(qlogis(a))) of each set
#
# Usage: Rscript tests/golden/make_metrics.R   (needs pROC; versions in metrics/provenance_r.txt)

suppressPackageStartupMessages(library(pROC))
options(digits = 17)
out <- file.path("tests", "golden", "metrics")
text <- function(x) {
  short <- sprintf("%.15g", x)
  ifelse(is.na(x), NA, ifelse(as.numeric(short) == x, short, sprintf("%.17g", x)))
}
write <- function(frame, name) {
  numbers <- vapply(frame, is.double, TRUE)
  frame[numbers] <- lapply(frame[numbers], text)
  write.csv(frame, file.path(out, name), row.names = FALSE, quote = FALSE, na = "")
}

set.seed(20261126, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
sets <- lapply(1:20, function(k) {
  n <- sample(14:60, 1)
  y <- as.integer(runif(n) < 0.4)
  y[1:4] <- c(0L, 1L, 0L, 1L)
  z <- rnorm(n)
  score <- function(strength) plogis(strength * y + z * 0.7 + rnorm(n) * 0.9 - 0.5)
  a <- score(runif(1, 0, 2))
  b <- score(runif(1, 0, 2))
  digits <- if (k %% 4 == 0) 2 else 6
  clip <- function(p) pmin(pmax(round(p, digits), 0.01), 0.99)
  data.frame(set = k, y = y, a = clip(a), b = clip(b))
})
write(do.call(rbind, sets), "scores.csv")

curve <- function(y, score) roc(y, score, levels = c(0, 1), direction = "<", quiet = TRUE)
compare <- function(a, b, other) {
  ci_a <- as.numeric(ci.auc(a, method = "delong"))
  paired <- roc.test(a, b, method = "delong", paired = TRUE)
  unpaired <- suppressWarnings(roc.test(a, other, method = "delong", paired = FALSE))
  best <- coords(a, "best", best.method = "youden", ret = c("sensitivity", "specificity"), transpose = FALSE)
  one <- nrow(best) == 1
  data.frame(
    auc_a = as.numeric(a$auc), auc_b = as.numeric(b$auc), var_a = var(a, method = "delong"), low_a = ci_a[1],
    high_a = ci_a[3], z = as.numeric(paired$statistic), p = as.numeric(paired$p.value),
    low = paired$conf.int[1], high = paired$conf.int[2],
    unpaired_t = as.numeric(unpaired$statistic), unpaired_df = as.numeric(unpaired$parameter),
    unpaired_p = as.numeric(unpaired$p.value),
    youden_sensitivity = if (one) best$sensitivity else NA_real_,
    youden_specificity = if (one) best$specificity else NA_real_)
}
rows <- lapply(seq_along(sets), function(k) {
  here <- sets[[k]]
  there <- sets[[k %% length(sets) + 1]]
  cbind(set = k, compare(curve(here$y, here$a), curve(here$y, here$b), curve(there$y, there$b)))
})
write(do.call(rbind, rows), "roc.csv")

data(aSAH)
poor <- as.integer(aSAH$outcome == "Poor")
scores <- list(wfns = as.integer(aSAH$wfns), s100b = aSAH$s100b, ndka = aSAH$ndka)
pairs <- list(c("wfns", "s100b"), c("wfns", "ndka"), c("s100b", "ndka"))
write(do.call(rbind, lapply(pairs, function(p) {
  a <- curve(poor, scores[[p[1]]])
  b <- curve(poor, scores[[p[2]]])
  cbind(a = p[1], b = p[2], compare(a, b, b))
})), "asah.csv")

counts <- expand.grid(successes = c(0, 1, 2, 3, 10, 20, 39, 40), total = c(1, 3, 10, 40))
counts <- counts[counts$successes <= counts$total, ]
write(do.call(rbind, lapply(seq_len(nrow(counts)), function(i) {
  k <- counts$successes[i]
  n <- counts$total[i]
  exact <- binom.test(k, n)$conf.int
  score <- suppressWarnings(prop.test(k, n, correct = FALSE)$conf.int)
  exact90 <- binom.test(k, n, conf.level = 0.9)$conf.int
  data.frame(successes = as.integer(k), total = as.integer(n), exact_low = exact[1], exact_high = exact[2],
             wilson_low = score[1], wilson_high = score[2], exact90_low = exact90[1], exact90_high = exact90[2])
})), "proportions.csv")

# Standard errors come from the weights before the last step, so a second fit starts at the maximum.
maximum <- function(...) {
  control <- glm.control(epsilon = 1e-14, maxit = 100)
  first <- glm(..., family = binomial, control = control)
  summary(glm(..., family = binomial, control = control, start = coef(first)))$coefficients
}
write(do.call(rbind, lapply(seq_along(sets), function(k) {
  s <- sets[[k]]
  s$logit <- qlogis(s$a)
  full <- maximum(y ~ logit, data = s)
  shift <- maximum(y ~ offset(logit), data = s)
  data.frame(set = k, intercept = full[1, 1], intercept_error = full[1, 2], slope = full[2, 1],
             slope_error = full[2, 2], in_the_large = shift[1, 1], in_the_large_error = shift[1, 2])
})), "recalibration.csv")

writeLines(c("Rscript tests/golden/make_metrics.R", R.version.string, paste("pROC", packageVersion("pROC"))),
           file.path(out, "provenance_r.txt"))
