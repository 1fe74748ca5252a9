"""Texts for people as values: a stable code, an English msgid, its parameters; translated where shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Param = str | int


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence. `template` is a msgid with `%(name)s` places, filled from `params`.

    The params named in `words` are msgids themselves and are translated too.
    """

    code: str
    template: str
    params: Mapping[str, Param] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def text(self, translate: Callable[[str], str] | None = None) -> str:
        """Return the sentence, in English or in what `translate` makes of the template."""
        if translate is None:
            return self.template % dict(self.params)
        filled = {name: translate(str(value)) if name in self.words else value for name, value in self.params.items()}
        return translate(self.template) % filled

    def __str__(self) -> str:
        return self.text()


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: `row` as the person counts (the header is row 1), `column` by its header."""

    file: str = ""
    row: int | None = None
    column: str = ""


class FileError(Exception):
    """The file as a whole cannot be used: what is wrong, where, and what to do about it."""

    def __init__(self, message: Message, hint: Message | None = None, where: Where | None = None) -> None:
        super().__init__(message.code)
        self.message = message
        self.hint = hint or Message("", "")
        self.where = where or Where()

    @property
    def code(self) -> str:
        """Return the stable word that names the kind of error."""
        return self.message.code

    def text(self, translate: Callable[[str], str] | None = None) -> str:
        """Return what is wrong and what to do, in English or translated."""
        return " ".join(part for part in (self.message.text(translate), self.hint.text(translate)) if part)

    def __str__(self) -> str:
        return self.text()
