"""SVG as text: small builders shared by maps and charts, the same drawing for page and PDF.

Everything is drawn with presentation attributes, never with style sheets, so that one string serves the browser
under a strict content-security policy and the PDF writer alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from html import escape
from typing import Final

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

INK: Final = "#171a2b"
INK_SOFT: Final = "#4a4f66"
PAPER: Final = "#ffffff"
MIST: Final = "#f5f6f9"
LINE: Final = "#d9dce5"
GRID: Final = "#ecedf1"
ACTION: Final = "#171a91"
RIVER: Final = "#c9d3e6"
ASSET: Final = "#985200"
TEAL: Final = ("#e6f2ef", "#b5dad2", "#76b8ae", "#2f8c86", "#0b5757")
MISSING: Final = "#ecedf1"
FONT: Final = "Fira Sans, system-ui, sans-serif"

NO_BREAK_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """One element as text; underscores in attribute names become hyphens, ``None`` leaves an attribute out.

    ``content`` is markup that is already safe; text goes through :func:`text_of`.

    >>> element("rect", x=1, stroke_width=2, fill=None)
    '<rect x="1" stroke-width="2"/>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text_of(words: str) -> str:
    """Words as markup."""
    return escape(words, quote=False)


def words(content: str, x: float, y: float, **attributes: object) -> str:
    """A text element in the house's font."""
    defaults: dict[str, object] = {"font_size": 13, "fill": INK}
    return element("text", text_of(content), x=x, y=y, **(defaults | attributes))


def picture(
    content: str, *, width: float, height: float, title: str, marker: str = "", left: float = 0, top: float = 0,
    hidden: bool = False, fixed: bool = False, role: str = "img", **attributes: object,
) -> SafeString:  # fmt: skip
    """A whole drawing: named by ``title`` for a screen reader, or hidden from it where a table says the same.

    ``role`` is ``group`` where the parts of a drawing can be reached by keyboard. ``fixed`` keeps its size in pixels; otherwise it fills the width it is given.
    """
    named: dict[str, object] = {"aria_hidden": "true"} if hidden else {"role": role, "aria_label": title}
    if fixed:
        named |= {"width": width, "height": height}
    frame = element(
        "svg", content, xmlns="http://www.w3.org/2000/svg", class_=marker or None,
        viewBox=f"{_written(left)} {_written(top)} {_written(width)} {_written(height)}", font_family=FONT, **named,
        **attributes,
    )  # fmt: skip
    return mark_safe(frame)  # noqa: S308 - every text inside went through escape


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """Points as the path of an open line."""
    return "M" + "L".join(f"{_written(x)} {_written(y)}" for x, y in points) if points else ""


def patterns(prefix: str) -> str:
    """The two signs of what is not there: hatch for missing, dots for suppressed. ``prefix`` keeps ids apart."""
    hatch = element("rect", width=7, height=7, fill=MISSING) + element(
        "rect", width=1.8, height=7, fill="#71768c"
    )
    dots = element("rect", width=7, height=7, fill=PAPER) + element(
        "circle", cx=3.5, cy=3.5, r=1.35, fill=INK_SOFT
    )
    frame: Mapping[str, object] = {"width": 7, "height": 7, "patternUnits": "userSpaceOnUse"}
    return element(
        "defs",
        element("pattern", hatch, id=f"{prefix}-missing", patternTransform="rotate(45)", **frame)
        + element("pattern", dots, id=f"{prefix}-suppressed", **frame),
    )


def number(value: float, decimals: int = 0) -> str:
    """A number as the reader's language writes it, rounded, with a true minus sign and thousands apart."""
    return _rounded(float(value), decimals, get_language())


# a page of many areas writes the same few thousand figures again and again
@lru_cache(maxsize=32_768)
def _rounded(value: float, decimals: int, language: str | None) -> str:
    # Django's number_format cuts digits off; what is shown has to be rounded
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
    return _in_language(rounded, decimals, language)


@lru_cache(maxsize=8192)
def _in_language(rounded: Decimal, decimals: int, _language: str | None) -> str:
    return number_format(rounded, decimals, use_l10n=True, force_grouping=True).replace("-", MINUS)


def _written(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return escape(str(value))
