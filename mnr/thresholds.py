"""Which counts of people an edition tells, from the environment: docs/disclosure-control.md."""

from mnr import env

MODES = ("suppress", "round")
LEAST, MOST = 5, 1000  # never below: security/threats.md T14


def editions() -> dict[str, dict]:
    """{edition: its rules}. The public's are the committee's where nothing else is set."""
    committee = _rules("MNR_", {"threshold": 5, "threshold_below_national": 10, "mode": MODES[0]})
    return {"committee": committee, "public": _rules("MNR_PUBLIC_", committee)}


def _rules(prefix, usual) -> dict:
    national = env.env_int(f"{prefix}THRESHOLD", usual["threshold"], low=LEAST, high=MOST)
    regions = max(national, usual["threshold_below_national"])
    return {
        "threshold": national,
        "threshold_below_national": env.env_int(
            f"{prefix}THRESHOLD_REGIONS", regions, low=national, high=MOST
        ),
        "mode": env.env_str(f"{prefix}SMALL_COUNTS", usual["mode"], choices=MODES),
    }
