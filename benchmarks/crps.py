"""CRPS of 200,000 forecasts of 100 draws: ours against three libraries that others use, on the same array."""

import tempfile
from pathlib import Path

from benchmarks.measure import Figure, Run, best, ours, peers

MAKE = """
import numpy as np, sys
rng = np.random.default_rng(20241231)
np.save(sys.argv[1], rng.negative_binomial(0.5, 0.01, size=(200_000, 100)).astype("float64"))
np.save(sys.argv[2], rng.negative_binomial(0.5, 0.01, size=200_000).astype("float64"))
"""
LIMIT = 6 << 30  # bytes; a peer that needs more is named with that reason
READ = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT}))\n"
READ += "import sys, time, numpy as np; draws, seen = np.load(sys.argv[1]), np.load(sys.argv[2])\n"
TIMED = (
    "start = time.perf_counter(); mean = float(np.mean({call})); print('seconds', time.perf_counter() - start, mean)"
)
OURS = (
    READ
    + "from focalpoint.foresight.scoring import crps_draws\ncrps_draws(draws[:9], seen[:9])\n"
    + TIMED.format(call="crps_draws(draws, seen)")
)
PEERS = {
    "scoringrules (numpy, pwm)": READ
    + "import scoringrules as sr\n"
    + TIMED.format(call='sr.crps_ensemble(seen, draws, estimator="pwm", backend="numpy")'),
    "views-evaluation": READ
    + "from views_evaluation.evaluation.native_metric_calculators import calculate_crps_native as crps\n"
    + TIMED.format(call="crps(seen, draws)"),
    "properscoring": READ + "import properscoring as ps\n" + TIMED.format(call="ps.crps_ensemble(seen, draws)"),
}


def inner(one: Run) -> tuple[float, float]:
    """Return the seconds of the scoring alone (without reading the array) and the mean score."""
    words = next(line.split() for line in one.output.splitlines() if line.startswith("seconds"))
    return float(words[1]), float(words[2])


def figures(shared: Path | None) -> list[Figure]:
    """Time each library on one array; a peer that does not install or run is named with its reason."""
    with tempfile.TemporaryDirectory() as folder:
        arrays = [Path(folder, "draws.npy"), Path(folder, "seen.npy")]
        ours(MAKE, *arrays)
        found = []
        for name, script in PEERS.items():
            try:
                mine, peer = best(3, lambda: ours(OURS, *arrays), lambda script=script: peers(script, *arrays))
            except SystemExit as refused:
                reason = "needs more than 6 GB" if "emory" in str(refused) else str(refused).splitlines()[-1][:120]
                found.append(Figure("crps", f"time of {name} / ours", None, "x", note=reason))
                continue
            (seconds, mean), (theirs, other) = inner(mine), inner(peer)
            ratio = theirs / seconds
            note = f"ours {seconds:.2f} s, theirs {theirs:.2f} s; mean {mean:.4f} and {other:.4f}"
            found.append(Figure("crps", f"time of {name} / ours", ratio, "x", ">= 1", ratio >= 1, note))
        found.append(
            Figure("crps", "peak memory, array included", mine.megabytes, "MB", "< 1024", mine.megabytes < 1024)
        )
    return found
