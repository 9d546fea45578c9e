"""Pictures of an inquiry: kept sealed, looked at by who leads, and shown to all only where that was agreed."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sozialraum.analytics.messages import gettext_noop as _
from sozialraum.foundation.privacy.encryption import seal, unseal
from sozialraum.foundation.privacy.gate import Grant
from sozialraum.foundation.ui.drawing import PAPER, element, picture
from sozialraum.network.inquiries.enums import PictureKind
from sozialraum.network.inquiries.models import InquiryPicture
from sozialraum.network.inquiries.rules import (
    COLORS,
    MOST_PICTURES,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    SHOWN_FROM,
    Stroke,
)
from sozialraum.network.services import Refused

JPEG, SVG = "image/jpeg", "image/svg+xml"


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture for who leads the inquiry: who made it agreed to show it, and who leads approved."""

    id: UUID
    kind: PictureKind
    agreed: bool
    approved: bool


def keep_drawing(inquiry_id: UUID, contribution_id: UUID, strokes: Sequence[Stroke], *, agreed: bool) -> UUID:
    """Seal a drawing as its strokes."""
    written = json.dumps([[color, list(points)] for color, points in strokes], separators=(",", ":"))
    return _keep(inquiry_id, contribution_id, PictureKind.DRAWING, written, agreed=agreed)


def keep_photo(inquiry_id: UUID, contribution_id: UUID, jpeg: bytes, *, agreed: bool) -> UUID:
    """Seal a photo. Raises :class:`Refused` past five for one contribution."""
    if InquiryPicture.objects.filter(contribution_id=contribution_id).count() >= MOST_PICTURES:
        raise Refused(_("Five pictures are enough."), _("Send the five that matter most."))
    written = base64.b64encode(jpeg).decode("ascii")
    return _keep(inquiry_id, contribution_id, PictureKind.PHOTO, written, agreed=agreed)


def _keep(inquiry_id: UUID, contribution_id: UUID, kind: PictureKind, written: str, *, agreed: bool) -> UUID:
    picture_id = uuid4()
    InquiryPicture.objects.create(
        id=picture_id, inquiry_id=inquiry_id, contribution_id=contribution_id, kind=kind, agreed=agreed,
        sealed=seal(written, place=_place(picture_id)),
    )  # fmt: skip
    return picture_id


def pictures_of(grant: Grant) -> list[PictureRow]:
    """The pictures of an open inquiry, in no order that tells who made them."""
    found = InquiryPicture.objects.filter(inquiry_id=grant.subject_id).order_by("id")
    return [
        PictureRow(each.id, PictureKind(each.kind), each.agreed, each.approved_at is not None)
        for each in found.defer("sealed", "shown")
    ]


def sealed_picture(grant: Grant, picture_id: UUID) -> tuple[bytes, str] | None:
    """One picture of an open inquiry with its media type, for who leads it."""
    found = InquiryPicture.objects.filter(id=picture_id, inquiry_id=grant.subject_id).first()
    return _opened(grant, found) if found and found.sealed else None


def shown_picture(picture_id: UUID) -> tuple[bytes, str] | None:
    """A picture that everybody may see, with its media type."""
    found = InquiryPicture.objects.filter(id=picture_id).exclude(shown=b"").first()
    return (bytes(found.shown), SVG if found.kind == PictureKind.DRAWING else JPEG) if found else None


def shown_pictures(inquiry_id: UUID) -> list[UUID]:
    """The pictures of a closed inquiry that everybody may see."""
    found = InquiryPicture.objects.filter(inquiry_id=inquiry_id).exclude(shown=b"").order_by("id")
    return list(found.values_list("id", flat=True))


def approve_picture(grant: Grant, picture_id: UUID, *, approved: bool, at: datetime) -> None:
    """Say that nobody can be recognized on a picture, so that it may be shown, or take that back.

    Raises :class:`Refused` where who made it did not agree.
    """
    found = InquiryPicture.objects.filter(id=picture_id, inquiry_id=grant.subject_id).first()
    if found is None:
        raise Refused(_("There is no such picture."), _("Reload the page."))
    if approved and not found.agreed:
        raise Refused(_("Who made this picture does not want it shown."), _("Leave it as it is."))
    found.approved_at = at if approved else None
    found.save(update_fields=["approved_at"])


def remove_picture(grant: Grant, picture_id: UUID) -> None:
    """Remove a picture at once, for example because somebody is seen on it."""
    InquiryPicture.objects.filter(id=picture_id, inquiry_id=grant.subject_id).delete()


def hang_pictures(grant: Grant, inquiry_id: UUID) -> None:
    """On closing: open what was agreed and approved, if it comes from five or more, and remove every other picture."""
    agreed = InquiryPicture.objects.filter(inquiry_id=inquiry_id, agreed=True, approved_at__isnull=False)
    makers = agreed.values("contribution_id").distinct().count()
    if makers >= SHOWN_FROM:
        for each in agreed.select_for_update():
            each.shown, _media = _opened(grant, each)
            each.sealed = b""
            each.save(update_fields=["shown", "sealed"])
    InquiryPicture.objects.filter(inquiry_id=inquiry_id, shown=b"").delete()


def _opened(grant: Grant, found: InquiryPicture) -> tuple[bytes, str]:
    written = unseal(grant, found.sealed, place=_place(found.id))
    if found.kind == PictureKind.PHOTO:
        return base64.b64decode(written), JPEG
    return drawing_svg([(color, tuple(points)) for color, points in json.loads(written)]).encode(), SVG


def drawing_svg(strokes: Sequence[Stroke]) -> str:
    """A drawing as a picture of its own."""
    lines = "".join(
        element("path", d=_path(points), stroke=COLORS[color], stroke_width=7 if len(points) > 2 else 14)
        for color, points in strokes
    )
    ground = element("rect", width=SHEET_WIDTH, height=SHEET_HEIGHT, fill=PAPER)
    drawn = element("g", lines, fill="none", stroke_linecap="round", stroke_linejoin="round")
    return picture(ground + drawn, width=SHEET_WIDTH, height=SHEET_HEIGHT, title="", fixed=True)


def _path(points: Sequence[int]) -> str:
    pairs = [f"{x} {y}" for x, y in zip(points[::2], points[1::2], strict=True)]
    return "M" + "L".join(pairs if len(pairs) > 1 else pairs * 2)


def _place(picture_id: UUID) -> str:
    return f"inquiries.InquiryPicture.sealed:{picture_id}"
