"""How well the directory answers what people type, against PostgreSQL's plain German full-text search."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from relevance.judged import DEEP, TODAY, directory, gain, queries, recall

from sozialraum.network.directory.asked import Asked
from sozialraum.network.directory.catalog import FAR, Catalog
from sozialraum.network.enums import CardVisibility

FLOORS = {"queries": (0.76, 0.65), "held_out": (0.70, 0.62)}
"""A little below what was measured on 2026-11-23, so that a worse ranking is seen: 0.774 and 0.663 over the 267 queries that
the search was made with, 0.719 and 0.642 over 94 that were written, judged and kept apart before it was worked on again."""


def measured(search: Callable[[str], list[UUID]], name: str) -> tuple[float, float]:
    """The means of NDCG@10 and recall@20 over the judged queries of a file."""
    topics = directory()[1]
    gains, recalls = [], []
    for query in queries(name):
        ranked = [query.grades.get(topics[key], 0) for key in search(query.text)]
        everything = [query.grades.get(topic, 0) for topic in topics.values()]
        gains.append(gain(ranked, everything))
        recalls.append(recall(ranked, everything))
    return sum(gains) / len(gains), sum(recalls) / len(recalls)


def by_catalog() -> Callable[[str], list[UUID]]:
    catalog = Catalog(directory()[0], today=TODAY)
    return lambda text: [
        each.id for each in catalog.find(Asked(text=text), sees=CardVisibility.CASE, limit=DEEP).entries
    ]


def by_postgres() -> Callable[[str], list[UUID]]:
    """PostgreSQL's own: German stems, all words, ``ts_rank`` over the same weighted texts."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE plain_search (id uuid, name text, said tsvector)")
        cursor.executemany(
            "INSERT INTO plain_search VALUES (%s, %s, setweight(to_tsvector('german', %s), 'A') || to_tsvector('german', %s))",
            [
                (row.id, row.name, row.name, " ".join(text for weight, text in row.words if text != row.name))
                for row in directory()[0]
            ],
        )

    def search(text: str) -> list[UUID]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM plain_search, plainto_tsquery('german', %s) asked WHERE said @@ asked"
                " ORDER BY ts_rank(said, asked) DESC, name, id LIMIT %s",
                [text, DEEP],
            )
            return [row[0] for row in cursor.fetchall()]

    return search


@pytest.mark.django_db
@pytest.mark.parametrize("name", FLOORS)
def test_the_ranking_keeps_its_floor_and_is_far_above_plain_full_text(name: str) -> None:
    own_gain, own_recall = measured(by_catalog(), name)
    plain_gain, plain_recall = measured(by_postgres(), name)
    least_gain, least_recall = FLOORS[name]
    assert len(queries("queries")) >= 150
    assert own_gain >= least_gain
    assert own_recall >= least_recall
    assert own_gain > 1.2 * plain_gain, f"{own_gain:.3f} against {plain_gain:.3f}"
    assert own_recall > 1.2 * plain_recall, f"{own_recall:.3f} against {plain_recall:.3f}"


@pytest.mark.parametrize("name", FLOORS)
def test_every_judged_topic_exists(name: str) -> None:
    known = set(directory()[1].values())
    named = {topic for query in queries(name) for topic in query.grades}
    assert named - known == set()


def test_what_is_more_than_an_hour_away_stands_behind_all_that_is_near() -> None:
    rows = directory()[0]
    here = next(row for row in rows if row.longitude is not None and row.latitude is not None)
    asked = Asked(text="jemand zum Reden", point=(here.longitude, here.latitude))
    found = Catalog(rows, today=TODAY).find(asked, sees=CardVisibility.CASE, limit=DEEP * 10).entries
    far = [each.minutes is not None and each.minutes > FAR for each in found]
    assert 0 < sum(far) < len(far)
    assert far == sorted(far)
