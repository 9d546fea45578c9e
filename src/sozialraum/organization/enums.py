"""Kinds of the organization floor; the catalogue of helps with its statute names (DOMAIN 2.11)."""

from __future__ import annotations

from enum import StrEnum


class TeamKind(StrEnum):
    """What a team of the office is there for."""

    SOCIAL_SERVICE = "social_service"  # Allgemeiner Sozialer Dienst
    ECONOMIC_YOUTH_WELFARE = "economic_youth_welfare"  # Wirtschaftliche Jugendhilfe
    FOSTER_CARE = "foster_care"  # Pflegekinderdienst
    GUARDIANSHIP = "guardianship"  # Vormundschaft, Beistandschaft
    YOUTH_COURT = "youth_court"  # Jugendhilfe im Strafverfahren
    YOUTH_WORK = "youth_work"
    DAY_CARE = "day_care"
    PLANNING = "planning"  # Jugendhilfeplanung, Controlling
    MANAGEMENT = "management"
    OTHER = "other"


class MembershipFunction(StrEnum):
    """What somebody is in a team."""

    LEAD = "lead"
    DEPUTY_LEAD = "deputy_lead"
    MEMBER = "member"
    TRAINEE = "trainee"


class ProviderKind(StrEnum):
    """Whose a provider is (§§ 3, 4, 4a, 69, 75, 78b SGB VIII)."""

    PUBLIC = "public"
    INDEPENDENT = "independent"
    COMMERCIAL = "commercial"
    SELF_ORGANIZED = "self_organized"


class OfferKind(StrEnum):
    """What an offer does, in the words of those who look for it."""

    YOUTH_WORK = "youth_work"
    YOUTH_SOCIAL_WORK = "youth_social_work"
    SCHOOL_SOCIAL_WORK = "school_social_work"
    FAMILY_EDUCATION = "family_education"
    COUNSELING = "counseling"
    HELP_AT_HOME = "help_at_home"
    GROUP_WORK = "group_work"
    DAY_GROUP = "day_group"
    FOSTER_CARE = "foster_care"
    RESIDENTIAL_CARE = "residential_care"
    INTENSIVE_CARE = "intensive_care"
    INTEGRATION = "integration"
    PROTECTION = "protection"
    FLEXIBLE_HELP = "flexible_help"
    OTHER = "other"


class OfferForm(StrEnum):
    """Where and how a help takes place."""

    OPEN = "open"
    COUNSELING = "counseling"
    AMBULANT = "ambulant"
    SEMI_RESIDENTIAL = "semi_residential"
    FOSTER_FAMILY = "foster_family"
    RESIDENTIAL = "residential"


class LegalBasis(StrEnum):
    """The paragraph of SGB VIII an offer rests on, with its German and English name (DOMAIN 2.11).

    >>> LegalBasis.FAMILY_HELP.value, LegalBasis.FAMILY_HELP.german
    ('31', 'Sozialpädagogische Familienhilfe')
    """

    german: str
    english: str

    def __new__(cls, code: str, german: str, english: str) -> LegalBasis:
        """Make a text that knows its names."""
        made = str.__new__(cls, code)
        made._value_ = code
        made.german = german
        made.english = english
        return made

    YOUTH_WORK = "11", "Jugendarbeit", "Youth work"
    YOUTH_SOCIAL_WORK = "13", "Jugendsozialarbeit", "Youth social work"
    SCHOOL_SOCIAL_WORK = "13a", "Schulsozialarbeit", "School social work"
    YOUTH_PROTECTION = (
        "14",
        "Erzieherischer Kinder- und Jugendschutz",
        "Educational protection of young people",
    )
    FAMILY_PROMOTION = "16", "Förderung der Erziehung in der Familie", "Promotion of upbringing in the family"
    PARTNERSHIP_COUNSELING = (
        "17", "Beratung zu Partnerschaft, Trennung und Scheidung", "Counseling on partnership and separation",
    )  # fmt: skip
    CONTACT_COUNSELING = (
        "18", "Beratung bei Personensorge und Umgang", "Counseling on custody and contact",
    )  # fmt: skip
    PARENT_CHILD_HOME = (
        "19", "Gemeinsame Wohnformen für Mütter, Väter und Kinder", "Homes for mothers or fathers with children",
    )  # fmt: skip
    CARE_IN_EMERGENCY = (
        "20", "Betreuung und Versorgung des Kindes in Notsituationen", "Care of the child in emergencies",
    )  # fmt: skip
    FLEXIBLE_HELP = "27", "Hilfe zur Erziehung, flexibel", "Socio-educational support, flexible"
    EDUCATIONAL_COUNSELING = "28", "Erziehungsberatung", "Child guidance counseling"
    GROUP_WORK = "29", "Soziale Gruppenarbeit", "Social group work"
    MENTORING = "30", "Erziehungsbeistand, Betreuungshelfer", "Mentoring support"
    FAMILY_HELP = "31", "Sozialpädagogische Familienhilfe", "Socio-educational family help"
    DAY_GROUP = "32", "Tagesgruppe", "Day group"
    FOSTER_CARE = "33", "Vollzeitpflege", "Full-time foster care"
    RESIDENTIAL_CARE = (
        "34", "Heimerziehung, sonstige betreute Wohnform", "Residential care, other supervised living",
    )  # fmt: skip
    INTENSIVE_SUPPORT = (
        "35", "Intensive sozialpädagogische Einzelbetreuung", "Intensive individual socio-educational support",
    )  # fmt: skip
    INTEGRATION = (
        "35a", "Eingliederungshilfe bei seelischer Behinderung", "Integration assistance for mental disability",
    )  # fmt: skip
    YOUNG_ADULTS = "41", "Hilfe für junge Volljährige", "Help for young adults"
    AFTERCARE = "41a", "Nachbetreuung", "Aftercare"
    TAKING_INTO_CARE = "42", "Inobhutnahme", "Taking into care"
