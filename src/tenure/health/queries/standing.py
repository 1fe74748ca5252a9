"""Where an account stands among the customers that the same scorecard judges, measure by measure."""

import numpy as np

from tenure.health.queries.explanations import CARD, CUSTOMER, Told, day_files
from tenure_engine.measures import Direction, get_measure

FEWEST = 10


def standings_of(told: Told) -> dict[str, float]:
    """Return for each key the share of the other customers whose value is healthier; from the kept day.

    Empty where the day is not kept. A measure known of fewer than ten others is left out.
    """
    kept = day_files(told.account.workspace_id).read(told.day) if told.is_stored else None
    if kept is None:
        return {}
    peers = (kept.columns[CARD] == told.card.version_id) & (kept.columns[CUSTOMER] > 0)
    peers &= kept.accounts != told.account.pk
    found = {}
    for row in told.explanation.rows:
        column = kept.columns.get(str(row.key)) if row.key is not None else None
        if column is None or row.key is None or row.value is None:
            continue
        values = column[peers & ~np.isnan(column)]
        if len(values) >= FEWEST:
            is_higher_better = get_measure(row.key.name).direction is Direction.HIGHER
            healthier = values > row.value if is_higher_better else values < row.value
            found[str(row.key)] = float(healthier.mean())
    return found
