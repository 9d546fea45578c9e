"""Inquiries for tests: one of each method, opened, contributed to and closed as users do it."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from factories.people import AT
from sozialraum.foundation.privacy.actors import Actor
from sozialraum.network.inquiries import services
from sozialraum.network.inquiries.enums import AgeSpan, Method
from sozialraum.network.inquiries.methods import SHEETS
from sozialraum.network.inquiries.services import NewContribution, NewInquiry
from sozialraum.network.lived_spaces.enums import Gender

BOUNDS = (9.0, 52.01, 9.02, 52.02)  # the first quarter is its western half


def opened(lead: Actor, method: Method, *, expected: int = 60, title: str = "Wie ist es hier?") -> UUID:
    """An open inquiry in the first quarter."""
    sheet = SHEETS[method]
    return services.open_inquiry(
        NewInquiry(
            method=method, title=title, purpose="Was soll sich ändern?", area_code="0101", area_vintage="2023", bounds=BOUNDS,
            age_groups=sheet.ages, led_as="Jugendtreff", consent=sheet.consents[-1], expected=expected, opens_at=AT,
            closes_at=AT + timedelta(days=30), meeting="Donnerstag, 18 Uhr, Familienzentrum",
        ),
        by=lead, at=AT,
    )  # fmt: skip


def said(
    inquiry_id: UUID, options: Mapping[str, Sequence[str]], *, age: AgeSpan = AgeSpan.FROM_14,
    gender: Gender = Gender.GIRL, times: int = 1, spots: Mapping[str, Sequence[tuple[float, float]]] | None = None,
) -> list[UUID]:  # fmt: skip
    """So many people who say the same."""
    return [
        services.contribute(
            inquiry_id,
            NewContribution(age_group=age, gender=gender, options=options, spots=spots or {}),
            at=AT,
        )
        for _person in range(times)
    ]


def photo(kind: str = "JPEG", *, size: tuple[int, int] = (640, 480), gps: bool = False) -> bytes:
    """A picture, as a camera writes it where ``gps`` is set: with the coordinates of a town hall."""
    from PIL import Image

    image = Image.effect_mandelbrot(size, (-2.0, -1.5, 1.0, 1.5), 40).convert("RGB")
    out = io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "Camera"
        exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 7.0), 3: "E", 4: (13.0, 24.0, 30.0)})
        image.save(out, kind, exif=exif)
    else:
        image.save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says of itself to have 60,000 by 60,000 pixels."""
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )
