"""What the database says about a row does not reach the log."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from factories.cases import grant_for, make_family
from factories.people import make_user
from sozialraum.foundation.accounts.models import User
from sozialraum.foundation.database.logs import ContentlessFormatter
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.models import Statement

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_the_row_that_breaks_a_rule_stays_out_of_the_log() -> None:
    user = make_user(full_name="Miriam Kessler")
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create(username=user.username, full_name="Jonas", created_at=user.created_at)
    assert user.username in str(caught.value), "the database repeats the value"
    told = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "failed", (), told)
    line = settings.LOGGING["formatters"]["line"]
    assert line["()"] == f"{ContentlessFormatter.__module__}.{ContentlessFormatter.__name__}"
    text = ContentlessFormatter(line["format"]).format(record)
    assert "accounts_user" in text
    assert user.username not in text
    assert "DETAIL" not in text


def test_of_a_guarded_row_the_database_says_nothing_itself() -> None:
    family = make_family()
    grant_for(family.worker, family.case_id, Action.WRITE)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Statement.objects.filter(id=family.will_id).update(strength=11)
    assert "Schule" not in str(caught.value)
