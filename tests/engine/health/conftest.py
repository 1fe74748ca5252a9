"""A small card."""

import pytest

from tenure_engine.health.cards import Scorecard
from tenure_engine.health.reading import read_card

SMALL = {
    "name": "small",
    "bands": {"green": 70, "amber": 45},
    "groups": {
        "effect": {
            "weight": 60,
            "measures": [
                {"measure": "active_days", "window": 30, "weight": 2, "points": [[0, 0], [20, 100]]},
                {
                    "measure": "log_ins",
                    "window": 14,
                    "use": "trend",
                    "weight": 1,
                    "points": [[-1, 0], [0, 100]],
                },
            ],
        },
        "experience": {
            "weight": 40,
            "measures": [{"measure": "open_tickets", "weight": 1, "points": [[0, 100], [10, 0]]}],
        },
    },
    "caps": [{"measure": "open_urgent_tickets", "at_least": 1, "limit": 60}],
}


@pytest.fixture
def small() -> Scorecard:
    """The small card."""
    return read_card(SMALL)
