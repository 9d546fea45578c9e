from django.urls import URLPattern, path

from sozialraum.organization.budgets.spending import views

urlpatterns: list[URLPattern] = [
    path("budget/<int:year>/plan-ist/spalten/", views.ledger_columns, name="ledger_columns"),
    path("budget/<int:year>/zeilen/", views.lines, name="budget_lines"),
    path("budget/<int:year>/zeilen/neu/", views.new_line, name="new_budget_line"),
    path("budget/<int:year>/zeilen/<uuid:line_id>/", views.line, name="budget_line"),
    path("budget/<int:year>/plan-ist/", views.actuals, name="budget_actuals"),
    path(
        "budget/<int:year>/plan-ist/<uuid:import_id>/zuruecknehmen/",
        views.undo_import,
        name="undo_ledger_import",
    ),
]
