"""From the spool into the log: decoded, de-duplicated, sorted, durable, rolled up."""

import shutil

import msgspec

from bench.copies import copy_log, later_events, spool
from bench.data import last_day
from bench.run import Bench
from bench.timing import Figure, compare
from tenure.events.log.compaction import Compaction

DAYS = {"s": 20, "m": 10, "l": 2}


class TrackedEvent(msgspec.Struct):
    """An event as a tracking client sends it."""

    messageId: str
    event: str
    userId: str
    timestamp: str
    properties: msgspec.Raw


def run(bench: Bench) -> list[Figure]:
    """Compact some days' events into a log that holds a year already; the floor decodes as many from JSON."""
    events = later_events(bench.size, 0, DAYS[bench.size.name], serial=0)
    body = _json(len(events))
    decoder = msgspec.json.Decoder(list[TrackedEvent])
    where = bench.folder / bench.size.name / "compacted"
    state: dict[str, Compaction] = {}
    log = bench.log

    def prepare() -> None:
        nonlocal log
        log = copy_log(bench.log, where)
        spool(log, events)

    def work() -> None:
        state["report"] = log.compact()

    figure = compare(
        "compaction",
        f"{len(events):,} events from the spool into a log of {bench.made['events']:,}: each once, sorted, synced,"
        " rolled up",
        work,
        floor=lambda: decoder.decode(body),
        floor_says="msgspec decodes as many tracked events from JSON into types, one thread",
        budget=0.35,
        at_least=True,
        before=prepare,
    )
    shutil.rmtree(where)
    if state["report"].created != len(events):
        raise RuntimeError(f"{state['report'].created} of {len(events)} events came into the log")
    figure.extra["events_per_second"] = round(len(events) / figure.seconds)
    return [figure]


def _json(events: int) -> bytes:
    start = last_day() * 86_400
    rows = [
        {
            "messageId": f"{number:032x}",
            "event": f"event_{number % 30:02d}",
            "userId": f"u{number % 9973:06d}",
            "timestamp": "2025-12-31T10:20:30.123Z",
            "properties": {"plan": "p1", "screen": f"s{number % 64}", "ok": True, "at": start},
        }
        for number in range(events)
    ]
    return msgspec.json.encode(rows)
