"""A recipe's data as TOML text: tables for its sections, inline tables for what is small."""

from __future__ import annotations

import json
from collections.abc import Mapping


def toml_text(data: Mapping[str, object]) -> str:
    """Write nested plain data (text, numbers, booleans, lists, mappings) as TOML.

    Mappings become sections, lists of mappings become repeated sections; what is nested deeper is written inline.

    >>> print(toml_text({"name": "a", "key": {"columns": ["id"]}, "parts": [{"code": "x", "cuts": [{"at": 1.0}]}]}))
    name = "a"
    <BLANKLINE>
    [key]
    columns = ["id"]
    <BLANKLINE>
    [[parts]]
    code = "x"
    cuts = [{ at = 1.0 }]
    <BLANKLINE>
    """
    plain = {name: value for name, value in data.items() if not _section(value)}
    blocks = [_lines(plain)] if plain else []
    for name, value in data.items():
        if isinstance(value, Mapping):
            blocks.append(f"[{name}]\n{_lines(value)}")
        elif isinstance(value, list) and _section(value):
            blocks += [f"[[{name}]]\n{_lines(entry)}" for entry in value]
    return "\n".join(blocks)


def _section(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)
    )


def _lines(entries: Mapping[str, object]) -> str:
    return "".join(f"{name} = {_inline(value)}\n" for name, value in entries.items() if value is not None)


def _inline(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON writes text as TOML does, but leaves DEL as it is, which TOML forbids
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name} = {_inline(entry)}" for name, entry in value.items() if entry is not None)
        return f"{{ {inner} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_inline(entry) for entry in value)}]"
    return repr(value)
