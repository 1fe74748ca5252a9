"""Who gets through to every route: declared by hand, apart from the code that enforces it.

A new page or operation of the API needs a line here (and, where its address names an object, a sample in
`samples.py`), else the test fails. The people: Alice owns the account, Bob is on her team, Rita reads, Charlie is
elsewhere, Root administers, nobody is signed in.

Outcomes: `in` gets through (whatever the form or body then lacks), `no` is refused for the role (403), `hidden` is
404, `sign` is asked to sign in (a redirect on pages, 401 in the API), `bad` is 422 and changes nothing.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tenure.accounts.kinds import RecordKind, list_kinds

PEOPLE = ("alice", "bob", "rita", "charlie", "root", "nobody")
PUBLIC = ("in", "in", "in", "in", "in", "in")
READERS = ("in", "in", "in", "in", "in", "sign")
WRITERS = ("in", "in", "no", "in", "in", "sign")
ADMINS = ("no", "no", "no", "no", "in", "sign")
LEADERS = ADMINS  # of the six people only Root leads
OF_ACCOUNT = ("in", "in", "in", "hidden", "in", "sign")  # read what hangs on Alice's account
ON_ACCOUNT = ("in", "in", "no", "hidden", "in", "sign")  # change it
NEW_ON_ACCOUNT = ("in", "in", "no", "bad", "in", "sign")  # make something that names it
BROUGHT_BACK = ("in", "hidden", "no", "hidden", "in", "sign")  # undo what Alice removed
OWN = ("in", "hidden", "hidden", "hidden", "in", "sign")  # Alice's own, and the administrators'
OWN_WRITING = ("in", "hidden", "no", "hidden", "in", "sign")
OWN_ONLY = ("in", "hidden", "hidden", "hidden", "hidden", "sign")
OWN_WRITING_ONLY = ("in", "hidden", "no", "hidden", "hidden", "sign")
SHARED = ("in", "no", "no", "hidden", "hidden", "sign")  # Alice's, open to her team, changed by her alone
NOT_THERE = ("hidden", "hidden", "hidden", "hidden", "hidden", "sign")  # no such thing in the samples
NOT_THERE_WRITING = ("hidden", "hidden", "no", "hidden", "hidden", "sign")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a route answers to each of PEOPLE; `method` is the one that is tried."""

    outcomes: tuple[str, ...]
    method: str = "get"
    sample: str = ""  # name of the sample that fills the address and the body
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    upload: str = ""  # the name under which a small file is sent

    def of(self, person: str) -> str:
        """Return the outcome for a person."""
        return self.outcomes[PEOPLE.index(person)]


def posted(outcomes: tuple[str, ...], sample: str = "", **body: Any) -> Rule:
    """A route that only takes POST."""
    return Rule(outcomes, "post", sample, body=body)


