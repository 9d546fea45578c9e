"""What tests of the pages of cases share: addresses, what is posted, what is stored."""

from __future__ import annotations

from django.test import Client

from factories.browsers import browser_of
from factories.cases import Family, grant_for
from factories.people import make_actor
from sozialraum.foundation.privacy.actors import Role
from sozialraum.individual import queries

AUTO = {"X-Autosave": "1"}
SAID = "Ich will wieder in die Schule."


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def page_of(family: Family, rest: str = "") -> str:
    return f"/individuum/{family.case_id}/{rest}"


def words_at(family: Family, statement_id: object) -> str:
    return page_of(family, f"worte/{statement_id}/")


def spoken(family: Family, said: str, **changes: str) -> dict[str, str]:
    return {"text": said, "version": "0", "speaker": str(family.son_id), **changes}


def texts_of(family: Family) -> set[str]:
    return {words.text for words in queries.case_file(grant_for(family.worker, family.case_id)).words}


def stranger(role: Role) -> Client:
    return browser_of(make_actor(role))


# the list
