"""Survey answers as a kind of record."""

from django.utils.translation import gettext_lazy as _

from tenure.accounts.kinds import Field, Problem, RecordKind, register
from tenure.accounts.kinds.base import Values
from tenure.surveys.choices import SCALES, SurveyKind
from tenure.surveys.models import SurveyAnswer
from tenure_engine.words import N_


def prepare(values: Values) -> list[Problem]:
    """A score must lie on the scale of its survey; without a kind it is an NPS answer."""
    kind = values.get("kind") or SurveyKind.NPS
    score = values.get("score")
    low, high = SCALES[kind]
    if score is None or low <= score <= high:
        return []
    text = N_("the score %(value)s does not fit %(kind)s, which runs from %(low)s to %(high)s")
    params = {"value": score, "kind": SurveyKind(kind).value.upper(), "low": low, "high": high}
    return [Problem("score", text, params)]


KIND = register(
    RecordKind(
        name="surveys",
        label=_("Survey answer"),
        label_plural=_("Survey answers"),
        model=SurveyAnswer,
        id_field="answer_id",
        effective="answered_at",
        prepare=prepare,
        icon="message-star",
        columns=("answered_at", "account_id", "kind", "score", "comment"),
        fields=(
            Field("answer_id", "text", _("Answer id"), virtual=True, entered=False),
            Field("account_id", "ref", _("Account"), attr="account", ref="accounts", required=True),
            Field("contact_id", "ref", _("Contact"), attr="contact", ref="contacts"),
            Field("kind", "choice", _("Survey"), choices=tuple(SurveyKind.choices)),
            Field("score", "int", _("Score"), required=True),
            Field("comment", "long_text", _("Comment")),
            Field("answered_at", "datetime", _("Answered"), required=True),
        ),
    )
)
