"""What happens by itself, and how often: the scheduler rings, the workers do it."""

HOURLY = (
    "mnr.services.trail_watch.daily",  # does its work once a day
    "mnr.services.sessions.tidy",
    "mnr.services.releases.tidy",
    "mnr.services.create_keys.tidy",
    "mnr.registers.imports.tidy",
    "mnr.registers.term_counts.count",
    "mnr.services.periods.open_due",
    "mnr.services.hand_overs.open_for_ran_out",
    "mnr.services.tokens.look_after",
)
# `expires`: bells rung while no worker listened are not rung again.
SCHEDULE = {
    "dispatch": {"task": "mnr.services.jobs.dispatch", "schedule": 5, "options": {"expires": 5}},
    **{task: {"task": task, "schedule": 3600, "options": {"expires": 3600}} for task in HOURLY},
}
