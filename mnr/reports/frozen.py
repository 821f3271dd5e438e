"""A snapshot's content, looked up by number, key and id. The only input of a report."""

import unicodedata
from datetime import date, datetime

from django.utils.translation import gettext as _

from mnr.figures import keeping
from mnr.models import Snapshot
from mnr.reports.edition import Reference
from mnr.services import snapshots
from mnr.services.errors import Refused

LONGEST_CONTENT = 20_000_000  # characters; ten years with forty organisations take two million
KEPT_CONTROLS = "\n\t"


class Frozen:
    """The content of a snapshot, and the documents that it refers to, numbered as they come up."""

    def __init__(self, content: dict, digest: str, figures: dict | None = None):
        self.content = content
        self.digest = digest
        self.figures = figures  # of indicators, after disclosure control; None of old snapshots
        self.capabilities = {row["number"]: row for row in content["framework"]["capabilities"]}
        self.enablers = {row["key"]: row["title"] for row in content["framework"]["enablers"]}
        self._organisations = {row["id"]: row for row in content["organisations"]}
        self._documents: dict[str, tuple[dict, set[int]]] = {}

    @classmethod
    def of(cls, snapshot: Snapshot):
        """Read a snapshot; refuses one that was altered or is too long to print."""
        if len(snapshot.content) > LONGEST_CONTENT:
            raise Refused(
                _("The snapshot holds more text than a report can: %(million)s million characters.")
                % {"million": len(snapshot.content) // 1_000_000}
            )
        try:
            content = snapshots.read(snapshot)
        except ValueError as error:
            raise Refused(
                _(
                    "The snapshot does not have its digest: it was altered after it was frozen. "
                    "No report is made from it. Tell the auditor."
                )
            ) from error
        return cls(readable(content), snapshot.digest, readable(keeping.told(snapshot, content)))

    @property
    def regions(self):
        """{code: name} of the country's regions."""
        rows = self.content.get("indicators", {}).get("regions", [])
        return {row["code"]: row["name"] for row in rows}

    @property
    def period(self):
        return self.content["period"]["code"]

    @property
    def periods(self):
        """Codes of the periods with levels, oldest first; the last one is this one."""
        rows = self.content["capabilities"]
        earlier = [row["period"] for row in max((row["levels"] for row in rows), key=len)]
        return (*earlier, self.period)

    def organisation(self, key):
        """The full name of an organisation."""
        return self._organisations[key]["name"]

    def short_name(self, key):
        row = self._organisations[key]
        return row["short_name"] or row["name"]

    def refer(self, documents, capability):
        """The numbers of these documents in this report's list."""
        for document in documents:
            self._documents.setdefault(document["id"], (document, set()))[1].add(capability)
        places = list(self._documents)
        return tuple(sorted(places.index(document["id"]) + 1 for document in documents))

    def references(self):
        """The list of documents, in the order in which they came up."""
        return tuple(
            Reference(
                number=number,
                title=document["title"],
                publisher=document["publisher"],
                dated_on=day(document["dated_on"]),
                url=document["url"],
                registry_number=document["registry_number"],
                valid_from=day(document["valid_from"]),
                valid_until=day(document["valid_until"]),
                capabilities=tuple(sorted(capabilities)),
            )
            for number, (document, capabilities) in enumerate(self._documents.values(), start=1)
        )


def day(text):
    """A date from its text, if there is one."""
    return date.fromisoformat(text) if text else None


def moment(text):
    """A moment from its text, if there is one."""
    return datetime.fromisoformat(text) if text else None


def readable(value):
    """The content without characters that print as nothing or turn the reading direction round."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign in KEPT_CONTROLS or _prints(sign))
    if isinstance(value, list):
        return [readable(item) for item in value]
    if isinstance(value, dict):
        return {key: readable(item) for key, item in value.items()}
    return value


def _prints(sign):
    # Cc controls, Cs lone surrogates, Co private use; of the format characters (Cf) only joiners
    category = unicodedata.category(sign)
    return category not in ("Cc", "Cs", "Co") and (category != "Cf" or sign in "\u200c\u200d\u00ad")
