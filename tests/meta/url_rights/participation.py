"""Who gets what from the addresses of the floor of participation."""

from __future__ import annotations

from meta.url_rights.answers import MEMBERS, NOBODY_FINDS, NOT_FOUND, POST_ONLY, PUBLIC, Answers

RIGHTS: dict[str, Answers] = {
    # the rounds of a budget: no year has one in this test; what is public is public, the rest asks for a role first
    "participation:budget_rounds": PUBLIC,
    "participation:budget_round": NOBODY_FINDS,
    "participation:budget_history": NOBODY_FINDS,
    "participation:budget_history_file": NOBODY_FINDS,
    "participation:budget_calendar": NOBODY_FINDS,
    "participation:budget_request": NOBODY_FINDS,
    "participation:publish_budget": NOT_FOUND,
    "participation:open_next_round": POST_ONLY,
    "participation:move_round_days": NOT_FOUND,
    "participation:new_budget_request": POST_ONLY,
    "participation:edit_budget_request": NOT_FOUND,
    "participation:submit_budget_request": POST_ONLY,
    "participation:withdraw_budget_request": POST_ONLY,
    "participation:circle_record": NOT_FOUND,
    "participation:propose_budget": NOT_FOUND,
    "participation:circle_voice": NOT_FOUND,
    "participation:budget_objection": NOT_FOUND,
    "participation:objection_reply": NOT_FOUND,
    "participation:decide_budget": NOT_FOUND,
    # participation
    "participation:index": MEMBERS,
}  # fmt: skip
