"""An update of the police, written and reviewed through the services, and the people around it."""

from mnr.models import EvidenceCheck
from mnr.roles import Role
from mnr.services import assessments, updates
from mnr.services.assessments import Answered
from tests import factories


class Reviewed:
    """Each step returns the whole again. `past` is what stood in the accepted update before."""

    def __init__(self, **past):
        self.police = factories.organisation("National Police", short_name="Police")
        factories.assignment(self.police, 4)
        self.agent = factories.person(Role.AGY, organisation=self.police)
        justice = factories.organisation("Ministry of Justice", short_name="Justice")
        self.lead = factories.person(Role.DOM, organisation=justice, domain="criminal_justice")
        self.secretary = factories.person(Role.SEC)
        if past:
            before = factories.period("2026-Q2")
            author = past.pop("organisation", self.police)
            factories.update("accepted", before, 4, author, lead=False, **past)
            factories.enter(before, "closed")
        self.period = factories.period("2026-Q3")
        self.update = updates.start_update(
            period=self.period,
            capability=EvidenceCheck.objects.get(code="4.1").capability,
            organisation=self.police,
            by=self.agent,
        )

    def write(self, **values):
        base = {"confidence": "on_track", "achievements": "The unit has ten officers."}
        self.update = updates.save_update(
            update=self.update,
            version=self.update.version,
            values=base | values,
            by=self.agent,
        )
        return self

    def assess(self, in_use=1, answer="partly", **reasons):
        checks = EvidenceCheck.objects.filter(capability=self.update.capability)
        self.update = assessments.save_assessment(
            update=self.update,
            version=self.update.version,
            values={"in_place": 2, "in_use": in_use, "departure_reason": "Staff were moved."}
            | reasons,
            answers={check.pk: Answered(answer) for check in checks},
            by=self.agent,
        )
        return self

    def step(self, service, by, **values):
        self.update = service(update=self.update, version=self.update.version, by=by, **values)
        return self

    def send(self):
        return self.step(updates.submit_update, self.agent)

    def endorse(self):
        return self.step(updates.endorse_update, self.lead)

    def send_back(self, reason="Say where the unit works."):
        return self.step(updates.return_update, self.lead, reason=reason)
