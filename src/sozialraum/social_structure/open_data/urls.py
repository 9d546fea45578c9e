from django.urls import URLPattern, URLResolver, path

from sozialraum.social_structure.open_data import views

app_name = "open_data"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("katalog.<str:ending>", views.catalog, name="catalog"),
    path("laeufe/<str:number>/", views.dataset, name="dataset"),
    path("laeufe/<str:number>/metadaten.<str:ending>", views.metadata, name="metadata"),
    path("laeufe/<uuid:run_id>/oeffnen/", views.open_published, name="open"),
    path("dateien/<str:sha256>/<str:name>", views.file, name="file"),
]
