"""The catalogue tool finds every message and every fault."""

from __future__ import annotations

import ast
import gettext
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "tools" / "catalogues.py"
    spec = importlib.util.spec_from_file_location("catalogues", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["catalogues"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "locale" / "parts").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "one.py").write_text(
        "from django.utils.translation import gettext as _, ngettext\n"
        "_('Save'); ngettext('%(n)d area', '%(n)d areas', 2)\n"
    )
    (tmp_path / "templates" / "page.html").write_text(
        '<p {% if x %}\n{% translate "Help" context "young" %}{% endif %}>'
        '{% blocktranslate with name=a %}Text of {{ name }}{% endblocktranslate %}{{ x|default:_("None") }}'
    )
    return tmp_path


def part(package: Path, name: str, text: str) -> None:
    (package / "locale" / "parts" / f"{name}.po").write_text(HEAD + text, "utf-8")


WHOLE = """
msgid "Save"
msgstr "Speichern"

msgid "%(n)d area"
msgid_plural "%(n)d areas"
msgstr[0] "%(n)d Gebiet"
msgstr[1] "%(n)d Gebiete"

msgctxt "young"
msgid "Help"
msgstr "Hilf"

msgid "Text of %(name)s"
msgstr "Text von %(name)s"

msgid "None"
msgstr "Keine"
"""


def run(
    tool: ModuleType, package: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[int, str]:
    code = tool.main(["--package", str(package), *options])
    return code, capsys.readouterr().err


def test_messages_of_code_and_templates_are_found(tool: ModuleType, package: Path) -> None:
    assert set(tool.collect(package)) == {
        ("", "Save"), ("", "%(n)d area"), ("young", "Help"), ("", "Text of %(name)s"), ("", "None"),
    }  # fmt: skip


def test_calls_without_a_plain_text_are_left_alone(tool: ModuleType) -> None:
    assert list(tool.messages_of_calls(ast.parse("_(name); gettext(f'{x}')"))) == []


def test_a_whole_catalogue_compiles_to_what_gettext_reads(
    tool: ModuleType, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part(package, "floor.de", WHOLE)
    assert run(tool, package, capsys) == (0, "")
    with (package / "locale/de/LC_MESSAGES/django.mo").open("rb") as file:
        german = gettext.GNUTranslations(file)
    with (package / "locale/en/LC_MESSAGES/django.mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert german.gettext("Save") == "Speichern"
    assert german.ngettext("%(n)d area", "%(n)d areas", 2) == "%(n)d Gebiete"
    assert german.pgettext("young", "Help") == "Hilf"
    assert english.ngettext("%(n)d area", "%(n)d areas", 1) == "%(n)d area"
    assert english.ngettext("%(n)d area", "%(n)d areas", 2) == "%(n)d areas"
    assert english.gettext("Save") == "Save"
    assert english.pgettext("young", "Help") == "Help"
    assert english.info()["language"] == "en"
    held = (package / "locale/en/LC_MESSAGES/django.mo").read_bytes()
    assert b"Save" not in held, "what says the same is not held in memory"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("floor.de", WHOLE.replace('msgstr "Speichern"', 'msgstr ""'), "no de text for “Save”"),
        ("floor.de", WHOLE.replace("Text von %(name)s", "Text"), "placeholders"),
        ("floor.de", WHOLE.replace("Text von %(name)s", "Text von %(nmae)s"), "placeholders"),
        ("floor.de", WHOLE + '\nmsgid "Gone"\nmsgstr "Weg"\n', "used nowhere"),
        ("floor.de", WHOLE.replace('msgid "Save"', '#, fuzzy\nmsgid "Save"'), "fuzzy"),
    ],
)
def test_each_fault_is_named(
    tool: ModuleType, package: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, told: str
) -> None:
    part(package, name, text)
    code, said = run(tool, package, capsys)
    assert code == 1
    assert told in said


def test_two_parts_that_contradict_each_other_are_a_fault(
    tool: ModuleType, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part(package, "a.de", WHOLE)
    part(package, "b.de", 'msgid "Save"\nmsgstr "Sichern"\n')
    code, said = run(tool, package, capsys)
    assert code == 1
    assert "two ways" in said


def test_set_up_writes_what_there_is_and_does_not_fail(
    tool: ModuleType, package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    part(package, "floor.de", 'msgid "Save"\nmsgstr "Speichern"\n')
    assert run(tool, package, capsys, "--set-up") == (0, "")
    assert (package / "locale/de/LC_MESSAGES/django.mo").is_file()
