"""What follows from the demo's data: health of the last year, the calls to action; and forgetting them again."""

from collections.abc import Callable

from tenure.accounts.models import Account
from tenure.foundation.jobs import enqueue
from tenure.foundation.models import User, Workspace
from tenure.health.choices import Origin
from tenure.health.models import Scorecard, ScorecardVersion
from tenure.health.queries.cards import shipped_definitions
from tenure.health.services import bring_up_to_date, ensure_scorecards, forget_history, reopen_days, save_scorecard
from tenure.integrations.demo.types import DemoCompany
from tenure.integrations.models import ImportBatch
from tenure.playbooks.alerts.services import raise_alerts
from tenure.playbooks.services.health_calls import open_health_calls

_SAY_EVERY_DAYS = 90
_CARDS = {"saas": "saas", "robots": "hardware"}


def compute_health(*, workspace: Workspace, progress: Callable[[str], None]) -> None:
    """Compute measures and scores of the last year's days, and open what they call for."""
    said = 0

    def tell(done: int, total: int) -> None:
        nonlocal said
        if done - said >= _SAY_EVERY_DAYS or (done == total and done > said):
            said = done
            progress(f"health of {done} of {total} days")

    bring_up_to_date(workspace=workspace, progress=tell)
    called = open_health_calls(workspace=workspace)
    raised = raise_alerts(workspace=workspace)
    progress(f"{raised.opened} alerts, {called.opened + raised.called} calls to action")


def choose_card(*, batch: ImportBatch, company: DemoCompany) -> None:
    """Take the scorecard that fits the company into use, where the workspace is the demo's alone."""
    if batch.options["former"] or batch.options["made_workspace"]:
        ensure_scorecards(workspace=batch.workspace)
        leader = User.objects.get(email__iexact=company.users[0].email)
        for name, definition in shipped_definitions().items():
            if name in _CARDS.values():
                save_scorecard(actor=leader, definition=definition, is_active=name == _CARDS[company.key])


def forget_health(*, workspace: Workspace) -> None:
    """Drop the history where no account is left; else have it computed again, for averages have changed."""
    if Account.objects.filter(workspace=workspace).exists():
        reopen_days(workspace_id=workspace.pk)
        enqueue("health.compute", actor=None, workspace=workspace)
        return
    forget_history(workspace_id=workspace.pk)
    edited = ScorecardVersion.objects.exclude(origin=Origin.SHIPPED).values("scorecard")
    shipped = Scorecard.objects.filter(workspace=workspace, name__in=_CARDS.values()).exclude(pk__in=edited)
    shipped.delete()  # they come again, each as it was shipped, with the first data
