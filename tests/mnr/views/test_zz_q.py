import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from mnr.models import Enabler, Evidence
from mnr.roles import Role
from mnr.services import updates as services
from tests import factories
pytestmark = pytest.mark.django_db
def test_q(client):
    u=factories.update(); w=factories.person(Role.AGY, organisation=u.organisation)
    for i in range(5):
        Evidence.objects.create(organisation=u.organisation,title=f"t{i}",publisher="p",dated_on=factories.ago(3),registry_number="1")
    services.save_update(update=u,version=u.version,values={},obstacles=[(f"O{n}",Enabler.objects.first()) for n in range(5)],evidence=list(Evidence.objects.all()),by=w)
    factories.assessment(u); client.force_login(w)
    for p in ("update_edit","update_check","update_detail","update_assessment"):
        with CaptureQueriesContext(connection) as c: client.get(reverse(p,args=[u.pk]))
        print(p,len(c))
        for q in c: print("   ",q["sql"][:60].replace('"',''), "...", q["sql"].split(" FROM ")[-1][:140].replace('"',''))
    with CaptureQueriesContext(connection) as c: client.get(reverse("evidence_list"))
    print("ev",len(c))
