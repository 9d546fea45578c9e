"""Addresses of the house: one line a floor."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sozialraum.foundation.ui.urls")),
    path("individuum/", include("sozialraum.individual.urls")),
    path("mitwirkung/", include("sozialraum.participation.urls")),
    path("", include("sozialraum.foundation.accounts.urls")),
    path("", include("sozialraum.foundation.accounts.library_urls")),
]