PAGES: dict[str, Rule] = {
    "healthz": Rule(PUBLIC),
    "readyz": Rule(PUBLIC),
    "set_language": posted(PUBLIC),
    "openapi-json": Rule(PUBLIC),
    # the frame
    "preferences": posted(READERS),
    "job-progress": Rule(OWN, sample="job"),
    "job-cancel": posted(OWN, "job"),
    "api-reference": Rule(READERS),
    # settings
    "people": Rule(ADMINS),
    "person": Rule(ADMINS, sample="person"),
    "person-invite": Rule(ADMINS),
    "person-close": posted(ADMINS, "person"),
    "person-reopen": posted(ADMINS, "person"),
    "person-key": posted(ADMINS, "person"),
    "teams": Rule(ADMINS),
    "team": Rule(ADMINS, sample="team"),
    "team-delete": posted(ADMINS, "team"),
    "jobs": Rule(READERS),
    "job": Rule(OWN, sample="job"),
    "activity": Rule(ADMINS),
    "me": Rule(READERS),
    "key-make": posted(READERS),
    "key-revoke": posted(OWN_ONLY, "key"),
    # records; for each kind see RECORD_PAGES
    "records": Rule(READERS),
    "account-people": Rule(OF_ACCOUNT, sample="account"),
    "account-person": posted(ON_ACCOUNT, "person_there"),
    "account-solved": Rule(OF_ACCOUNT, sample="account"),
    # today, portfolio, customer
    "today": Rule(READERS),
    "portfolio": Rule(READERS),
    "portfolio-choices": Rule(READERS, sample="choices"),
    "portfolio-values": Rule(READERS),
    "portfolio-change": posted(WRITERS, act="tag_add", tag="pilot", all="1"),
    "portfolio-change-undo": posted(OWN_WRITING_ONLY, "bulk_change"),
    "portfolio-export": posted(READERS, all="1", format="csv"),
    "portfolio-home": posted(READERS, view="mine"),
    "portfolio-views": posted(READERS, name="Ours", query="band=red"),
    "portfolio-view": posted(SHARED, "view", name="Ours"),
    "portfolio-view-move": posted(SHARED, "view", to="left"),
    "portfolio-view-remove": posted(SHARED, "view"),
    "portfolio-view-restore": posted(OWN_ONLY, "view"),
    "search": Rule(READERS),
    "account": Rule(OF_ACCOUNT, sample="account"),
    "account-timeline": Rule(OF_ACCOUNT, sample="account"),
    "account-log": posted(ON_ACCOUNT, "account"),
    "cta": Rule(OF_ACCOUNT, sample="cta"),
    "cta-complete": posted(ON_ACCOUNT, "cta"),
    "cta-assign": posted(ON_ACCOUNT, "cta"),
    "cta-reopen": posted(ON_ACCOUNT, "cta"),
    "cta-snooze": posted(ON_ACCOUNT, "cta", days="7"),
    "cta-wake": posted(ON_ACCOUNT, "cta"),
    "cta-due": posted(ON_ACCOUNT, "cta"),
    "cta-people": Rule(ON_ACCOUNT, sample="cta"),
    "ctas": Rule(READERS),
    "cta-new": Rule(WRITERS),
    # notices: of the person they are for
    "notices": Rule(READERS),
    "notices-bell": Rule(READERS),
    "notices-read": posted(READERS),
    "notice": Rule(OWN_ONLY, sample="notice"),
    "notice-unread": posted(OWN_ONLY, "notice"),
    "notice-settings": Rule(READERS),
    "notice-choices": posted(READERS),
    "digest-preview": Rule(READERS),
    "help": Rule(READERS),
    "guide": Rule(READERS, sample="guide"),
    # alerts: what the rules found, and how they are set
    "alerts": Rule(READERS),
    "alert": Rule(OF_ACCOUNT, sample="alert"),
    "alert-snooze": posted(ON_ACCOUNT, "alert", days="7", note="On holiday"),
    "alert-wake": posted(ON_ACCOUNT, "alert"),
    "alert-rule": Rule(READERS, sample="alert_rule"),
    "alert-rule-set": posted(LEADERS, "alert_rule", is_on="no"),
    "alert-rule-preview": posted(LEADERS, "alert_rule", days="30", hold_days="1"),
    "new-accounts": Rule(WRITERS),
    "new-contacts": Rule(WRITERS),
    "new-contracts": Rule(WRITERS),
    "new-tickets": Rule(WRITERS),
    "new-touchpoints": Rule(WRITERS),
    "new-notes": Rule(WRITERS),
    "new-problems": Rule(WRITERS),
    # imports: of who made them
    "import": Rule(WRITERS),
    "import-batch": Rule(OWN_WRITING, sample="batch"),
    "import-discard": posted(OWN_WRITING, "batch"),
    "import-errors": Rule(OWN_WRITING, sample="batch"),
    "import-mapping": Rule(OWN_WRITING, sample="batch"),
    "import-yaml": Rule(OWN_WRITING, sample="batch_kind"),
    "import-rejects": Rule(OWN_WRITING, sample="batch"),
    "import-correct": posted(OWN_WRITING, "batch_row"),
    "import-run": posted(OWN_WRITING, "batch"),
    "import-undo": posted(OWN_WRITING, "batch"),
    "import-saved": Rule(WRITERS, sample="mapping"),
    "import-saved-delete": posted(WRITERS, "mapping"),  # saved mappings are everybody's
    # revenue: figures of the accounts a person sees
    "exchange-rates": Rule(ADMINS),
    "retention": Rule(READERS),
    "retention-reports": Rule(READERS),
    "retention-account": Rule(OF_ACCOUNT, sample="account"),
    "retention-cohort": Rule(READERS, sample="cohort"),
    "retention-figure": Rule(READERS, sample="figure"),
    "retention-movement": Rule(READERS, sample="movement"),
    "retention-rate": Rule(READERS, sample="rate"),
    "retention-report": Rule(OWN, sample="report"),
    "retention-report-withdraw": posted(OWN_WRITING, "report"),
    # events
    "events": Rule(READERS),
    "event-kind": Rule(NOT_THERE, query={"name": "nothing"}),
    "event-kind-describe": Rule(NOT_THERE_WRITING, query={"name": "nothing"}),
    "quarantine": Rule(READERS),
    "account-events": Rule(OF_ACCOUNT, sample="account"),
    # health
    "definitions": Rule(READERS),
    "score": Rule(OF_ACCOUNT, sample="account"),
    "health": Rule(READERS),
    "health-accounts": Rule(READERS),
    # demo
    "demo": Rule(READERS),
    "demo-load": posted(ADMINS),
    "demo-remove": posted(ADMINS),
}

