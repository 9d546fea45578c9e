"""The register of processing names every kind of record in words that a citizen reads."""

from __future__ import annotations

import pytest
from django.utils import translation

from sozialraum.foundation.privacy.classification import privacy_of, stored_models

ROOMS = ("sozialraum.", "allauth", "django")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_kind_of_record_has_a_title(language: str) -> None:
    with translation.override(language):
        named = {
            model._meta.label: str(privacy_of(model).title)
            for model in stored_models()
            if model.__module__.startswith(ROOMS) and not model._meta.auto_created
        }
    assert [label for label, title in named.items() if not title] == []
    assert len(set(named.values())) == len(named)
