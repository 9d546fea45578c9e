"""What everybody may read without signing in: the areas and their pages."""

from django.urls import URLPattern, URLResolver, path

from sozialraum.social_structure.views import areas

app_name = "open"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", areas.open_index, name="index"),
    path("quartiere/<slug:system_code>/<int:vintage>/<str:area_code>/", areas.open_area, name="area"),
]
