#!/usr/bin/env Rscript
# Writes survival_*_r.csv: curves (survfit), medians and log-rank tests (survdiff) of R's survival package, for its
# published data sets aml, ovarian and lung, and for random data (survival_data.csv).
# Rscript tests/golden/make_survival.R      (R 4.2.2, survival 3.5-3)

suppressMessages(library(survival))
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
number <- function(v) ifelse(is.na(v), "nan", sprintf("%.17g", v))
write <- function(name, lines) {
  file <- file(file.path(here, name), "wb")
  writeLines(lines, file)
  close(file)
}
data <- "set,time,event,group"
curves <- "set,interval,group,time,at_risk,events,censored,survival,standard_error,lower,upper"
medians <- "set,interval,group,subjects,events,median,lower,upper"
tests <- "set,group,subjects,observed,expected,chi_square,df,p"

describe <- function(name, time, event, group, kinds) {
  d <- data.frame(time = time, event = event, group = group)
  d <- d[!is.na(d$group), ]
  for (kind in kinds) for (g in sort(unique(d$group))) {
    fit <- survfit(Surv(time, event) ~ 1, data = d[d$group == g, ], conf.type = kind)
    s <- summary(fit, censored = TRUE)
    curves <<- c(curves, paste(name, kind, g, number(s$time), s$n.risk, s$n.event, s$n.censor, number(s$surv),
                               number(s$std.err), number(s$lower), number(s$upper), sep = ","))
    t <- s$table
    limits <- grep("LCL|UCL", names(t))
    medians <<- c(medians, paste(name, kind, g, t["records"], t["events"], number(t["median"]), number(t[limits[1]]),
                                 number(t[limits[2]]), sep = ","))
  }
  if (length(unique(d$group)) < 2) return(invisible())
  r <- survdiff(Surv(time, event) ~ group, data = d)
  df <- sum(r$exp > 0) - 1
  tests <<- c(tests, paste(name, sort(unique(d$group)), r$n, number(r$obs), number(r$exp), number(r$chisq), df,
                           number(pchisq(r$chisq, df, lower.tail = FALSE)), sep = ","))
}
describe("aml", aml$time, aml$status, as.integer(aml$x != "Maintained"), "log")
describe("ovarian", ovarian$futime, ovarian$fustat, ovarian$rx - 1, "log")
describe("lung", lung$time, lung$status - 1, lung$sex - 1, "log")
describe("lung_ecog", lung$time, lung$status - 1, lung$ph.ecog, "log")
set.seed(77)
for (i in 1:12) {
  n <- sample(6:40, 1)
  k <- sample(1:4, 1)
  group <- c(0:(k - 1), sample(0:(k - 1), n - k, replace = TRUE))
  time <- round(rexp(n, 0.05 * (1 + group)), sample(0:2, 1))
  event <- rbinom(n, 1, sample(c(0.3, 0.6, 1), 1))
  event[1] <- 1
  name <- paste0("random", i)
  data <- c(data, paste(name, number(time), event, group, sep = ","))
  describe(name, time, event, group, "log")
}
write("survival_data.csv", data)
write("survival_curves_r.csv", curves)
write("survival_medians_r.csv", medians)
write("survival_logrank_r.csv", tests)
