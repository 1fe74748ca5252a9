"""The robots as records: installed, updated, repaired, taken down; each version known a little later."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tenure.integrations.demo.common.life import Life
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.ledger import instant
from tenure.integrations.demo.robots.plots import FLEETS, Fleet
from tenure.integrations.demo.types import Row
from tenure_engine.period import from_day

# Versions of the robots' software and how many days ago they came out.
_RELEASES = ((1600, "2.8.0"), (520, "3.0.1"), (310, "3.1.0"), (150, "3.2.2"), (35, "3.3.0"))


@dataclass(frozen=True, slots=True)
class Robot:
    """One robot: where it stands, from when to when, how well it is placed, and since when it fails or is off."""

    row: int
    life: Life
    serial: str
    installed: int
    removed: int | None
    placement: float
    failing_since: int | None
    off_since: int | None


def build_fleet(world: World) -> list[Robot]:
    """Return every robot that was ever installed, by account."""
    robots: list[Robot] = []
    for row, life in enumerate(world.lives):
        if life.customer.is_prospect:
            continue
        rng = world.streams.of("fleet", life.customer.number)
        days = np.arange(life.customer.signed, world.today)
        seats = np.array([life.seats_on(int(day)) * life.active_on(int(day)) for day in days])
        for number in range(max((count for _, count in life.seats), default=0)):
            robot = _robot(world, row, life, number, days[seats > number], rng)
            if robot is not None:
                robots.append(robot)
    return robots


def _robot(
    world: World, row: int, life: Life, number: int, bought: NDArray[np.int64], rng: np.random.Generator
) -> Robot | None:
    delay, placement = int(rng.integers(2, 15)), float(rng.lognormal(-0.03, 0.28))
    if bought.size <= delay:
        return None
    last = int(bought[-1])
    plot = life.customer.plot
    fleet = FLEETS.get(plot.key, Fleet()) if plot else Fleet()
    failing = world.today - fleet.failing_since if number < fleet.failing else None
    if plot is None and rng.random() < 0.05:
        failing = world.today - int(rng.integers(20, 200))
    off = None if fleet.off_since is None else world.today - fleet.off_since + number * fleet.off_step
    return Robot(
        row=row,
        life=life,
        serial=f"Y2-{life.customer.number:03d}{number + 1:02d}",
        installed=int(bought[0]) + delay,
        removed=None if last == world.today - 1 else last + 1,
        placement=placement,
        failing_since=failing,
        off_since=off,
    )


def write_devices(world: World, robots: list[Robot]) -> None:
    """Write every robot with its versions."""
    names = world.words.names
    for number, robot in enumerate(robots):
        rng = world.streams.of("device", number)
        row: Row = {
            "device_id": world.ledger.next_id("devices", "D"),
            "account_id": robot.life.customer.id,
            "serial": robot.serial,
            "model": names.device_model,
            "site": names.sites[int(rng.integers(len(names.sites)))],
            "status": names.device_status,
            "version": "",
            "installed_on": from_day(robot.installed),
        }
        for day, changes in _changes(world, robot, rng):
            row |= changes
            typed = min(day + int(rng.integers(0, 4)), max(day, world.today - 1))
            world.ledger.add("devices", dict(row), instant(typed, world.hour(rng)))


def _changes(world: World, robot: Robot, rng: np.random.Generator) -> list[tuple[int, Row]]:
    """Return (day, changed fields) in the order of time."""
    until = world.today if robot.removed is None else robot.removed
    is_stuck = rng.random() < 0.07  # cannot or will not be updated
    changes: list[tuple[int, Row]] = []
    for ago, version in _RELEASES:
        day = max(
            robot.installed, world.today - ago + int(rng.exponential(16)) * (robot.installed < world.today - ago)
        )
        if day < until and not (is_stuck and changes):
            if changes and changes[-1][0] == day:
                changes.pop()
            changes.append((day, {"version": version}))
    if robot.failing_since is not None and robot.removed is None and rng.random() < 0.6:
        day = max(robot.installed, world.today - int(rng.integers(2, 12)))
        changes.append((day, {"status": world.words.names.device_states["down"]}))
    if robot.off_since is not None and robot.off_since + 2 < until:
        changes.append((robot.off_since + 2, {"status": world.words.names.device_states["off"]}))
    if robot.removed is not None:
        changes.append((robot.removed, {"status": world.words.names.device_states["retired"]}))
    return sorted(changes, key=lambda change: change[0])
