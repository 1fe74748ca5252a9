"""The SaaS company: what it has that others have not."""

from tenure.integrations.demo.common import sales, solved
from tenure.integrations.demo.common.assembly import Known, Recipe
from tenure.integrations.demo.common.records import World
from tenure.integrations.demo.saas import scenes, usage
from tenure.integrations.demo.saas.profile import PROFILE
from tenure.integrations.demo.types import Events
from tenure.integrations.demo.words import WORDS


def _write_own(world: World, known: Known) -> Events:
    sales.write_devices(world)
    scenes.write_scenes(world, known)
    solved.write_solved(world)
    return usage.build_events(world, known)


RECIPE = Recipe(PROFILE, WORDS, _write_own)
