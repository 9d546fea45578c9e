"""The locks around people's data, read from the source itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from sozialraum.foundation.privacy.classification import privacy_of, problems, stored_models
from sozialraum.foundation.vocabulary import FieldClass

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sozialraum"
FILES = sorted(SOURCE.rglob("*.py"))
GUARDED_QUERIES = sorted((SOURCE / "individual").glob("queries*.py")) + sorted(
    (SOURCE / "individual").glob("queries/*.py")
)
ASKING_FOR_ONESELF = {
    "list_own_cases",
    "own_case_file",
    "own_export_grant",
    "families_of",
    "latest_own_words",
    "case_to_let_in",
    "families_like",
    "shown_to",
    "asked_without_own_cases",
    "case_imports",
    "case_import",
    "addressed_complaints",
    "waiting_complaints",
    "office_due",
    "decisions_waiting",
    "merge_files",
    "files_alike",
    "families_by_former_number",
}
"""Queries that take the actor because they pass the gate themselves."""
CONVERTING = {
    "person_of",
    "typed_values",
    "said_in",
    "answered",
    "options_for",
    "fingerprint",
    "pairs_of",
    "adviser",
    "advisers",
}
"""Functions that read nothing of a case: a row that was read under a grant becomes a plain value, or the open directory or the register of advisers is read."""
MAKERS = SOURCE / "foundation" / "privacy" / "gate.py"
CONTEXT = SOURCE / "foundation" / "privacy" / "context.py"
SETS_CONTEXT = re.compile(
    r"set_config\(\s*'sozialraum\.(actor|purpose|readable|writable|shown)|SET\s+(LOCAL\s+)?sozialraum\.", re.I
)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_stored_field_is_classified() -> None:
    assert problems() == []


def test_only_the_context_room_sets_the_context() -> None:
    assert [
        path.name for path in FILES if path != CONTEXT and SETS_CONTEXT.search(path.read_text("utf-8"))
    ] == []


def test_only_the_gate_makes_a_grant() -> None:
    makers = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in FILES
        if path != MAKERS
        for call in _calls(ast.parse(path.read_text("utf-8")))
        if _name(call) == "Grant"
    ]
    assert makers == []
    assert "replace(grant" not in "".join(path.read_text("utf-8") for path in FILES)


def test_only_the_privacy_room_and_the_start_of_a_request_touch_the_context() -> None:
    allowed = SOURCE / "foundation" / "privacy"
    touching = [
        str(path.relative_to(SOURCE))
        for path in FILES
        if allowed not in path.parents and re.search(r"privacy(\.| import )context", path.read_text("utf-8"))
    ]
    assert touching == []


def test_guarded_queries_take_the_grant_first() -> None:
    assert GUARDED_QUERIES
    wrong = []
    for path in GUARDED_QUERIES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if (
                not isinstance(node, ast.FunctionDef)
                or node.name.startswith("_")
                or node.name in ASKING_FOR_ONESELF | CONVERTING
            ):
                continue
            first = node.args.args[0] if node.args.args else None
            if first is None or ast.unparse(first.annotation or ast.Constant("")) != "Grant":
                wrong.append(node.name)
    assert wrong == []


def _protected_names() -> frozenset[str]:
    """Names of fields that hold people's words or facts, without those every program uses."""
    common = {"kind", "language", "state", "young", "strength", "verbatim", "subject", "number", "phone", "title", "name",
              "note", "remark", "reason", "amount", "place", "value", "values", "data", "hours", "minutes"}  # fmt: skip
    found: set[str] = set()
    for model in stored_models():
        if model._meta.auto_created:
            continue
        declared = privacy_of(model)
        found |= {n for n, c in declared.classes.items() if c in {FieldClass.SOCIAL, FieldClass.ENTRUSTED}}
    return frozenset(found - common)


def test_no_log_line_and_no_error_carries_a_protected_field() -> None:
    names = _protected_names()
    assert {"family_name", "text", "sealed_text", "born_on", "full_name"} <= names
    leaks = []
    for path in FILES:
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for call in _calls(tree):
            logged = (
                _name(call) in {"debug", "info", "warning", "error", "exception", "critical", "log"}
                and "log" in ast.unparse(call.func).casefold()
            )
            raised = _name(call).endswith(("Error", "Refused", "Denied"))
            if not (logged or raised):
                continue
            used = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
            if used & names:
                leaks.append(f"{path.relative_to(SOURCE)}:{call.lineno}: {sorted(used & names)}")
    assert leaks == []


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m._meta.db_table.startswith("person_")], ids=str
)
def test_a_guarded_row_names_nobody_when_it_is_printed(model: type) -> None:
    social = {n for n, c in privacy_of(model).classes.items() if c is not FieldClass.INTERNAL}
    source = ast.unparse(
        ast.parse(Path(str(__import__(model.__module__, fromlist=["x"]).__file__)).read_text("utf-8"))
    )
    body = source.split(f"class {model.__name__}(", 1)[1].split("def __str__", 1)[1].split("\nclass ", 1)[0]
    assert not any(f"self.{name}}}" in body or f"self.{name} " in body for name in social), body
