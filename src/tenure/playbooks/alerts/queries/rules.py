"""How a workspace has set the rules."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from tenure.playbooks.models import AlertRule
from tenure_engine.alerts import AlertError, Parameters, Rule, all_rules, get_rule


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A rule of the engine as a workspace has set it; `row` is None where nobody touched it yet."""

    rule: Rule
    is_on: bool
    parameters: Parameters
    row: AlertRule | None

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    @property
    def is_as_shipped(self) -> bool:
        """Whether all parameters are those shipped."""
        return dict(self.parameters) == dict(self.rule.defaults())


def list_rules(workspace_id: int) -> list[RuleSetting]:
    """Return every rule with its setting, by name."""
    rows = {row.name: row for row in AlertRule.objects.filter(workspace_id=workspace_id).select_related("changed_by")}
    return [_setting(rule, rows.get(name)) for name, rule in all_rules().items()]


def get_setting(workspace_id: int, name: str) -> RuleSetting:
    """Return one rule with its setting. Raises AlertError for a name that is none."""
    rule = get_rule(name)
    row = AlertRule.objects.filter(workspace_id=workspace_id, name=name).select_related("changed_by").first()
    return _setting(rule, row)


def _setting(rule: Rule, row: AlertRule | None) -> RuleSetting:
    if row is None:
        return RuleSetting(rule, True, rule.defaults(), None)
    try:
        parameters = rule.read(row.parameters)
    except AlertError:  # a release narrowed what can be set: what no longer suits counts as shipped
        parameters = _what_still_suits(rule, row.parameters)
    return RuleSetting(rule, row.is_on, parameters, row)


def _what_still_suits(rule: Rule, given: Mapping[str, object]) -> Parameters:
    kept: dict[str, object] = {}
    for name, value in given.items():
        try:
            rule.read({name: value})
        except AlertError:
            continue
        kept[name] = value
    return rule.read(kept)


def digest_of(parameters: Mapping[str, object]) -> str:
    """Return what stands for a set of parameters."""
    return sha256(json.dumps(dict(parameters), sort_keys=True).encode()).hexdigest()
