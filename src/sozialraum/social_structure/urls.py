from django.urls import URLPattern, URLResolver, path

from sozialraum.social_structure.views import areas, catalog, cuts, deliveries, figures, maps, runs, tables
from sozialraum.social_structure.workshop import views as workshop

app_name = "social_structure"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", areas.index, name="index"),
    path("stadtkarte/", figures.city_map, name="map"),
    path("stadtkarte/werte.json", maps.figures, name="map_figures"),
    path("stadtkarte/karte.svg", maps.drawing, name="map_drawing"),
    path("stadtkarte/bild/", maps.picture, name="map_picture"),
    path("stadtkarte/karte.geojson", maps.geojson, name="map_geojson"),
    path(
        "umrisse/<slug:system_code>/<int:vintage>/<str:level>/<slug:digest>.geojson",
        maps.ground,
        name="map_ground",
    ),
    path(
        "umrisse/<slug:system_code>/<int:vintage>/<str:level>/<slug:digest>/<int:zoom>/<int:column>/<int:row>.mvt",
        maps.tile,
        name="map_tile",
    ),
    path("gebiete/neu/", cuts.upload_areas, name="upload_areas"),
    path("gebiete/neu/<str:upload_id>/", cuts.preview, name="preview_areas"),
    path("gebiete/<slug:system_code>/<int:vintage>/<str:area_code>/", areas.area, name="area"),
    path("index/neu/", runs.new, name="new_run"),
    path("werkstatt/", workshop.index, name="workshop"),
    path("werkstatt/neu/", workshop.new, name="new_index_draft"),
    path("werkstatt/<uuid:draft_id>/", workshop.draft, name="index_draft"),
    path("werkstatt/<uuid:draft_id>/rechnung/", workshop.preview, name="preview_index_draft"),
    path("werkstatt/<uuid:draft_id>/rezept.toml", workshop.recipe_file, name="index_draft_recipe"),
    path("werkstatt/<uuid:draft_id>/sichern/", workshop.keep, name="keep_index_draft"),
    path("werkstatt/<uuid:draft_id>/entfernen/", workshop.remove, name="remove_index_draft"),
    path("laeufe/<uuid:run_id>/veroeffentlichen/", workshop.publish, name="publish_run"),
    path("laeufe/<uuid:run_id>/vergleich/", workshop.compare, name="compare_runs"),
    path("laeufe/", runs.index, name="runs"),
    path("laeufe/<uuid:run_id>/", runs.run, name="run"),
    path("daten/", deliveries.index, name="data_room"),
    path("merkmale/", catalog.index, name="indicators"),
    path("merkmale/neu/", catalog.new, name="new_indicator"),
    path("merkmale/<slug:code>/", catalog.indicator, name="indicator"),
    path("merkmale/<slug:code>/bearbeiten/", catalog.edit, name="edit_indicator"),
    path("merkmale/<slug:code>/ausgeliefert/", catalog.take_shipped_again, name="take_shipped"),
    path("daten/neu/", tables.upload, name="upload"),
    path("daten/neu/<str:upload_id>/", tables.preview, name="preview"),
    path("daten/auftrag/<uuid:job_id>/", tables.import_job, name="import_job"),
    path("daten/auftrag/<uuid:job_id>/stand/", tables.import_state, name="import_state"),
    path("daten/auftrag/<uuid:job_id>/abbrechen/", tables.cancel_import, name="cancel_import"),
    path("daten/lieferungen/", deliveries.deliveries, name="deliveries"),
    path("daten/<uuid:delivery_id>/", deliveries.delivery, name="delivery"),
    path("daten/<uuid:delivery_id>/zuruecknehmen/", deliveries.undo, name="undo"),
]
