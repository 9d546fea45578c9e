from django.urls import URLPattern, URLResolver, path

from sozialraum.social_structure.views import areas, cuts, deliveries, figures, runs

app_name = "social_structure"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", areas.index, name="index"),
    path("stadtkarte/", figures.city_map, name="map"),
    path("gebiete/neu/", cuts.upload_areas, name="upload_areas"),
    path("gebiete/neu/<str:upload_id>/", cuts.preview, name="preview_areas"),
    path("gebiete/<slug:system_code>/<int:vintage>/<str:area_code>/", areas.area, name="area"),
    path("index/neu/", runs.new, name="new_run"),
    path("laeufe/", runs.index, name="runs"),
    path("laeufe/<uuid:run_id>/", runs.run, name="run"),
    path("daten/", deliveries.index, name="deliveries"),
    path("daten/neu/", deliveries.upload, name="upload"),
    path("daten/neu/<str:upload_id>/", deliveries.preview, name="preview"),
    path("daten/<uuid:delivery_id>/zuruecknehmen/", deliveries.undo, name="undo"),
]
