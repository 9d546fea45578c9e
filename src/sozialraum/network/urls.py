from django.urls import URLPattern, URLResolver, path

from sozialraum.network.field_work.urls import urlpatterns as field_work_urls
from sozialraum.network.inquiries.urls import urlpatterns as inquiry_urls
from sozialraum.network.lived_spaces.urls import urlpatterns as pin_urls
from sozialraum.network.themes.urls import urlpatterns as theme_urls
from sozialraum.network.views import directory, imports, places

app_name = "network"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", directory.index, name="index"),
    path("orte/neu/", places.add_place, name="add_place"),
    path("orte/<uuid:place_id>/", places.place, name="place"),
    path("orte/<uuid:place_id>/bearbeiten/", places.edit_place, name="edit_place"),
    path("orte/<uuid:place_id>/bestaetigen/", places.confirm_place, name="confirm_place"),
    path("orte/<uuid:place_id>/zeiten.ics", directory.place_calendar, name="place_calendar"),
    path("stimmt-noch/<str:token>/", directory.confirm_by_link, name="confirm_by_link"),
    path("einlesen/", imports.read_in, name="read_in"),
    path("hilfen/<uuid:offer_id>/", directory.offer, name="offer"),
    path("karten/<uuid:card_id>/", directory.card, name="card"),
    path("karten/<uuid:card_id>/zurueck/", directory.withdraw_card, name="withdraw_card"),
    *field_work_urls,
    *theme_urls,
    *pin_urls,
    *inquiry_urls,
]
