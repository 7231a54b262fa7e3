"""How many rare events to expect in the whole world, when they are too few to distinguish States."""

from dataclasses import dataclass

from scipy.stats import gamma, nbinom

from focalpoint.reference.errors import FocalpointError

# Jeffreys' prior of a Poisson rate: half an event in no time.
PRIOR_EVENTS = 0.5


class NoRecord(FocalpointError):
    """A rate cannot be learnt from no time at all."""


@dataclass(frozen=True)
class Pooled:
    """Rate and count of events, each with its interval."""

    rate: float
    rate_low: float
    rate_high: float
    expected: float
    count_low: float
    count_high: float


def pooled(events: int, exposure: float, ahead: float, level: float) -> Pooled:
    """Gamma-Poisson forecast of a count from a count.

    ``rate ~ Gamma(events + 1/2, exposure)``; the number of events in ``ahead`` is then negative binomial.

    Parameters
    ----------
    events : seen in the past.
    exposure : how long, or how many State-windows, they were watched for; above 0.
    ahead : how much of the same lies ahead.
    level : share of probability inside the intervals.

    Returns
    -------
    Pooled : rate for one unit of exposure and expected number ahead, with the interval of the rate (what is not known
    of it) and of the number (which chance adds to).

    Raises
    ------
    NoRecord : no exposure.

    References
    ----------
    Jeffreys (1946), Proc. R. Soc. A 186; Gelman et al. (2013), Bayesian Data Analysis, 2.6. Assumes a steady rate.

    Examples
    --------
    >>> found = pooled(10, 20.0, 2.0, 0.9)
    >>> found.rate, found.expected, found.count_low, found.count_high
    (0.525, 1.05, 0.0, 3.0)
    """
    if exposure <= 0:
        raise NoRecord("There is no record to learn a rate from.", todo="Add the yearly record of one-sided violence.")
    shape, tails = events + PRIOR_EVENTS, ((1 - level) / 2, (1 + level) / 2)
    low, high = gamma.ppf(tails, shape, scale=1 / exposure)
    few, many = nbinom.ppf(tails, shape, exposure / (exposure + ahead))
    rate = shape / exposure
    return Pooled(rate, float(low), float(high), rate * ahead, float(few), float(many))
