"""The robot maker: what it has that others have not."""

from tenure.integrations.demo.common import solved
from tenure.integrations.demo.common.assembly import Known, Recipe
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.robots import scenes
from tenure.integrations.demo.robots.fleet import build_fleet, write_devices
from tenure.integrations.demo.robots.profile import PROFILE
from tenure.integrations.demo.robots.usage import build_events
from tenure.integrations.demo.types import Events
from tenure.integrations.demo.words import ROBOT_WORDS


def _write_own(world: World, known: Known) -> Events:
    robots = build_fleet(world)
    write_devices(world, robots)
    scenes.write_scenes(world, known)
    solved.write_solved(world)
    return build_events(world, robots, known)


RECIPE = Recipe(PROFILE, ROBOT_WORDS, _write_own)
