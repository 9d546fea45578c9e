"""Writing in case space: every function takes a grant that the gate has given for writing."""

from sozialraum.individual.services.cases import (
    NotOpened,
    TakenOverCase,
    add_member,
    end_case,
    next_case_number,
    open_case,
    open_concern,
    open_in_emergency,
    take_over_cases,
)
from sozialraum.individual.services.choices import (
    decide_claim,
    note_letter_sent,
    prepare_decision,
    record_choice,
    refuse_choice,
    show_options,
)
from sozialraum.individual.services.goals import (
    mark_goal,
    remove_goal,
    revise_goal,
    set_goal,
)
from sozialraum.individual.services.handovers import (
    begin_handover,
    complete_handover,
    say_at_handover,
    withdraw_handover,
)
from sozialraum.individual.services.missing_nearby import (
    Mark,
    heard_of_result,
    set_missing_nearby,
    take_over_missing_nearby,
)
from sozialraum.individual.services.network_maps import (
    begin_network_map,
    change_network_map,
    undo_on_network_map,
)
from sozialraum.individual.services.plans import (
    answer_dissent,
    begin_help_plan,
    fix_help_plan,
    gather_again,
    rate_goal,
    review_help_plan,
    revise_help_plan,
    say_otherwise,
    sign_help_plan,
)
from sozialraum.individual.services.process import (
    finish_reminder,
    log_consultation,
    mark_protection,
    set_reminder,
    take_step,
)
from sozialraum.individual.services.records import (
    Refused,
)
from sozialraum.individual.services.resource_cards import (
    add_resource,
    begin_resource_card,
    remove_resource,
    revise_resource,
    undo_on_resource_card,
)
from sozialraum.individual.services.shares import (
    give_share,
    restore_share,
    withdraw_share,
)
from sozialraum.individual.services.team_sheets import (
    check_team_sheet,
    close_advice,
    go_to_phase,
    make_team_sheet,
    name_advisers,
    name_idea,
)
from sozialraum.individual.services.words import (
    LONGEST_STATEMENT,
    entrust,
    keep_words,
    record_statement,
    revise_statement,
)

__all__ = [
    "LONGEST_STATEMENT",
    "Mark",
    "NotOpened",
    "Refused",
    "TakenOverCase",
    "add_member",
    "add_resource",
    "answer_dissent",
    "begin_handover",
    "begin_help_plan",
    "begin_network_map",
    "begin_resource_card",
    "change_network_map",
    "check_team_sheet",
    "close_advice",
    "complete_handover",
    "decide_claim",
    "end_case",
    "entrust",
    "finish_reminder",
    "fix_help_plan",
    "gather_again",
    "give_share",
    "go_to_phase",
    "heard_of_result",
    "keep_words",
    "log_consultation",
    "make_team_sheet",
    "mark_goal",
    "mark_protection",
    "name_advisers",
    "name_idea",
    "next_case_number",
    "note_letter_sent",
    "open_case",
    "open_concern",
    "open_in_emergency",
    "prepare_decision",
    "rate_goal",
    "record_choice",
    "record_statement",
    "refuse_choice",
    "remove_goal",
    "remove_resource",
    "restore_share",
    "review_help_plan",
    "revise_goal",
    "revise_help_plan",
    "revise_resource",
    "revise_statement",
    "say_at_handover",
    "say_otherwise",
    "set_goal",
    "set_missing_nearby",
    "set_reminder",
    "show_options",
    "sign_help_plan",
    "take_over_cases",
    "take_over_missing_nearby",
    "take_step",
    "undo_on_network_map",
    "undo_on_resource_card",
    "withdraw_handover",
    "withdraw_share",
]
