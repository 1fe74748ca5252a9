"""The form of any kind of record."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenure.accounts.forms.inputs import default_of, initial_of, input_for
from tenure.accounts.kinds import Field, RecordKind, get_kind
from tenure.accounts.models import Account
from tenure.accounts.queries.records import count_versions
from tenure.accounts.queries.references import NotFound, find_by_text, option_text
from tenure.accounts.services.entry import Entry, RecordChanged, enter_record
from tenure.accounts.services.ownership import OWNER_FIELDS
from tenure.foundation.models import Team, User

SPARE_ROWS = 2
MOST_CUSTOM = 60


class RecordForm(forms.Form):
    """Fields from the kind; saving goes through the services, and their problems come back beside the fields."""

    known_at = forms.DateTimeField(
        label=_("Known since"),
        required=False,
        help_text=_("When did we come to know this? Empty means now."),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: RecordKind,
        actor: User,
        record: Any = None,
        account: Account | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.actor = actor
        self.record = record
        self.account = account
        account_id = account.pk if account else getattr(record, "account_id", None)
        for entry in self.entries:
            self.fields[entry.name] = input_for(kind, entry, actor=actor, account_id=account_id)
            self.initial.setdefault(entry.name, self._initial(entry))
        if kind.name == "accounts":
            self._add_team()
            self._add_custom()
        self.order_fields([entry.name for entry in self.entries])
        if record is not None:
            newest = count_versions(workspace_id=record.workspace_id, kind=kind, record_ids=[record.pk])
            self.initial["seen"] = newest.get(record.pk, 0)

    @property
    def entries(self) -> list[Field]:
        """The kind's fields that a person enters."""
        return [entry for entry in self.kind.fields if entry.entered and entry.name != "team"]

    @property
    def main_fields(self) -> Iterator[BoundField]:
        """The record's own fields, in the kind's order."""
        names = [*(entry.name for entry in self.entries), *(["team"] if "team" in self.fields else [])]
        return (self[name] for name in names)

    @property
    def custom_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Pairs of name and value of the custom fields."""
        count = sum(name.startswith("custom_name_") for name in self.fields)
        return [(self[f"custom_name_{row}"], self[f"custom_value_{row}"]) for row in range(count)]

    def clean(self) -> dict[str, Any]:
        """Find what references mean and put values into the types of the kind."""
        cleaned = super().clean() or self.cleaned_data
        self.values: dict[str, Any] = {}
        account_id = getattr(self.record, "account_id", None)
        for entry in sorted(self.entries, key=lambda entry: entry.name != "account_id"):
            if entry.name not in cleaned or entry.type == "person":
                continue
            value = cleaned[entry.name]
            if entry.type == "ref":
                value = self._find(entry, str(value or ""), account_id)
                account_id = value if entry.name == "account_id" else account_id
            self.values[entry.name] = _typed(entry, value)
        if "custom_name_0" in self.fields:
            self.values["custom"] = self._custom(cleaned)
        return cleaned

    def save(self) -> Any | None:
        """Write the record; return it, or None with the problems beside the fields."""
        cleaned = self.cleaned_data
        entry = Entry(
            values=self.values,
            people={name: cleaned.get(name) for name in OWNER_FIELDS if name in self.fields},
            team=cleaned.get("team"),
            sets_team="team" in self.fields and (cleaned.get("team") is not None or self.record is not None),
            known_at=cleaned.get("known_at"),
        )
        expected = cleaned.get("seen") if self.record is not None else None
        try:
            return enter_record(kind=self.kind, actor=self.actor, entry=entry, record=self.record, expected=expected)
        except RecordChanged:
            text = _("Somebody changed this record while you did. Yours is not saved: reload the page to see theirs.")
            self.add_error(None, text)
        except PermissionDenied:
            self.add_error(None, _("You may not write to this customer. Nothing was saved."))
        except ValidationError as error:
            self._add_problems(error)
        return None

    # -- building -----------------------------------------------------------------------------------------------

    def _initial(self, entry: Field) -> Any:
        if entry.type == "person":
            return self._owner(entry)
        if entry.virtual:
            return None
        if self.record is None:
            if entry.name == "account_id" and self.account is not None:
                return option_text(self.account)
            if entry.type == "datetime" and entry.required:
                return timezone.now()
            return self._shown(entry, default_of(self.kind, entry))
        related = getattr(self.record, entry.attr or entry.name) if entry.type == "ref" else None
        return initial_of(entry, self._shown(entry, getattr(self.record, entry.attribute)), related)

    def _shown(self, entry: Field, value: Any) -> Any:
        """What may be unknown besides yes and no is a choice of words."""
        is_words = isinstance(self.fields[entry.name], forms.ChoiceField) and isinstance(value, bool)
        return ("yes" if value else "no") if is_words else value

    def _owner(self, entry: Field) -> Any:
        if self.record is None:
            return self.actor.pk if entry.name == "owner" and not self.actor.is_admin else None
        return next((own.user_id for own in self.record.owners.all() if own.role == OWNER_FIELDS[entry.name]), None)

    def _add_team(self) -> None:
        teams = Team.objects.filter(workspace_id=self.actor.workspace_id)
        if not self.actor.is_admin:
            mine = teams.filter(members=self.actor)
            current = teams.filter(pk=getattr(self.record, "team_id", None))
            teams = (mine | current).distinct()
        team = forms.ModelChoiceField(teams, required=False, label=_("Team"), empty_label=str(_("No team")))
        self.fields["team"] = team
        self.initial["team"] = self.record.team_id if self.record else self.actor.teams.first()

    def _add_custom(self) -> None:
        current: Mapping[str, Any] = self.record.custom if self.record else {}
        self._given_custom = dict(current)
        count = min(len(current) + SPARE_ROWS, MOST_CUSTOM)
        names = [*current, *([""] * SPARE_ROWS)][:count]
        for row, name in enumerate(names):
            self.fields[f"custom_name_{row}"] = forms.CharField(max_length=120, required=False, label=_("Name"))
            self.fields[f"custom_value_{row}"] = forms.CharField(max_length=2000, required=False, label=_("Value"))
            self.initial[f"custom_name_{row}"] = name
            self.initial[f"custom_value_{row}"] = "" if name == "" else str(current[name])

    # -- reading ------------------------------------------------------------------------------------------------

    def _find(self, entry: Field, text: str, account_id: int | None) -> int | None:
        if not text.strip():
            return None
        try:
            found = find_by_text(kind=get_kind(entry.ref), actor=self.actor, text=text, account_id=account_id)
        except NotFound as error:
            self.add_error(entry.name, str(error))
            return None
        return int(found.pk)

    def _custom(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The custom fields as entered; a value that was not touched keeps its type."""
        custom: dict[str, Any] = {}
        for row in range(sum(name.startswith("custom_name_") for name in self.fields)):
            name = str(cleaned.get(f"custom_name_{row}") or "").strip()
            value = cleaned.get(f"custom_value_{row}") or ""
            if name and (value or name in self._given_custom):
                before = self._given_custom.get(name)
                custom[name] = before if before is not None and str(before) == value else value
        for name in [*self._given_custom][MOST_CUSTOM:]:
            custom[name] = self._given_custom[name]
        return custom

    def _add_problems(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            known = name in self.fields and name != NON_FIELD_ERRORS
            self.add_error(name if known else None, errors)  # type: ignore[arg-type]


def _typed(entry: Field, value: Any) -> Any:
    if value in (None, ""):
        return None
    if entry.type == "bool":
        return value if isinstance(value, bool) else value == "yes"
    if entry.type == "tags":
        return [part.strip() for part in str(value).replace("，", ",").split(",") if part.strip()]
    return value
