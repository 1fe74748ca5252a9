"""One timeline of an account: what was said, asked, paid, decided, and what became of it, newest first."""

from tenure.web.queries.timeline.persons import Person, list_persons
from tenure.web.queries.timeline.reading import FILTERS, Timeline, get_timeline
from tenure.web.queries.timeline.sources import PAGE

__all__ = ["FILTERS", "PAGE", "Person", "Timeline", "get_timeline", "list_persons"]
