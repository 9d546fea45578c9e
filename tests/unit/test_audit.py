"""The list of libraries is whole without a network, and an audit that was not run says so."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def test_every_locked_library_is_listed(audit: ModuleType, tmp_path: Path) -> None:
    bill = tmp_path / "bill.json"
    audit.write_bill(bill)
    listed = {each["purl"] for each in json.loads(bill.read_text("utf-8"))["components"]}
    locked = re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert len(locked) > 50
    assert {f"pkg:pypi/{name.lower()}@{version}" for name, version in locked} <= listed
    npm = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    reaching = [name for name, package in npm["packages"].items() if name and not package.get("dev")]
    assert sum(each.startswith("pkg:npm/") for each in listed) == len(reaching)


def test_what_only_tests_use_reaches_no_browser(audit: ModuleType) -> None:
    lock = {
        "packages": {
            "": {},
            "node_modules/a": {"version": "1"},
            "node_modules/b": {"version": "2", "dev": True},
        }
    }
    assert [each["purl"] for each in audit.front_end_components(lock)] == ["pkg:npm/a@1"]


def test_an_audit_that_was_not_run_is_named(
    audit: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "write_bill", lambda: 3)
    monkeypatch.setattr(audit, "source_answers", lambda: "no way out")
    assert audit.main() == 0
    said = capsys.readouterr().out
    assert "No library was checked" in said
    pattern = re.search(r'NOT_RUN = re.compile\(r"(.*)"\)', (ROOT / "tools" / "steps.py").read_text())
    assert pattern is not None
    assert any(re.match(pattern[1], line) for line in said.splitlines())


def test_a_source_that_is_not_there_is_told(audit: ModuleType) -> None:
    assert audit.source_answers("http://127.0.0.1:9/")
