"""Whatever a library stumbles over in a broken file is damage of the file, not a fault of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from tenure.integrations.files.reading.child.refusal import Refused


@contextmanager
def foreign_code() -> Iterator[None]:
    """Turn any error of a library that parses the file into Refused; lack of memory and our own refusals pass."""
    try:
        yield
    except (Refused, MemoryError, BrokenPipeError):
        raise
    except Exception as error:
        raise Refused("damaged", why=_short(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # how a Rust extension reports its own failed assumption
            raise
        raise Refused("damaged", why=_short(error)) from error


def _short(error: BaseException) -> str:
    text = str(error).strip()
    return text.splitlines()[0][:200] if text else type(error).__name__
