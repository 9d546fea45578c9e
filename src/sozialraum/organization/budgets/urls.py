from django.urls import URLPattern, path

from sozialraum.organization.budgets import views

urlpatterns: list[URLPattern] = [
    path("budget/", views.workshop, name="budget"),
    path("budget/werte/", views.figures, name="budget_figures"),
    path("budget/rahmen/", views.envelope, name="budget_envelope"),
    path("budget/gebiete/<str:area_code>/", views.area, name="budget_area"),
    path("budget/neu/", views.new_year, name="new_budget_year"),
    path("budget/entwurf/", views.set_draft, name="set_budget_draft"),
    path("budget/varianten/", views.scenarios, name="scenarios"),
    path("budget/varianten/neu/", views.keep_scenario, name="keep_scenario"),
]
