from typing import Any

import pytest

from tenure.accounts.models import Account
from tenure.foundation.jobs import run_now
from tenure.foundation.models import Job, User
from tenure.integrations.demo import jobs
from tenure.integrations.demo.queries import demo_password, find_demo
from tenure.integrations.demo.services import load_demo
from tenure.integrations.demo.types import DemoCompany

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_health")]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, loadable: DemoCompany) -> None:
    """Let the job load the small company."""
    monkeypatch.setattr(jobs, "generate", lambda *_: loadable)


def test_an_administrator_loads_and_removes_the_demo_with_one_click_each(cast: Any, client: Any, quick: None) -> None:
    client.force_login(cast.root)
    assert "软件公司（中文）" in client.get("/demo/").content.decode()
    assert client.post("/demo/load/", {"demo": "saas-zh"}).status_code == 302
    job = Job.objects.get(kind="demo.load")
    assert f"job-{job.pk}" in client.get("/demo/").content.decode()
    client.post("/demo/load/", {"demo": "saas-zh"})
    assert Job.objects.filter(kind="demo.load").count() == 1
    assert run_now(job).state == "done"
    shown = client.get("/demo/").content.decode()
    assert "苏州澄岚物流" in shown
    assert demo_password() in shown
    client.post("/demo/load/", {"demo": "saas-zh"})
    assert Job.objects.filter(kind="demo.load").count() == 1
    client.post("/demo/remove/")
    assert run_now(Job.objects.get(kind="demo.remove")).state == "done"
    assert Account.objects.count() == 0
    assert User.objects.count() == 5


def test_a_loading_that_is_cancelled_leaves_nothing(cast: Any, client: Any, quick: None) -> None:
    client.force_login(cast.root)
    client.post("/demo/load/", {"demo": "saas-zh"})
    job = Job.objects.get(kind="demo.load")
    Job.objects.filter(pk=job.pk).update(cancel_requested_at=job.created_at)
    job.refresh_from_db()
    assert run_now(job).state == "cancelled"
    assert find_demo(cast.workspace) is None
    assert Account.objects.count() == 0
    assert User.objects.count() == 5


def test_others_read_the_stories_of_what_they_may_see_and_change_nothing(
    cast: Any, client: Any, loadable: DemoCompany
) -> None:
    load_demo(company=loadable, password=demo_password(), progress=lambda text: None, workspace=cast.workspace)
    client.force_login(cast.rita)
    shown = client.get("/demo/").content.decode()
    assert "悄悄流失的客户" in shown
    assert f"/accounts/{Account.objects.get(name='苏州澄岚物流').pk}/" not in shown
    assert demo_password() not in shown
    for address in ("/demo/load/", "/demo/remove/"):
        assert client.post(address, {"demo": "saas-en"}).status_code == 403
    assert client.get("/demo/remove/").status_code in (403, 405)
    assert Account.objects.exists()


def test_strangers_see_nothing(client: Any, db: None) -> None:
    assert client.get("/demo/").status_code == 302
