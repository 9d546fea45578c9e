from django.urls import URLPattern, path

from sozialraum.network.advocacy import views

urlpatterns: list[URLPattern] = [
    path("anliegen/", views.board, name="issues"),
    path("anliegen/neu/", views.raise_issue, name="raise_issue"),
    path("anliegen/<uuid:issue_id>/", views.issue, name="issue"),
    path("anliegen/<uuid:issue_id>/<slug:act>/", views.change, name="change_issue"),
]
