"""What the database says about a row does not reach the log."""

from __future__ import annotations

import logging
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from factories.cases import grant_for, make_family
from sozialraum.foundation.vocabulary import Action
from sozialraum.individual.models import Statement

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_the_words_of_a_row_that_breaks_a_rule_stay_out_of_the_log() -> None:
    family = make_family()
    grant_for(family.worker, family.case_id, Action.WRITE)
    try:
        with transaction.atomic():
            Statement.objects.filter(id=family.will_id).update(strength=11)
    except IntegrityError as error:
        assert "wieder in die Schule" in str(error), "the database repeats the row"
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "failed", (), sys.exc_info())
    maker = dict(settings.LOGGING["formatters"]["line"])
    from sozialraum.foundation.database.logs import ContentlessFormatter

    assert maker["()"] == f"{ContentlessFormatter.__module__}.{ContentlessFormatter.__name__}"
    text = ContentlessFormatter(maker["format"]).format(record)
    assert "statement_strength_0_to_10" in text
    assert "Schule" not in text
    assert "DETAIL" not in text
