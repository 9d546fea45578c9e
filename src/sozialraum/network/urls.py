from django.urls import URLPattern, URLResolver, path

from sozialraum.network import views

app_name = "network"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("orte/neu/", views.add_place, name="add_place"),
    path("orte/<uuid:place_id>/", views.place, name="place"),
    path("orte/<uuid:place_id>/bearbeiten/", views.edit_place, name="edit_place"),
    path("orte/<uuid:place_id>/bestaetigen/", views.confirm_place, name="confirm_place"),
]
