"""What a person is told after doing something, with the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest


def done(request: HttpRequest, text: Any, *, undo: str = "") -> None:
    """Say that something was done; `undo` is an address that takes it back by POST."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")


def failed(request: HttpRequest, text: Any) -> None:
    """Say that something was not done, what was kept, and what to do."""
    messages.error(request, text)
