"""Front-end packages come whole and verified, or not at all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from sozialraum.errors import SozialraumError
from sozialraum.foundation.ui.assets import CUTS, TRUETYPE, Places, design_tokens, fetch, main, problems

NPM = """
import json, pathlib, sys
if {fails!r}:
    sys.stderr.write({fails!r})
    raise SystemExit(1)
for name, text in json.loads({files!r}).items():
    path = pathlib.Path("node_modules") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    frontend = tmp_path / "frontend"
    frontend.mkdir()
    (frontend / "package.json").write_text("{}")
    (frontend / "package-lock.json").write_text(
        json.dumps({"packages": {"": {}, "node_modules/a": {"version": "1"}}})
    )
    return Places(frontend=frontend, vendor=tmp_path / "static" / "vendor", fonts=tmp_path / "fonts")


def npm(tmp_path: Path, *, fails: str = "", without: str = "") -> list[str]:
    """A stand-in for npm that lays out the packages, or fails with this message."""
    files = {
        "@kern-ux/native/package.json": '{"version": "9.9.9"}',
        "@kern-ux/native/LICENSE.md": "EUPL",
        "@kern-ux/native/dist/kern.css": "body { margin: 0 } :root { --kern-4: 4px; }",
        "@expo-google-fonts/fira-sans/LICENSE_FONT": "OFL",
        "maplibre-gl/dist/maplibre-gl.mjs": "map",
        "maplibre-gl/dist/maplibre-gl-worker.mjs": "worker",
        "maplibre-gl/dist/maplibre-gl.css": ".map {}",
        "maplibre-gl/LICENSE.txt": "BSD-3-Clause",
        "axe-core/axe.min.js": "axe",
        "axe-core/LICENSE": "MPL",
    }
    for cut in CUTS:
        files[f"@kern-ux/native/dist/fonts/fira-sans/FiraSans-{cut}.woff2"] = cut
        files[f"@expo-google-fonts/fira-sans/{TRUETYPE[cut]}/FiraSans_{TRUETYPE[cut]}.ttf"] = cut
    files.pop(without, None)
    script = tmp_path / "npm.py"
    script.write_text(NPM.format(fails=fails, files=json.dumps(files)))
    return [sys.executable, str(script)]


def test_what_is_fetched_is_current_until_a_file_changes(places: Places, tmp_path: Path) -> None:
    assert problems(places) == ["The front-end files have not been fetched yet."]
    assert fetch(places, npm=npm(tmp_path)) == 18
    assert problems(places) == []
    (places.fonts / "FiraSans-Medium.ttf").write_text("something else")
    (places.vendor / "kern" / "tokens.css").unlink()
    assert problems(places) == [
        "fonts/FiraSans-Medium.ttf has been changed.",
        "vendor/kern/tokens.css is missing.",
    ]


def test_another_lock_asks_for_a_new_fetch(places: Places, tmp_path: Path) -> None:
    fetch(places, npm=npm(tmp_path))
    places.lock.write_text(places.lock.read_text() + " ")
    assert problems(places) == ["The front-end files belong to another version of the lock file."]


def test_an_installed_release_without_lock_checks_its_files(places: Places, tmp_path: Path) -> None:
    fetch(places, npm=npm(tmp_path))
    places.lock.unlink()
    assert problems(places) == []
    with pytest.raises(SozialraumError, match="installed release"):
        fetch(places)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "npm error code EINTEGRITY\nnpm error sha512-... integrity checksum failed",
            "does not match the hashes",
        ),
        ("npm error code ENOTFOUND\nnpm error network request failed", "ENOTFOUND"),
    ],
)
def test_a_failed_fetch_changes_nothing_and_says_what_to_do(
    places: Places, tmp_path: Path, message: str, told: str
) -> None:
    fetch(places, npm=npm(tmp_path))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.woff2")}
    with pytest.raises(SozialraumError, match=told) as raised:
        fetch(places, npm=npm(tmp_path, fails=message))
    assert raised.value.remedy
    assert problems(places) == []
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.woff2")} == before


def test_an_incomplete_package_leaves_the_old_files(places: Places, tmp_path: Path) -> None:
    fetch(places, npm=npm(tmp_path))
    with pytest.raises(OSError, match="axe"):
        fetch(places, npm=npm(tmp_path, without="axe-core/axe.min.js"))
    assert problems(places) == []
    assert [path.name for path in places.vendor.parent.iterdir()] == ["vendor"]


def test_a_program_that_is_not_there_is_a_sentence(places: Places, tmp_path: Path) -> None:
    with pytest.raises(SozialraumError, match="did not end"):
        fetch(places, npm=[str(tmp_path / "no-such-npm")])


def test_only_tokens_of_the_light_theme_are_taken() -> None:
    sheet = """@charset "UTF-8";
    /* :root { --no: 1 } */
    :root { --one: 1px; }
    @media (prefers-color-scheme: dark) { :root { --dark: 1; } }
    [data-kern-theme=light], .kern-light { --two: 2px; }
    [data-kern-theme=dark] { --three: 3px; }
    .kern-btn { color: red; }
    """
    tokens = design_tokens(sheet, "2.7.2")
    assert "--one" in tokens
    assert "--two" in tokens
    assert not {"--no", "--dark", "--three", "kern-btn"} & set(
        tokens.replace(":", " ").replace("{", " ").split()
    )


def test_the_check_of_this_checkout_names_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) in {0, 1}
    said = capsys.readouterr()
    assert "current" in said.out or "python -m sozialraum.foundation.ui.assets" in said.err


def test_the_lock_names_no_registry_and_a_hash_for_each_package() -> None:
    lock = json.loads(Places().lock.read_text("utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert lock["lockfileVersion"] == 3
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert not [name for name, each in packages.items() if "resolved" in each]
