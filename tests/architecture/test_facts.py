"""Every fact of the activity log and every kind of job has words for people, in English and Chinese."""

import re
from pathlib import Path

from django.utils import translation

from tenure.foundation.jobs import job_kinds
from tenure.foundation.models import Activity
from tenure.foundation.telling import describe
from tenure.ui.registry import load_rooms
from tenure.workspace.words import job_title

SOURCE = Path(__file__).resolve().parents[2] / "src"
VERB = re.compile(r'verb="([a-z_]+\.[a-z_]+)"(?: if \w+ else "([a-z_]+\.[a-z_]+)")?')


def verbs():
    found = set()
    for path in SOURCE.rglob("*.py"):
        if "tests" not in path.parts:
            found |= {verb for pair in VERB.findall(path.read_text(encoding="utf-8")) for verb in pair if verb}
    return sorted(found)


def test_every_fact_of_the_activity_log_is_put_in_words():
    load_rooms()
    assert len(verbs()) > 20
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert [verb for verb in verbs() if describe(Activity(verb=verb, data={})) == verb] == []


def test_every_kind_of_job_has_a_name():
    load_rooms()
    kinds = [kind for kind in job_kinds() if not kind.startswith(("test.", "tests."))]
    assert len(kinds) > 8
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert [kind for kind in kinds if str(job_title(kind)) == kind] == []
