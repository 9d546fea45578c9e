"""What every address answers to whom: one line an address, checked against the resolver and against the pages.

A line is ``name: answers``. ``answers`` is one :class:`Answer` for everybody, or a table with a line for
``anonymous``, for ``signed_in`` (every role that is not named) and for single roles. A number is the status of a GET;
``TO_SIGN_IN`` is the redirect to the sign-in. An address with parts (``<uuid:...>``) is asked with ids that do not
exist, so that 404 is what both a foreign subject and no subject answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from sozialraum.foundation.privacy.actors import Role

TO_SIGN_IN = 302
ANONYMOUS, SIGNED_IN = "anonymous", "signed_in"

Answers = Mapping[str, int]

PUBLIC: Answers = {ANONYMOUS: 200, SIGNED_IN: 200}
MEMBERS: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200}
MOVES_ON: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 302}
POST_ONLY: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 405}
POST_ONLY_FOR_ALL: Answers = {ANONYMOUS: 405, SIGNED_IN: 405}
NOT_FOUND: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404}
NOBODY_FINDS: Answers = {ANONYMOUS: 404, SIGNED_IN: 404}
ENTRANCE: Answers = {ANONYMOUS: 200, SIGNED_IN: 302}
ADMINISTRATION: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.ADMINISTRATOR: 200}

NOWHERE_PUBLIC: Answers = {ANONYMOUS: 404, SIGNED_IN: 404}
DEVELOPMENT: Answers = {ANONYMOUS: 404, SIGNED_IN: 404}
FAMILY_ELSEWHERE: Answers = {Role.PARENT: 302, Role.YOUNG_PERSON: 302, Role.TRUSTED_PERSON: 302}
AREAS: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.ADMINISTRATOR: 404}
PLANNING: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.PLANNER: 200, Role.CONTROLLER: 200}
BUDGETS: Answers = {
    ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.FINANCE_OFFICER: 404, Role.PARENT: 404, Role.YOUNG_PERSON: 404,
    Role.TRUSTED_PERSON: 404, Role.OMBUDSPERSON: 404, Role.DATA_PROTECTION_OFFICER: 404, Role.ADMINISTRATOR: 404,
}  # fmt: skip
CONTROL: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.DATA_PROTECTION_OFFICER: 200}
FIELD_READERS: Answers = {
    ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.FINANCE_OFFICER: 404, Role.PARENT: 404, Role.YOUNG_PERSON: 404,
    Role.TRUSTED_PERSON: 404, Role.OMBUDSPERSON: 404, Role.RESIDENT: 404,
}  # fmt: skip
CASE_WORK: Answers = {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.CASE_WORKER: 200}

URL_RIGHTS: dict[str, Answers] = {
    # the shell
    "start:today": {**MEMBERS, **FAMILY_ELSEWHERE},
    "start:set_up": {ANONYMOUS: 404, SIGNED_IN: 404},
    "start:search": MEMBERS,
    "start:set_language": {ANONYMOUS: 302, SIGNED_IN: 302},
    "start:accessibility": PUBLIC,
    "start:privacy": PUBLIC,
    "start:imprint": PUBLIC,
    "start:help": PUBLIC,
    # founded it answers the administration alone; the installation of this test has no name yet
    "start:installation": NOT_FOUND,
    "start:offline": PUBLIC,
    "start:offline_script": PUBLIC,
    "start:components": DEVELOPMENT,
    "start:components_job": DEVELOPMENT,
    "start:components_ground": DEVELOPMENT,
    "start:components_autosave": POST_ONLY_FOR_ALL,
    "start:components_change_by_another": POST_ONLY_FOR_ALL,
    # signing in
    "accounts:sign_in": ENTRANCE,
    "accounts:sign_in_persona": POST_ONLY_FOR_ALL,
    "accounts:openid_begin": POST_ONLY_FOR_ALL,
    "accounts:openid_callback": {ANONYMOUS: 404, SIGNED_IN: 404},
    "accounts:sign_out": {ANONYMOUS: 302, SIGNED_IN: 302},
    "accounts:invitation": PUBLIC,
    "account_login": ENTRANCE,
    "account_inactive": PUBLIC,
    "account_logout": {ANONYMOUS: 302, SIGNED_IN: 302},
    "mfa_authenticate": {ANONYMOUS: 302, SIGNED_IN: 302},
    "mfa_login_webauthn": {ANONYMOUS: 302, SIGNED_IN: 302},
    # the own account
    "accounts:account": MEMBERS,
    "accounts:password": MEMBERS,
    "accounts:second_factor": MOVES_ON,
    "accounts:rights": MEMBERS,
    "accounts:substitutions": MEMBERS,
    "accounts:end_substitution": POST_ONLY,
    "accounts:kept_form": MOVES_ON,
    "accounts:continue_kept_form": POST_ONLY,
    "accounts:discard_kept_form": POST_ONLY,
    "account_change_password": MEMBERS,
    # who has neither password nor second factor (the people of this test) has nothing to confirm with
    "account_reauthenticate": {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 403},
    "mfa_reauthenticate": {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 403},
    "mfa_reauthenticate_webauthn": {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 403},
    "mfa_index": MEMBERS,
    "mfa_activate_totp": MEMBERS,
    "mfa_deactivate_totp": NOT_FOUND,
    "mfa_list_webauthn": MEMBERS,
    "mfa_add_webauthn": MEMBERS,
    "mfa_remove_webauthn": NOT_FOUND,
    "mfa_edit_webauthn": NOT_FOUND,
    "mfa_view_recovery_codes": NOT_FOUND,
    "mfa_generate_recovery_codes": MEMBERS,
    "mfa_download_recovery_codes": NOT_FOUND,
    # the administration
    "accounts:people": ADMINISTRATION,
    "accounts:invite": ADMINISTRATION,
    "accounts:person": NOT_FOUND,
    "accounts:give_role": POST_ONLY,
    "accounts:end_role": POST_ONLY,
    "accounts:renew": POST_ONLY,
    "accounts:change_person": POST_ONLY,
    "accounts:withdraw": POST_ONLY,
    # open data, for everybody
    "open_data:index": PUBLIC,
    "open_data:dataset": NOWHERE_PUBLIC,
    "open_data:file": NOWHERE_PUBLIC,
    "open_data:catalog": NOWHERE_PUBLIC,
    "open_data:metadata": NOWHERE_PUBLIC,
    "open_data:open": POST_ONLY,
    "features:landing": PUBLIC,
    "features:definition": PUBLIC,
    "features:conformance": PUBLIC,
    "features:collections": PUBLIC,
    "features:collection": NOWHERE_PUBLIC,
    "features:items": NOWHERE_PUBLIC,
    "features:feature": NOWHERE_PUBLIC,
    # what is open to all
    "open:index": PUBLIC,
    "open:area": {ANONYMOUS: 404, SIGNED_IN: 404},
    # social structure
    "social_structure:index": AREAS,
    "social_structure:map": AREAS,
    "social_structure:map_figures": NOT_FOUND,
    "social_structure:map_drawing": NOT_FOUND,
    "social_structure:map_picture": NOT_FOUND,
    "social_structure:map_geojson": NOT_FOUND,
    "social_structure:map_ground": NOT_FOUND,
    "social_structure:map_tile": NOT_FOUND,
    "social_structure:area": NOT_FOUND,
    "social_structure:runs": AREAS,
    "social_structure:run": NOT_FOUND,
    "social_structure:former_new_run": {**PLANNING, Role.PLANNER: 301, Role.CONTROLLER: 301},
    "social_structure:workshop": PLANNING,
    "social_structure:new_index_draft": POST_ONLY,
    "social_structure:index_draft": NOT_FOUND,
    "social_structure:preview_index_draft": POST_ONLY,
    "social_structure:index_draft_recipe": NOT_FOUND,
    "social_structure:keep_index_draft": NOT_FOUND,
    "social_structure:remove_index_draft": POST_ONLY,
    "social_structure:publish_run": POST_ONLY,
    "social_structure:compare_runs": NOT_FOUND,
    "social_structure:deliveries": AREAS,
    "social_structure:upload": PLANNING,
    "social_structure:preview": {**PLANNING, Role.PLANNER: 422, Role.CONTROLLER: 422},
    "social_structure:upload_areas": PLANNING,
    "social_structure:preview_areas": {**PLANNING, Role.PLANNER: 422, Role.CONTROLLER: 422},
    "social_structure:undo": POST_ONLY,
    "social_structure:data_room": AREAS,
    "social_structure:cuts": AREAS,
    "social_structure:new_planning_areas": NOT_FOUND,
    "social_structure:delivery": NOT_FOUND,
    "social_structure:import_job": NOT_FOUND,
    "social_structure:import_state": NOT_FOUND,
    "social_structure:cancel_import": POST_ONLY,
    "social_structure:indicators": AREAS,
    "social_structure:indicator": NOT_FOUND,
    "social_structure:new_indicator": PLANNING,
    "social_structure:edit_indicator": NOT_FOUND,
    "social_structure:take_shipped": POST_ONLY,
    "reporting:run_pdf": NOT_FOUND,
    "reporting:area_pdf": NOT_FOUND,
    "reporting:area_xlsx": NOT_FOUND,
    "reporting:open_area_pdf": {ANONYMOUS: 404, SIGNED_IN: 404},
    "reporting:open_area_xlsx": {ANONYMOUS: 404, SIGNED_IN: 404},
    "reporting:run_csv": NOT_FOUND,
    "reporting:run_xlsx": NOT_FOUND,
    # organization
    "organization:index": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.PARENT: 404, Role.YOUNG_PERSON: 404, Role.TRUSTED_PERSON: 404,
        Role.OMBUDSPERSON: 404, Role.DATA_PROTECTION_OFFICER: 404, Role.ADMINISTRATOR: 404,
    },
    "organization:team": NOT_FOUND,
    "organization:provider": NOT_FOUND,
    "organization:offer": NOT_FOUND,
    "organization:edit_offer": NOT_FOUND,
    "organization:confirm_offer": POST_ONLY,
    "organization:budget": BUDGETS,
    "organization:budget_envelope": BUDGETS,
    "organization:budget_area": NOT_FOUND,
    "organization:scenarios": BUDGETS,
    "organization:keep_scenario": POST_ONLY,
    "organization:set_budget_draft": POST_ONLY,
    "organization:new_budget_year": {ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.PLANNER: 200},
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
    "reporting:budget_paper": NOT_FOUND,
    "reporting:budget_workbook": NOT_FOUND,
    # network
    "network:index": PUBLIC,
    "network:place": {ANONYMOUS: 404, SIGNED_IN: 404},
    "network:add_place": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.CASE_WORKER: 200, Role.PROVIDER_WORKER: 200,
        Role.PROVIDER_LEAD: 200, Role.PLANNER: 200, Role.ADMINISTRATOR: 200,
    },
    "network:edit_place": NOT_FOUND,
    "network:confirm_place": POST_ONLY,
    "network:field_work": FIELD_READERS,
    "network:field_note": NOT_FOUND,
    "network:edit_field_note": NOT_FOUND,
    "network:withdraw_field_note": POST_ONLY,
    "network:field_resource_used": POST_ONLY,
    "network:themes": PUBLIC,
    "network:theme": {ANONYMOUS: 404, SIGNED_IN: 404},
    "network:raise_theme": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.CASE_WORKER: 200, Role.TEAM_LEAD: 200, Role.PLANNER: 200,
        Role.PROVIDER_WORKER: 200, Role.PROVIDER_LEAD: 200,
    },
    "network:change_theme": POST_ONLY,
    "network:finish_theme_step": POST_ONLY,
    # individual
    "individual:index": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 404, Role.CASE_WORKER: 200, Role.TEAM_LEAD: 200, Role.PROVIDER_WORKER: 200,
        Role.PARENT: 302, Role.YOUNG_PERSON: 302,
    },
    "individual:open": CASE_WORK,
    "individual:emergency": CASE_WORK,
    "individual:case": NOT_FOUND,
    "individual:conversation": NOT_FOUND,
    "individual:keep_words": POST_ONLY,
    "individual:entrust": POST_ONLY,
    "individual:network_maps": NOT_FOUND,
    "individual:begin_network_map": POST_ONLY,
    "individual:network_map": NOT_FOUND,
    "individual:network_map_file": NOT_FOUND,
    "individual:put_person": POST_ONLY,
    "individual:move_person": POST_ONLY,
    "individual:remove_person": POST_ONLY,
    "individual:tie_people": POST_ONLY,
    "individual:undo_on_network_map": POST_ONLY,
    "individual:share_network_map": POST_ONLY,
    "individual:missing_nearby": NOT_FOUND,
    "individual:heard_of_theme": POST_ONLY,
    "individual:goals": NOT_FOUND,
    "individual:goal": NOT_FOUND,
    "individual:remove_goal": POST_ONLY,
    "individual:resource_card": NOT_FOUND,
    "individual:begin_resource_card": POST_ONLY,
    "individual:add_resource": POST_ONLY,
    "individual:undo_on_resource_card": POST_ONLY,
    "individual:tell_story": POST_ONLY,
    "individual:share_resource_card": POST_ONLY,
    "individual:resource": NOT_FOUND,
    "individual:use_resource": POST_ONLY,
    "individual:remove_resource": POST_ONLY,
    "individual:way": NOT_FOUND,
    "individual:take_step": POST_ONLY,
    "individual:consultation": NOT_FOUND,
    "individual:remind": POST_ONLY,
    "individual:finish_reminder": POST_ONLY,
    "individual:mark_protection": POST_ONLY,
    "individual:my_plan": NOT_FOUND,
    "individual:plan": NOT_FOUND,
    "individual:begin_plan": POST_ONLY,
    "individual:plan_version": NOT_FOUND,
    "individual:edit_plan": NOT_FOUND,
    "individual:gather_plan": POST_ONLY,
    "individual:dissent": POST_ONLY,
    "individual:fix_plan": POST_ONLY,
    "individual:sign_plan": POST_ONLY,
    "individual:rate_goal": POST_ONLY,
    "individual:review_plan": NOT_FOUND,
    "individual:plan_file": NOT_FOUND,
    "individual:choice": NOT_FOUND,
    "individual:show_options": POST_ONLY,
    "individual:choose": POST_ONLY,
    "individual:refuse_choice": POST_ONLY,
    "individual:prepare_decision": POST_ONLY,
    "individual:decide": POST_ONLY,
    "individual:letter_sent": POST_ONLY,
    "individual:decision_letter": NOT_FOUND,
    "individual:handover": NOT_FOUND,
    "individual:handover_words": POST_ONLY,
    "individual:end_handover": POST_ONLY,
    "individual:my_page": NOT_FOUND,
    "individual:my_words": POST_ONLY,
    "individual:my_data": NOT_FOUND,
    "individual:my_maps": NOT_FOUND,
    "individual:download_own_data": NOT_FOUND,
    # reporting
    "reporting:index": {
        ANONYMOUS: TO_SIGN_IN, SIGNED_IN: 200, Role.PARENT: 404, Role.YOUNG_PERSON: 404, Role.TRUSTED_PERSON: 404,
    },
    "reporting:release_counts": POST_ONLY,
    # data-protection control
    "supervision:register": PUBLIC,
    "supervision:register_csv": CONTROL,
    "supervision:review": CONTROL,
    "supervision:person": CONTROL,
    "supervision:chain": POST_ONLY,
    "supervision:conclude": POST_ONLY,
    "supervision:emergency": POST_ONLY,
    "supervision:periods": {**CONTROL, Role.HEAD_OF_OFFICE: 200, Role.ADMINISTRATOR: 200},
    "supervision:approve": POST_ONLY,
    "supervision:notices": {**CONTROL, Role.CASE_WORKER: 200, Role.TEAM_LEAD: 200},
    "supervision:notice_seen": POST_ONLY,
    # participation
    "participation:index": MEMBERS,
}  # fmt: skip