RECORD_PAGES = (
    "record-list",
    "record",
    "record-new",
    "record-edit",
    "record-delete",
    "record-restore",
    "record-options",
)


def record_page(name: str, kind: RecordKind) -> Rule:
    """Return the rule of a page of records for one kind."""
    scoped = kind.name == "accounts" or kind.hangs_on_account
    rules = {
        "record-list": Rule(READERS),
        "record-new": Rule(WRITERS),
        "record-options": Rule(WRITERS),
        "record": Rule(OF_ACCOUNT if scoped else READERS),
        "record-edit": Rule(ON_ACCOUNT if scoped else WRITERS),
        "record-delete": posted(ON_ACCOUNT if scoped else WRITERS),
        "record-restore": posted(BROUGHT_BACK),
    }
    return rules[name]


def record_operations() -> dict[tuple[str, str], Rule]:
    """Return the rules of the API's operations on records."""
    rules: dict[tuple[str, str], Rule] = {}
    for kind in list_kinds():
        base = f"/api/v1/{kind.name}"
        scoped = kind.name == "accounts" or kind.hangs_on_account
        read, write = (OF_ACCOUNT, ON_ACCOUNT) if scoped else (READERS, WRITERS)
        rules |= {
            ("get", base): Rule(READERS),
            ("post", base): Rule(NEW_ON_ACCOUNT if kind.hangs_on_account else WRITERS),
            ("get", f"{base}/{{record_id}}"): Rule(read),
            ("patch", f"{base}/{{record_id}}"): Rule(write),
            ("delete", f"{base}/{{record_id}}"): Rule(write),
            ("get", f"{base}/{{record_id}}/versions"): Rule(read),
            ("post", f"{base}/{{record_id}}/restore"): Rule(BROUGHT_BACK),
            ("get", f"{base}/by-external-id/{{external_id}}"): Rule(read),
            ("put", f"{base}/by-external-id/{{external_id}}"): Rule(write),
        }
    return rules


