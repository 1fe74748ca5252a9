"""How the child says no: a code of `texts`, a place and parameters."""

from tenure.integrations.files.reading.messages import Param


class Refused(Exception):
    """The file cannot be used. `code` names the text."""

    def __init__(self, code: str, *, row: int | None = None, column: str = "", **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.column = column
        self.params = params
