"""What the page of the city map keeps of its drawing is the same for all readers, and goes with the figures."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from factories.areas import DAY, SHARES, bring_in, make_areas, table
from factories.browsers import signed_in
from factories.people import AT
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.database import editions
from sozialraum.foundation.privacy.actors import Role
from sozialraum.social_structure.queries.city_map import Wish, city_map

pytestmark = pytest.mark.usefixtures("committing")
MAP = "/sozialstruktur/stadtkarte/"
ADDRESSES = (
    MAP,
    f"{MAP}?area=0101&view=table&t_q=Quartier&t_sort=name",
    f"{MAP}?at=12.5/54.1/13.2&without=places&t_size=25&t_page=2",
    f"{MAP}?show=counts&note=%3Cmine%3E",
)


@pytest.fixture
def readers() -> dict[tuple[Role, str], Client]:
    with transaction.atomic():
        make_areas()
        bring_in(table(SHARES))
        found = {
            (role, language): signed_in(role)
            for role, language in product((Role.PLANNER, Role.CASE_WORKER, Role.RESIDENT), ("de", "en"))
        }
        for number, user in enumerate(User.objects.order_by("id")):
            User.objects.filter(id=user.id).update(full_name=f"Reader {number}")
    for (_role, language), client in found.items():
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return found


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", answer.content.decode())


def test_what_is_kept_shows_nobody_anything_of_another_reader(
    readers: dict[tuple[Role, str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list(product(readers, ADDRESSES))
    with monkeypatch.context() as nothing_kept:
        nothing_kept.setattr(editions, "mark_of", lambda _edition: None)
        alone = {(reader, address): read(readers[reader], address) for reader, address in asked}
    assert len(set(alone.values())) == len(asked)
    for reader, address in [*asked, *reversed(asked)]:
        assert read(readers[reader], address) == alone[reader, address]
    kept = city_map(Wish())
    assert kept is not None
    assert kept.drawn


def test_what_is_kept_of_a_map_holds_no_token_no_name_and_no_address(
    readers: dict[tuple[Role, str], Client],
) -> None:
    client = readers[Role.PLANNER, "de"]
    page = client.get(ADDRESSES[3])
    text = page.content.decode()
    city = page.context["city"]
    drawn = "".join(
        [
            *city.drawn.values(),
            *(words for each in city.panels for words in (*each.drawn.values(), *each.live.drawn.values())),
        ]
    )
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token is not None
    for private in (token.group(1), page.context["user"].full_name, "csrf", "nonce", "note=", "mine"):
        assert private in text or private == "nonce"
        assert private not in drawn
    assert "Vergleichen" in drawn


def test_new_figures_change_the_page_and_old_drawings_are_not_shown(
    readers: dict[tuple[Role, str], Client],
) -> None:
    before = {reader: read(client, MAP) for reader, client in readers.items()}
    with transaction.atomic():
        rows = ["0101;100;200", *SHARES[1:]]
        bring_in(table(rows), name="corrected.csv", day=DAY, at=AT + timedelta(days=1))
    assert connection.in_atomic_block is False
    for reader, client in readers.items():
        after = read(client, MAP)
        assert after != before[reader]
        assert "50,0" in after if reader[1] == "de" else "50.0" in after
