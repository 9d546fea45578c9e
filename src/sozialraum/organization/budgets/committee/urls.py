from django.urls import URLPattern, path

from sozialraum.organization.budgets.committee import views

urlpatterns: list[URLPattern] = [
    path("budget/<int:year>/regeln/", views.rules, name="budget_rules"),
    path("budget/<int:year>/regeln/neu/", views.add, name="add_budget_rule"),
    path("budget/<int:year>/regeln/<int:number>/", views.edit, name="edit_budget_rule"),
    path("budget/<int:year>/regeln/<int:number>/gilt/", views.count, name="count_budget_rule"),
    path("budget/<int:year>/regeln/<int:number>/ruht/", views.rest, name="rest_budget_rule"),
    path("budget/<int:year>/regeln/<int:number>/weg/", views.remove, name="remove_budget_rule"),
]
