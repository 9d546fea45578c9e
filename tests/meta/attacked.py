"""Public addresses as an attacker sees them: those that the attack on the field walks, and why the others are not."""

from __future__ import annotations

from typing import Final

WALKED: Final = frozenset(
    {
        "network:index", "network:place", "network:offer", "network:organization", "network:place_calendar", "network:card",
        "network:competences", "network:cooperations", "network:cooperations_file", "network:effect", "network:effects",
        "network:theme", "network:themes", "network:issue", "network:issues", "network:inquiries", "network:inquiry",
        "network:pins", "network:pin_campaign", "network_open:details", "network_open:openapi", "network_open:services",
        "network_open:service", "network_open:organizations", "open:index", "open:area", "open_data:index",
        "open_data:catalog", "features:landing", "features:conformance", "features:definition", "features:collections",
        "features:collection", "features:items", "features:feature",
    }
)  # fmt: skip
"""Walked by ``integration/network/test_attack_on_the_field.py``, which fails where it does not get there."""

_SIGN_IN: Final = "Says who one is; tested with signing in."
_BY_LINK: Final = "Opened by a signed link alone, which no page shows; tested where the link is."
_BY_CODE: Final = "Opened by the code of a session; what it takes in is tested with pins and inquiries."
_ROUNDS: Final = "Figures of money and words of organizations, none of persons; tested with rounds."
_FILES: Final = (
    "The same released tables as a file; integration/social_structure/open_data holds them against the gate."
)
_HOUSE: Final = "Texts about the house."

ELSEWHERE: Final = {
    **dict.fromkeys(
        ("account_inactive", "account_login", "account_logout", "accounts:invitation", "accounts:openid_begin",
         "accounts:openid_callback", "accounts:sign_in", "accounts:sign_in_persona", "accounts:sign_out",
         "mfa_authenticate", "mfa_login_webauthn", "start:set_up"), _SIGN_IN,
    ),
    **dict.fromkeys(("network:answer_due", "network:confirm_by_link", "network:effect_consent"), _BY_LINK),
    **dict.fromkeys(
        ("network:join_pins", "network:pin_map", "network:set_pins", "network:take_back_pin", "network:contribute",
         "network:contribute_photo"), _BY_CODE,
    ),
    "individual:advisers": "Professionals who agreed to stand there; tested with the register of advisers.",
    "network:shown_picture": "A picture that was agreed to and approved; tested with inquiries.",
    **dict.fromkeys(
        ("participation:budget_calendar", "participation:budget_history", "participation:budget_history_file",
         "participation:budget_request", "participation:budget_round", "participation:budget_rounds"), _ROUNDS,
    ),
    **dict.fromkeys(
        ("open_data:dataset", "open_data:file", "open_data:metadata", "reporting:open_area_pdf",
         "reporting:open_area_xlsx"), _FILES,
    ),
    **dict.fromkeys(
        ("start:accessibility", "start:components", "start:components_autosave", "start:components_change_by_another",
         "start:components_ground", "start:components_job", "start:components_names", "start:help", "start:imprint", "start:offline",
         "start:offline_script", "start:privacy", "start:set_language", "supervision:register"), _HOUSE,
    ),
}  # fmt: skip
