"""Facts: who listens to which activity. Higher domains react in their handlers.py; lower ones do not know them."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)
Handler = Callable[[Any], None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def on(verb: str) -> Callable[[Handler], Handler]:
    """Register a function to be called with the activity row of a fact, after its commit."""

    def register(handler: Handler) -> Handler:
        if handler not in _handlers[verb]:
            _handlers[verb].append(handler)
        return handler

    return register


def is_heard(verb: str) -> bool:
    """Return whether anybody listens to a fact."""
    return bool(_handlers.get(verb))


def publish(activity: Any) -> None:
    """Call every handler of an activity; one that fails is logged and does not stop the others."""
    for handler in _handlers.get(activity.verb, ()):
        try:
            handler(activity)
        except Exception:
            logger.exception("handler %s failed on %s", handler.__qualname__, activity.verb)