PERIOD = {"from": "2026-01-31", "to": "2026-03-31"}
DAYS = {"first": "2026-01-01", "last": "2026-01-31"}
IMPORTS, REVENUE = "/api/v1/imports", "/api/v1/revenue"
CTA = "/api/v1/ctas/{cta_id}"
ALERT, RULE = "/api/v1/alerts/{alert_id}", "/api/v1/alert-rules/{name}"
REST = {"until": (date.today() + timedelta(days=7)).isoformat(), "reason": "On holiday"}
OF_ONE, BULK = "/api/v1/accounts/{account_id}", "/api/v1/portfolio/bulk"
ACCOUNT = "the id of Alice's account"  # in a body
OPERATIONS: dict[tuple[str, str], Rule] = {
    ("get", IMPORTS): Rule(READERS),  # a reader has made none
    ("post", IMPORTS): Rule(WRITERS, "post", body={"kind": "accounts", "dry_run": "true"}, upload="file"),
    ("get", IMPORTS + "/{pk}"): Rule(OWN, sample="batch"),
    ("post", IMPORTS + "/{pk}/run"): Rule(OWN, sample="batch"),
    ("post", IMPORTS + "/{pk}/cancel"): Rule(OWN, sample="batch"),
    ("post", IMPORTS + "/{pk}/undo"): Rule(OWN, sample="batch"),
    ("get", IMPORTS + "/{pk}/rejects"): Rule(OWN, sample="batch"),
    ("post", IMPORTS + "/{pk}/rejects/{reject_id}/correct"): Rule(
        OWN, sample="reject", body={"cells": {"name": "A"}}
    ),
    ("get", REVENUE + "/retention"): Rule(READERS, query=PERIOD),
    ("get", REVENUE + "/movements"): Rule(READERS, query=PERIOD),
    ("get", REVENUE + "/rates"): Rule(READERS, query=PERIOD),
    ("get", REVENUE + "/cohorts"): Rule(READERS, query=PERIOD),
    ("get", REVENUE + "/reports"): Rule(READERS),
    ("post", REVENUE + "/reports"): Rule(WRITERS, query=PERIOD, body={"title": "March"}),
    ("get", REVENUE + "/exchange-rates"): Rule(READERS),
    ("put", REVENUE + "/exchange-rates/{dated_on}"): Rule(ADMINS, sample="dated_on", body={"rates": {"EUR": "1.1"}}),
    ("get", "/api/v1/ctas"): Rule(READERS),
    ("post", "/api/v1/ctas"): Rule(
        NEW_ON_ACCOUNT, body={"account_id": ACCOUNT, "title": "Call", "due_on": REST["until"]}
    ),
    ("get", CTA): Rule(OF_ACCOUNT, sample="cta_id"),
    ("patch", CTA): Rule(ON_ACCOUNT, sample="cta_id", body={"due_on": REST["until"]}),
    ("put", CTA + "/owner"): Rule(ON_ACCOUNT, sample="cta_id", body={"owner_id": None}),
    ("post", CTA + "/snooze"): Rule(ON_ACCOUNT, sample="cta_id", body={"until": REST["until"]}),
    ("delete", CTA + "/snooze"): Rule(ON_ACCOUNT, sample="cta_id"),
    ("post", CTA + "/completion"): Rule(ON_ACCOUNT, sample="cta_id", body={"note": "Called"}),
    ("delete", CTA + "/completion"): Rule(ON_ACCOUNT, sample="cta_id"),
    ("get", "/api/v1/alerts"): Rule(READERS),
    ("get", ALERT): Rule(OF_ACCOUNT, sample="alert_id"),
    ("post", ALERT + "/snooze"): Rule(ON_ACCOUNT, sample="alert_id", body=REST),
    ("delete", ALERT + "/snooze"): Rule(ON_ACCOUNT, sample="alert_id"),
    ("get", "/api/v1/alert-rules"): Rule(READERS),
    ("get", RULE): Rule(READERS, sample="alert_rule"),
    ("patch", RULE): Rule(LEADERS, sample="alert_rule", body={"is_on": False}),
    ("get", RULE + "/preview"): Rule(READERS, sample="alert_rule"),
    ("get", "/api/v1/portfolio"): Rule(READERS, query={"group": "segment"}),
    ("get", "/api/v1/portfolio/columns"): Rule(READERS),
    ("post", BULK): Rule(NEW_ON_ACCOUNT, body={"act": "tag_add", "tag": "autumn", "query": ""}),
    ("get", BULK + "/{change_id}"): Rule(OWN_ONLY, sample="change_id"),
    ("post", BULK + "/{change_id}/undo"): Rule(OWN_ONLY, sample="change_id"),
    ("get", "/api/v1/today"): Rule(READERS),
    ("get", "/api/v1/search"): Rule(READERS, query={"q": "Acme"}),
    ("get", OF_ONE + "/timeline"): Rule(OF_ACCOUNT, sample="account_id"),
    ("put", "/api/v1/portfolio/home"): Rule(READERS, body={"view": "mine"}),
    ("get", "/api/v1/portfolio/views"): Rule(READERS),
    ("post", "/api/v1/portfolio/views"): Rule(READERS, body={"name": "Ours", "query": "band=red"}),
    ("patch", "/api/v1/portfolio/views/{view_id}"): Rule(SHARED, sample="view_id", body={"name": "Ours"}),
    ("delete", "/api/v1/portfolio/views/{view_id}"): Rule(SHARED, sample="view_id"),
    ("post", "/api/v1/portfolio/views/{view_id}/restore"): Rule(OWN_ONLY, sample="view_id"),
    ("get", "/api/v1/events/kinds"): Rule(READERS),
    ("patch", "/api/v1/events/kinds"): Rule(NOT_THERE_WRITING, body={"name": "nothing", "description": "Nothing."}),
    ("get", "/api/v1/events/refused"): Rule(READERS),
    ("get", "/api/v1/measures"): Rule(READERS),
    ("get", "/api/v1/scorecards"): Rule(READERS),
    ("get", "/api/v1/health"): Rule(READERS),
    ("get", "/api/v1/health/base"): Rule(READERS),
    ("get", OF_ONE + "/health"): Rule(OF_ACCOUNT, sample="account_id"),
    ("get", OF_ONE + "/health/history"): Rule(OF_ACCOUNT, sample="account_id", query={"first": "2026-01-01"}),
    ("get", OF_ONE + "/health/movement"): Rule(OF_ACCOUNT, sample="account_id", query={"against": "2026-01-01"}),
    ("get", OF_ONE + "/measures"): Rule(OF_ACCOUNT, sample="account_id"),
    ("get", OF_ONE + "/usage"): Rule(OF_ACCOUNT, sample="account_id", query=DAYS),
    ("get", OF_ONE + "/events"): Rule(OF_ACCOUNT, sample="account_id", query=DAYS),
}
