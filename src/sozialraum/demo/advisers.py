"""Who gives advice in Lindenfurt when somebody worries about a child; each of them agreed to it for herself."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sozialraum.demo.calendar import on
from sozialraum.demo.people import Crowd
from sozialraum.individual import services
from sozialraum.organization.queries import provider_choices

KEPT_ON: Final = date(2026, 1, 12)
ADVISER: Final = "Birte Lohse"
REGISTER: Final[tuple[dict[str, Any], ...]] = (
    {
        "full_name": ADVISER, "qualification": "Diplom-Sozialpädagogin, Kinderschutzfachkraft seit 2011",
        "focus": "Vernachlässigung, Sucht in der Familie", "employer": "Schutzstelle Leuchtturm gGmbH",
        "phone": "030 23125-440", "email": "lohse@leuchtturm.example", "reachable": "Mo bis Do 9 bis 16 Uhr",
        "valid_from": date(2019, 2, 1), "published": True,
    },
    {
        "full_name": "Dr. Henning Brodersen", "qualification": "Kinder- und Jugendpsychiater, seit 2016 in der Beratung nach § 8b",
        "focus": "Säuglinge und kleine Kinder, psychisch kranke Eltern", "employer": "Klinikum Lindenfurt, Kinderschutzambulanz",
        "phone": "030 23125-447", "reachable": "Di und Fr 13 bis 15 Uhr, sonst Rückruf am selben Tag",
        "valid_from": date(2020, 9, 1), "published": True,
    },
    {
        "full_name": "Samira Haddad", "qualification": "Psychologin, Fachberaterin für sexualisierte Gewalt",
        "focus": "Sexualisierte Gewalt, auch unter Jugendlichen und im Netz", "employer": "Beratungsstelle Kornmarkt e. V.",
        "phone": "030 23125-452", "email": "haddad@kornmarkt.example", "reachable": "täglich 10 bis 12 Uhr",
        "valid_from": date(2021, 4, 1), "published": True,
    },
    {
        "full_name": "Jörg Wittkamp", "qualification": "Sozialarbeiter, systemischer Berater, Kinderschutzfachkraft seit 2017",
        "focus": "Partnerschaftsgewalt, Trennung, Streit um Umgang", "employer": "Brücke e. V.", "phone": "030 23125-458",
        "reachable": "Mi 9 bis 18 Uhr", "valid_from": date(2022, 1, 1), "published": True,
    },
    {
        "full_name": "Elif Aksoy", "qualification": "Heilpädagogin, Weiterbildung Kinderschutz und Behinderung 2022",
        "focus": "Kinder mit Behinderung, Verständigung ohne Sprache", "employer": "Mittendrin Schulbegleitung gGmbH",
        "email": "aksoy@mittendrin.example", "reachable": "Antwort binnen eines Werktags", "valid_from": date(2023, 3, 1),
        "published": True,
    },
    {
        "full_name": "Gundula Freese", "qualification": "Kinderkrankenschwester, Familienhebamme, Kinderschutzfachkraft seit 2013",
        "focus": "Schwangerschaft und erstes Lebensjahr", "employer": "Stadt Lindenfurt, Frühe Hilfen", "phone": "030 23125-461",
        "reachable": "Mo bis Fr 8 bis 13 Uhr", "valid_from": date(2018, 6, 1), "published": True,
    },
    {
        "full_name": "Torben Iwersen", "qualification": "Sozialpädagoge, Kinderschutzfachkraft seit 2024",
        "focus": "Jugendliche, die weglaufen oder nicht zur Schule gehen", "employer": "Jugendwerk Lindenfurt gGmbH",
        "phone": "030 23125-466", "reachable": "über die Zentrale", "valid_from": date(2024, 10, 1),
    },
    {
        "full_name": "Ursel Dahlmann", "qualification": "Diplom-Pädagogin, Kinderschutzfachkraft seit 2006",
        "employer": "Schutzstelle Leuchtturm gGmbH", "phone": "030 23125-441", "valid_from": date(2012, 1, 1),
        "valid_until": date(2026, 6, 30),
    },
)  # fmt: skip


def keep_register(crowd: Crowd) -> None:
    """Enter them as the head of the office does; who works for a provider of the directory is tied to it."""
    codes = {name: code for code, name in provider_choices()}
    for entry in REGISTER:
        services.keep_adviser(
            crowd.persona("head_of_office"),
            provider_code=codes.get(entry["employer"], ""),
            at=on(KEPT_ON),
            **entry,
        )
