"""Keeps the message catalogues whole: ``python tools/catalogues.py [--set-up]``.

English msgids stand in the code. Translations are written in ``src/sozialraum/locale/parts/<name>.de.po``, one file a
floor or colleague, so that two people rarely edit the same file. This tool

1. collects every message of the Python files and templates,
2. merges the parts into ``locale/de/LC_MESSAGES/django.po`` and writes English as its own text
   (``locale/parts/<name>.en.po`` may say it differently, for example for young readers),
3. compiles both to ``.mo`` beside it. What it writes is derived and not committed; the parts are the source.

It fails, and names file and line, for a message without German, a message whose placeholders differ, a fuzzy entry,
one text translated in two ways by two parts, and a translation that no code uses any more. With ``--set-up`` it only
writes, and leaves the finding of faults to the checks. No gettext program is needed.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("de", "en")
SINGULAR = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
CONTEXT_PLURAL = {"npgettext", "npgettext_lazy"}
# what the command line tells: sentences of errors, findings and notices, translated where they are printed
TOLD_IN = (
    "cli.py",
    "commands/",
    "foundation/database/",
    "foundation/jobs/",
    "errors.py",
    "foundation/accounts/",
    "network/inspections.py",
)
TOLD_BY = {
    "say", "warn", "report", "Finding", "SozialraumError", "UsageError", "DatabaseError", "ProgramsMissing",
    "DirectoryUnusable", "VersionMismatch", "ServerNotRunning", "RoleRefused", "BackupRefused", "OpenIdRefused",
}  # fmt: skip
CALL = re.compile(r"\b(?:n?p?gettext|_)\(")
NAMED = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")

Key = tuple[str, str]


@dataclass(slots=True)
class Found:
    """One message of the source: its plural, and where it stands."""

    plural: str = ""
    places: list[tuple[str, int]] = field(default_factory=list)


def messages_of_calls(tree: ast.AST) -> Iterator[tuple[str, str, str, int]]:
    """Context, message, plural and line of every translation call in a syntax tree.

    >>> list(messages_of_calls(ast.parse("pgettext('young', 'Help')")))
    [('young', 'Help', '', 1)]
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        shape = _shape(name)
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if shape is None or len(texts) < sum(shape):
            continue
        with_context, with_plural = shape[1], shape[2]
        context = texts.pop(0) if with_context else ""
        yield context, texts[0], texts[1] if with_plural else "", node.lineno


