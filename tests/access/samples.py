"""One object of each sort, of the account that Alice owns or made by Alice."""

from datetime import UTC, date, datetime
from typing import Any

from tenure.accounts.kinds import get_kind, list_kinds
from tenure.accounts.models import ExternalId
from tenure.accounts.services.removal import remove_record
from tenure.accounts.tests.examples import make_example
from tenure.foundation.models import Job
from tenure.foundation.services import create_token
from tenure.integrations.choices import BatchState
from tenure.integrations.models import ImportBatch, ImportStep, RejectedRow, SavedMapping
from tenure.integrations.services.batches import propose_for, set_steps, upload_file
from tenure.notices.models import Notice
from tenure.playbooks.alerts.queries.rules import digest_of, get_setting
from tenure.playbooks.models import Alert, AlertPreview, Cta
from tenure.revenue.queries.criteria import Criteria
from tenure.revenue.services import report_retention
from tenure.web.services.bulk import plan_bulk
from tenure.web.services.portfolio_views import save_view


class Samples:
    """The world that the routes are tried in."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.account = cast.account("Acme")
        self.records: dict[str, Any] = {"accounts": self.account}
        self.removed: dict[str, int] = {}
        for kind in list_kinds():
            if kind.name != "accounts":
                self.records[kind.name] = make_example(kind.name, cast, self.account)
            gone = make_example(kind.name, cast, self.account)
            self.removed[kind.name] = gone.pk
            remove_record(kind=get_kind(kind.name), actor=cast.alice, record=gone)
            ExternalId.objects.create(
                workspace=cast.workspace, kind=kind.name, value="X-1", record_id=self.records[kind.name].pk
            )
        self.named = {
            "account": {"pk": self.account.pk},
            "person": {"pk": cast.bob.pk},
            "person_there": {"pk": self.account.pk, "contact_id": self.records["contacts"].pk},
            "team": {"pk": cast.south.pk},
            "job": {"pk": Job.objects.create(workspace=cast.workspace, actor=cast.alice, kind="import.run").pk},
            "key": {"pk": create_token(actor=cast.alice, name="Sync")[0].pk},
            "cohort": {"year": 2026, "month": 1, "age": 1},
            "figure": {"name": "nrr"},
            "guide": {"slug": "import"},
            "movement": {"year": 2026, "month": 2, "name": "new"},
            "rate": {"name": "renewal_rate_count"},
            "account_id": {"account_id": self.account.pk},
            "dated_on": {"dated_on": "2026-01-01"},
            **self._of_playbooks(),
            **self._of_imports(),
            **self._of_revenue(),
            **self._of_portfolio(),
        }

    def _of_playbooks(self) -> dict[str, dict[str, Any]]:
        cta = Cta.objects.create(
            workspace=self.cast.workspace, account=self.account, reason="health", due_on=date(2026, 6, 1)
        )
        alert = Alert.objects.create(
            workspace=self.cast.workspace,
            account=self.account,
            rule="no_touch",
            severity="medium",
            since_on=date(2026, 3, 1),
            opened_on=date(2026, 3, 1),
            looked_on=date(2026, 3, 5),
            evidence={"quiet": 61.0},
            parameters={"days": 60, "hold_days": 1},
            threshold=60.0,
            known_at=datetime(2026, 3, 2, tzinfo=UTC),
            cta=cta,
        )
        self._preview()
        data = {"cta": cta.pk, "by": "Bob"}
        notice = Notice.objects.create(
            workspace=self.cast.workspace,
            person=self.cast.alice,
            kind="cta-assigned",
            key="cta-assigned:1",
            account=self.account,
            data=data,
        )
        return {
            "cta": {"pk": cta.pk},
            "cta_id": {"cta_id": cta.pk},
            "notice": {"pk": notice.pk},
            "alert": {"pk": alert.pk},
            "alert_id": {"alert_id": alert.pk},
            "alert_rule": {"name": "no_touch"},
        }

    def _preview(self) -> None:
        found = {"first": "2025-03-06", "episodes": [], "customers": [], "left": [], "renewed": []}
        parameters = get_setting(self.cast.workspace.pk, "no_touch").parameters
        AlertPreview.objects.create(
            workspace=self.cast.workspace,
            rule="no_touch",
            digest=digest_of(parameters),
            parameters=dict(parameters),
            day=date(2026, 3, 5),
            knowledge="then",
            found=found,
        )

    def _of_imports(self) -> dict[str, dict[str, Any]]:
        alice = self.cast.alice
        batch = upload_file(actor=alice, file_name="accounts.csv", blocks=[b"account_id,name\nA-1,Kite\n"])
        mapping = propose_for(batch, "accounts").best.mapping
        set_steps(batch=batch, mappings=[mapping])
        step = ImportStep.objects.get(batch=batch)
        reject = RejectedRow.objects.create(step=step, row=2, cells={"account_id": "A-1", "name": ""})
        saved = SavedMapping.objects.create(
            workspace=self.cast.workspace, made_by=alice, name="Mine", kind="accounts", text=step.mapping
        )
        ImportBatch.objects.update(state=BatchState.DONE)
        return {
            "batch": {"pk": batch.pk},
            "batch_kind": {"pk": batch.pk, "kind": "accounts"},
            "batch_row": {"pk": batch.pk, "row": reject.pk},
            "reject": {"pk": batch.pk, "reject_id": reject.pk},
            "mapping": {"pk": saved.pk},
        }

    def _of_revenue(self) -> dict[str, dict[str, Any]]:
        criteria = Criteria(date(2026, 1, 31), date(2026, 3, 31))
        report = report_retention(actor=self.cast.alice, criteria=criteria, title="First quarter")
        return {"report": {"pk": report.pk}}

    def _of_portfolio(self) -> dict[str, dict[str, Any]]:
        view = save_view(actor=self.cast.alice, name="Red", query="band=red", team=self.cast.north)
        change = plan_bulk(actor=self.cast.alice, kind="tag_add", accounts=[self.account.pk], params={"tag": "pilot"})
        return {
            "choices": {"part": "columns"},
            "view": {"pk": view.pk},
            "view_id": {"view_id": view.pk},
            "bulk_change": {"pk": change.pk},
            "change_id": {"change_id": change.pk},
        }
