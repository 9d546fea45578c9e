from django.urls import URLPattern, URLResolver, path

from sozialraum.network.field_work.urls import urlpatterns as field_work_urls
from sozialraum.network.themes.urls import urlpatterns as theme_urls
from sozialraum.network.views import places

app_name = "network"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", places.index, name="index"),
    path("orte/neu/", places.add_place, name="add_place"),
    path("orte/<uuid:place_id>/", places.place, name="place"),
    path("orte/<uuid:place_id>/bearbeiten/", places.edit_place, name="edit_place"),
    path("orte/<uuid:place_id>/bestaetigen/", places.confirm_place, name="confirm_place"),
    *field_work_urls,
    *theme_urls,
]