def sentences_told(tree: ast.AST) -> Iterator[tuple[str, str, str, int]]:
    """The same for calls that tell a sentence and a remedy to the person at the command line.

    >>> [message for _, message, _, _ in sentences_told(ast.parse("say('Done.', path=p)"))]
    ['Done.']
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TOLD_BY:
            for each in node.args:
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value:
                    yield "", each.value, "", each.lineno


def _shape(name: str) -> tuple[int, int, int] | None:
    if name in SINGULAR:
        return 1, 0, 0
    if name in PLURAL:
        return 1, 0, 1
    if name in CONTEXT:
        return 1, 1, 0
    return (1, 1, 1) if name in CONTEXT_PLURAL else None


def messages_of_template(text: str) -> Iterator[tuple[str, str, str, int]]:
    """The same for a Django template."""
    from django.utils.translation.template import templatize

    code = templatize(text)
    for match in CALL.finditer(code):
        line = code.count("\n", 0, match.start()) + 1
        end = match.end()
        while (end := code.find(")", end)) != -1:
            end += 1
            try:
                call = ast.parse(code[match.start() : end], mode="eval")
            except SyntaxError:
                continue
            for context, message, plural, _line in messages_of_calls(call):
                yield context, message, plural, line
            break


def collect(package: Path) -> dict[Key, Found]:
    """Every message of the package by context and text, with its places relative to the package."""
    found: dict[Key, Found] = {}
    for file in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        text = file.read_text("utf-8")
        if file.suffix == ".py":
            told = file.relative_to(package).as_posix().startswith(TOLD_IN)
            if "gettext" not in text and not told:
                continue
            tree = ast.parse(text)
            messages = chain(messages_of_calls(tree), sentences_told(tree) if told else ())
        else:
            if "/templates/" not in file.as_posix():
                continue
            messages = messages_of_template(text)
        for context, message, plural, line in messages:
            each = found.setdefault((context, message), Found())
            each.plural = each.plural or plural
            each.places.append((file.relative_to(package).as_posix(), line))
    return found


@dataclass(slots=True)
class Parts:
    """The translations of all parts of one language, and what is wrong with them."""

    texts: dict[Key, Message] = field(default_factory=dict)
    origin: dict[Key, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_parts(folder: Path, language: str) -> Parts:
    """Read every ``*.<language>.po`` of the folder, in the order of names."""
    parts = Parts()
    for file in sorted(folder.glob(f"*.{language}.po")):
        with file.open("rb") as source:
            catalogue = read_po(source, locale=language, abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            key = _key(message)
            before = parts.texts.get(key)
            if before is not None and before.string != message.string and any(_strings(message)):
                parts.faults.append(
                    f"{file.name} and {parts.origin[key]} translate “{key[1]}” in two ways; keep one, or use a context"
                )
            if message.fuzzy:
                parts.faults.append(f"{file.name}: “{key[1]}” is fuzzy; check it and take the mark away")
            if any(_strings(message)):
                parts.texts[key] = message
                parts.origin[key] = file.name
    return parts


def build(found: dict[Key, Found], parts: Parts, language: str) -> tuple[Catalog, list[str]]:
    """The whole catalogue of one language, and what is wrong with it, one sentence each."""
    faults = list(parts.faults)
    catalogue = Catalog(locale=language, project="Sozialraum", fuzzy=False, header_comment="")
    for (context, text), source in sorted(found.items(), key=lambda each: (each[0][1], each[0][0])):
        own = parts.texts.get((context, text))
        name = f"{source.places[0][0]}:{source.places[0][1]}"
        strings = _strings(own) if own is not None else ()
        if not all(strings) or not strings:
            if language != "en":
                faults.append(f"{name}: no {language} text for “{text}”{f' ({context})' if context else ''}")
                continue
            strings = (text, source.plural) if source.plural else (text,)
        if source.plural and len(strings) < 2:
            faults.append(f"{name}: “{text}” needs a plural in {language}")
            continue
        wanted = _names(text) | _names(source.plural)
        faults += [
            f"{name}: placeholders of “{text}” differ in {language}: “{string}”"
            for string in strings
            if not (_names(string) <= wanted and (source.plural or _names(string) == wanted))
        ]
        identity = (text, source.plural) if source.plural else text
        catalogue.add(
            identity, strings if source.plural else strings[0], context=context or None,
            locations=[(path, 0) for path, _line in dict.fromkeys((p, 0) for p, _l in source.places)],
        )  # fmt: skip
    faults += [
        f"{parts.origin[key]}: “{key[1]}” is used nowhere any more; take it out"
        for key in sorted(parts.texts.keys() - found.keys())
    ]
    return catalogue, faults


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a PO file, without times and line numbers, so that it changes only with its texts."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=False, omit_header=True, include_lineno=False)
    head = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Sozialraum\\n"\n'
        f'"Language: {catalogue.locale}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Merge, check and compile; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set-up", action="store_true", help="only write the catalogues; report no faults")
    parser.add_argument("--package", type=Path, default=ROOT / "src" / "sozialraum")
    options = parser.parse_args(arguments)
    locale = options.package / "locale"
    found = collect(options.package)
    faults: list[str] = []
    for language in LANGUAGES:
        catalogue, wrong = build(found, read_parts(locale / "parts", language), language)
        faults += wrong
        folder = locale / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "django.po").write_bytes(written(catalogue))
        _compile(folder)
    if options.set_up:
        return 0
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    sys.stdout.write(f"{len(found)} messages, {len(faults)} faults.\n")
    return 1 if faults else 0


def _compile(folder: Path) -> None:
    with (folder / "django.po").open("rb") as source:
        catalogue = read_po(source)
    if folder.parent.name == "en":
        # the program's own text is what it gives where it finds no other: nothing to hold in every process
        for message in list(catalogue):
            if message.id and not message.context and message.string == message.id:
                catalogue.delete(message.id)
    with (folder / "django.mo").open("wb") as target:
        write_mo(target, catalogue)


def _key(message: Message) -> Key:
    identity = message.id
    return message.context or "", identity[0] if isinstance(identity, (tuple, list)) else identity


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, (tuple, list)) else (message.string or "",)


def _names(text: str) -> set[str]:
    return {name for pair in NAMED.findall(text) for name in pair if name}


if __name__ == "__main__":
    raise SystemExit(main())
