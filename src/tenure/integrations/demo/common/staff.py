"""The team of a demo company, and what is told of it: alike in every company."""

from tenure.integrations.demo.common.profile import Profile
from tenure.integrations.demo.types import DemoUser, Story
from tenure.integrations.demo.words import Names, Words

_ROLES = ("admin", "leader", "csm", "csm", "csm", "csm", "reader", "reader", "csm")
_TEAMS = ((0, 1), (0, 1), (0,), (0,), (1,), (1,), (0, 1), (0, 1), (0, 1))


def staff_of(names: Names) -> tuple[DemoUser, ...]:
    """Return the vendor's people: administrator, leader, four CSMs, a reader, sales, onboarding."""
    return tuple(
        DemoUser(f"{person.mail}@demo.example", person.name, role, tuple(names.teams[team] for team in teams))
        for person, role, teams in zip(names.staff, _ROLES, _TEAMS, strict=True)
    )


def stories_of(profile: Profile, words: Words) -> tuple[Story, ...]:
    """Return the stories with their accounts' ids and names."""
    found = []
    for plot in profile.plots:
        text = words.stories[plot.key]
        found.append(Story(plot.key, f"A-{plot.number:04d}", text.account, text.title, text.see))
    return tuple(found)
