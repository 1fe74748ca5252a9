"""Where the time of a piece of work goes: looking at what all its threads do, every few milliseconds."""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

SECONDS_BETWEEN = 0.002
ROWS = 10
_OURS = ("tenure", "tenure_engine")
_WAITING = ("threading", "queue", "concurrent.futures")

Row = tuple[str, float]


def profile(work: Callable[[], object]) -> list[Row]:
    """Run the work once; return the functions of ours it was in, innermost, with their share of all threads' time."""
    seen: Counter[str] = Counter()
    done = threading.Event()
    others = {thread.ident for thread in threading.enumerate()} - {threading.get_ident()}
    watcher = threading.Thread(target=_watch, args=(seen, done, others))
    watcher.start()
    try:
        work()
    finally:
        done.set()
        watcher.join()
    total = sum(seen.values())
    return [(name, count / total) for name, count in seen.most_common(ROWS)]


def _watch(seen: Counter[str], done: threading.Event, others: set[int | None]) -> None:
    others = {*others, threading.get_ident()}
    while not done.is_set():
        for thread, frame in sys._current_frames().items():
            if thread not in others:
                place = _place(frame)
                if place:
                    seen[place] += 1
        time.sleep(SECONDS_BETWEEN)


def _place(frame: FrameType) -> str:
    """Return the innermost function of ours, and what of a library it is in; nothing for a thread that waits."""
    if str(frame.f_globals.get("__name__", "")).startswith(_WAITING):
        return ""
    library = ""
    for each in _outwards(frame):
        module = str(each.f_globals.get("__name__", ""))
        if module.split(".")[0] in _OURS:
            own = f"{Path(each.f_code.co_filename).stem}.{each.f_code.co_name}"
            return f"{own} > {library}" if library else own
        if not library:
            library = f"{module.split('.')[0]} {each.f_code.co_name}"
    return ""


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back
