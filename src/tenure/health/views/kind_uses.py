"""What is computed from each kind of event, for the catalogue of events."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tenure.events.hooks import Use, tell_kind_uses
from tenure.events.log.kinds import logins_among
from tenure.events.queries import get_rollup, log_of
from tenure.health.queries.cards import CurrentCard, current_cards, texts_in
from tenure.health.words import measure_label
from tenure_engine.windows.kinds import API_NAMES, DATA_NAMES, plain_name


@tell_kind_uses
def uses_of_kinds(workspace_id: int) -> Mapping[str, Sequence[Use]]:
    """Return by event name the measures that read this kind and no other, and the scorecards that name it."""
    names = [name for name in get_rollup(workspace_id).kinds if name]
    found: dict[str, list[Use]] = defaultdict(list)
    for name in logins_among(names, log_of(workspace_id).logins):
        found[name].append(_measure("log_ins"))
    for name in names:
        if plain_name(name) in API_NAMES:
            found[name].append(_measure("api_calls"))
        if plain_name(name) in DATA_NAMES:
            found[name].append(_measure("data_held"))
    for current in current_cards(workspace_id):
        for key in dict.fromkeys((key.name, key.of) for key in current.card.needed_keys() if key.of):
            found[key[1]].append(_on_card(current, key[0]))
    return found


def _measure(name: str) -> Use:
    return Use(measure_label(name), f"{reverse('definitions')}#measure-{name}")


def _on_card(current: CurrentCard, measure: str) -> Use:
    values = {"measure": measure_label(measure), "card": texts_in(current.card.label, get_language() or "en")}
    return Use(_("%(measure)s on scorecard %(card)s") % values, f"{reverse('definitions')}#card-{current.name}")
