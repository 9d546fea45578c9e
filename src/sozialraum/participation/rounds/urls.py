from django.urls import URLPattern, path

from sozialraum.participation.rounds.views import circles, leading, public

YEAR = "budget/<int:year>/"
urlpatterns: list[URLPattern] = [
    path("budget/", public.latest, name="budget_rounds"),
    path(YEAR, public.budget_round, name="budget_round"),
    path(f"{YEAR}verlauf/", public.history, name="budget_history"),
    path(f"{YEAR}verlauf.json", public.history_file, name="budget_history_file"),
    path(f"{YEAR}termine.ics", public.calendar, name="budget_calendar"),
    path(f"{YEAR}veroeffentlichen/", leading.publish, name="publish_budget"),
    path(f"{YEAR}weiter/", leading.open_next, name="open_next_round"),
    path(f"{YEAR}termine/", leading.move_days, name="move_round_days"),
    path(f"{YEAR}wuensche/neu/", circles.new_request, name="new_budget_request"),
    path(f"{YEAR}wuensche/<uuid:request_id>/", public.change_request, name="budget_request"),
    path(f"{YEAR}wuensche/<uuid:request_id>/bearbeiten/", circles.edit_request, name="edit_budget_request"),
    path(f"{YEAR}wuensche/<uuid:request_id>/einreichen/", circles.submit_request, name="submit_budget_request"),
    path(f"{YEAR}wuensche/<uuid:request_id>/zuruecknehmen/", circles.withdraw_request, name="withdraw_budget_request"),
    path(f"{YEAR}protokoll/", circles.record, name="circle_record"),
    path(f"{YEAR}vorschlag/", leading.propose, name="propose_budget"),
    path(f"{YEAR}stimme/", circles.voice, name="circle_voice"),
    path(f"{YEAR}einwand/", circles.objection, name="budget_objection"),
    path(f"{YEAR}einwand/<uuid:objection_id>/", circles.reply, name="objection_reply"),
    path(f"{YEAR}beschluss/", leading.decide, name="decide_budget"),
]  # fmt: skip
