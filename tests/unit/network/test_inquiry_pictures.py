"""Pictures: whatever says where or with what they were taken is refused, the rest is drawn anew by a bounded process."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from factories.inquiries import bomb, photo
from sozialraum.network.inquiries.pictures import MOST_BYTES, cleaned, tells_more_than_pixels
from sozialraum.network.services import Refused


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_with_coordinates_is_refused_and_one_without_is_taken(kind: str) -> None:
    assert tells_more_than_pixels(photo(kind, gps=True))
    with pytest.raises(Refused):
        cleaned(photo(kind, gps=True))
    found = Image.open(io.BytesIO(cleaned(photo(kind))))
    assert (found.format, found.size, len(found.getexif())) == ("JPEG", (640, 480), 0)


def test_comments_and_xmp_are_refused_too() -> None:
    bare = photo()
    comment = bare[:2] + b"\xff\xfe\x00\x0bLindestr" + b"." + bare[2:]
    xmp = bare[:2] + b"\xff\xe1\x00\x1fhttp://ns.adobe.com/xap/1.0/\0" + bare[2:]
    assert not tells_more_than_pixels(bare)
    assert tells_more_than_pixels(comment)
    assert tells_more_than_pixels(xmp)


def test_what_is_hidden_behind_the_picture_does_not_survive() -> None:
    assert b"GPS 52.31, 13.24" not in cleaned(photo() + b"GPS 52.31, 13.24")


@pytest.mark.parametrize(
    "wrong", [b"", b"GIF89a...", b"\xff\xd8\xff\xe0broken", bomb()], ids=["empty", "gif", "broken", "bomb"]
)
def test_what_is_no_photo_is_refused(wrong: bytes) -> None:
    with pytest.raises(Refused):
        cleaned(wrong)


def test_a_huge_file_is_refused_before_anything_reads_it() -> None:
    with pytest.raises(Refused):
        cleaned(photo() + bytes(MOST_BYTES))


def test_a_large_picture_becomes_smaller() -> None:
    found = Image.open(io.BytesIO(cleaned(photo(size=(2400, 1200)))))
    assert found.size == (1600, 800)
