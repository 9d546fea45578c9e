from django.urls import URLPattern, URLResolver, path

from sozialraum.participation import views
from sozialraum.participation.rounds.urls import urlpatterns as round_urls

app_name = "participation"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.index, name="index"), *round_urls]
