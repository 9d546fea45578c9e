from django.urls import URLPattern, path

from sozialraum.network.themes import views

urlpatterns: list[URLPattern] = [
    path("themen/", views.board, name="themes"),
    path("themen/neu/", views.raise_theme, name="raise_theme"),
    path("themen/<uuid:theme_id>/", views.theme, name="theme"),
    path("themen/<uuid:theme_id>/<slug:act>/", views.change, name="change_theme"),
    path("themen/schritt/<uuid:step_id>/", views.finish_step, name="finish_theme_step"),
]
