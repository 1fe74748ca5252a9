"""From the spool into the log: decoded, de-duplicated, sorted, durable."""

import msgspec

from bench.data import last_day
from bench.run import Bench
from bench.timing import Figure, clock

EVENTS = 500_000


class TrackedEvent(msgspec.Struct):
    """An event as a tracking client sends it."""

    messageId: str
    event: str
    userId: str
    timestamp: str
    properties: msgspec.Raw


def run(bench: Bench) -> list[Figure]:
    """Compare the making of the log (its writer's own events per second) with decoding as many JSON events."""
    body = _json()
    decoder = msgspec.json.Decoder(list[TrackedEvent])
    seconds = min(clock(lambda: decoder.decode(body)) for _ in range(3))
    decoded = EVENTS / seconds
    written = bench.made["events_per_second"]
    return [
        Figure(
            name="compaction",
            says=f"{bench.made['events']:,} events into the log: spooled, de-duplicated, sorted, synced, rolled up",
            floor_says="msgspec decodes as many tracked events from JSON into types, one thread",
            seconds=bench.made["writing_seconds"],
            floor_seconds=bench.made["events"] / decoded,
            ratio=written / decoded,
            budget=0.35,
            at_least=True,
            rounds=1,
            extra={"events_per_second": written},
        )
    ]


def _json() -> bytes:
    start = last_day() * 86_400
    rows = [
        {
            "messageId": f"{number:032x}",
            "event": f"event_{number % 30:02d}",
            "userId": f"u{number % 9973:06d}",
            "timestamp": "2025-12-31T10:20:30.123Z",
            "properties": {"plan": "p1", "screen": f"s{number % 64}", "ok": True, "at": start},
        }
        for number in range(EVENTS)
    ]
    return msgspec.json.encode(rows)
