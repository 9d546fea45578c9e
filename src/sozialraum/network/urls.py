from django.urls import URLPattern, URLResolver, path

from sozialraum.network.advocacy.urls import urlpatterns as advocacy_urls
from sozialraum.network.competences.urls import urlpatterns as competence_urls
from sozialraum.network.cooperations.urls import urlpatterns as cooperation_urls
from sozialraum.network.effects.urls import urlpatterns as effect_urls
from sozialraum.network.field_work.urls import urlpatterns as field_work_urls
from sozialraum.network.inquiries.urls import urlpatterns as inquiry_urls
from sozialraum.network.lived_spaces.urls import urlpatterns as pin_urls
from sozialraum.network.themes.urls import urlpatterns as theme_urls
from sozialraum.network.views import cards, confirmations, directory, duplicates, imports, places

app_name = "network"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", directory.index, name="index"),
    path("orte/neu/", places.add_place, name="add_place"),
    path("orte/<uuid:place_id>/", places.place, name="place"),
    path("orte/<uuid:place_id>/bearbeiten/", places.edit_place, name="edit_place"),
    path("orte/<uuid:place_id>/bestaetigen/", places.confirm_place, name="confirm_place"),
    path("orte/<uuid:place_id>/verlauf/", places.place_changes, name="place_changes"),
    path("orte/<uuid:place_id>/zeiten.ics", directory.place_calendar, name="place_calendar"),
    path("stimmt-noch/<str:token>/", confirmations.confirm_by_link, name="confirm_by_link"),
    path("noch-so/<str:token>/", confirmations.answer_due, name="answer_due"),
    path("nachfragen/", confirmations.asking, name="asking"),
    path("einlesen/", imports.read_in, name="read_in"),
    path("einlesen/<str:upload_id>/", imports.read_in_table, name="read_in_table"),
    path("einlesen/<uuid:import_id>/zurueck/", imports.undo, name="undo_import"),
    path("doppelt/", duplicates.duplicates, name="duplicates"),
    path("doppelt/<uuid:first>/<uuid:second>/", duplicates.judge, name="judge_duplicates"),
    path("doppelt/<uuid:merge_id>/zurueck/", duplicates.undo, name="undo_merge"),
    path("hilfen/<uuid:offer_id>/", directory.offer, name="offer"),
    path("karten/", cards.cards, name="cards"),
    path("karten/neu/", cards.add_card, name="add_card"),
    path("karten/<uuid:card_id>/", cards.card, name="card"),
    path("karten/<uuid:card_id>/bearbeiten/", cards.edit_card, name="edit_card"),
    path("karten/<uuid:card_id>/zurueck/", cards.withdraw_card, name="withdraw_card"),
    *advocacy_urls,
    *competence_urls,
    *cooperation_urls,
    *effect_urls,
    *field_work_urls,
    *theme_urls,
    *pin_urls,
    *inquiry_urls,
]
