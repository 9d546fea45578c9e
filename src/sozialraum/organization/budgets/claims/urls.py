from django.urls import URLPattern, path

from sozialraum.organization.budgets.claims import views

PAGE = "budget/<int:year>/prognose/"
urlpatterns: list[URLPattern] = [
    path(f"{PAGE}steigerungen/", views.set_raises, name="set_budget_raises"),
    path(PAGE, views.forecast, name="budget_forecast"),
    path(f"{PAGE}rahmen/", views.take, name="take_claims_forecast"),
    path(f"{PAGE}<uuid:history_id>/uebernehmen/", views.accept, name="accept_claims_history"),
    path(f"{PAGE}<uuid:history_id>/zuruecknehmen/", views.undo, name="undo_claims_history"),
]
