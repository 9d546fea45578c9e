"""Photos without faces' places: what says where or with what it was taken is refused, and the rest is drawn anew.

The device has removed such data already, by drawing the picture on a canvas. The server does not trust it: it refuses
a file with EXIF, XMP or text in it, and lets a process of its own, with little memory and time, write the pixels as a new
JPEG. What comes out holds pixels and nothing else.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.network.inquiries import redrawing
from sozialraum.network.services import Refused

MOST_BYTES: Final = 3 * 1024 * 1024
LONGEST_SECONDS: Final = 20
REDRAWING: Final = Path(redrawing.__file__)
AGAIN: Final = _("Choose the picture again on this page: it removes such data on your device.")


def cleaned(data: bytes) -> bytes:
    """The same picture as a JPEG of at most 1600 pixels a side without any further data.

    Raises :class:`Refused` for what is too large, no picture, or brings data on place, time or device with it.
    """
    if len(data) > MOST_BYTES:
        raise Refused(_("This picture is too large."), _("Choose it on this page: it is made smaller there."))
    if tells_more_than_pixels(data):
        raise Refused(_("This picture still says where or with what it was taken. It was not kept."), AGAIN)
    command = [sys.executable, "-I", str(REDRAWING)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=LONGEST_SECONDS, check=False)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode != 0 or not done.stdout:
        raise Refused(_("This is no picture that can be read."), _("Take it once more."))
    return done.stdout


def tells_more_than_pixels(data: bytes) -> bool:
    """Whether a JPEG, PNG or WebP holds EXIF, XMP, comments or texts; other files count as telling."""
    if data[:3] == b"\xff\xd8\xff":
        return any(_tells(marker, body) for marker, body in _segments(data))
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return any(name in {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"} for name in _chunks(data, 8, ">"))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return any(name in {b"EXIF", b"XMP "} for name in _riff(data))
    return True


def _tells(marker: int, body: bytes) -> bool:
    """APP0 (JFIF) and APP14 (Adobe color) say nothing but how to read pixels; a color profile is in APP2."""
    return (
        0xE0 < marker <= 0xEF and marker != 0xEE and not body.startswith(b"ICC_PROFILE\0")
    ) or marker == 0xFE


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        yield data[at + 1], data[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)


def _chunks(data: bytes, at: int, order: str) -> Iterator[bytes]:
    while at + 8 <= len(data):
        (length,) = struct.unpack(f"{order}I", data[at : at + 4])
        yield data[at + 4 : at + 8]
        at += 12 + length


def _riff(data: bytes) -> Iterator[bytes]:
    at = 12
    while at + 8 <= len(data):
        (length,) = struct.unpack("<I", data[at + 4 : at + 8])
        yield data[at : at + 4]
        at += 8 + length + length % 2
