"""Addresses of the house: one line a floor."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("sozialraum.foundation.ui.urls")),
    path("berichte/", include("sozialraum.reporting.urls")),
    path("offen/daten/", include("sozialraum.social_structure.open_data.urls")),
    path("offen/ogc/", include("sozialraum.social_structure.open_data.features.urls")),
    path("offen/netzwerk/", include("sozialraum.network.open_urls")),
    path("sozialstruktur/", include("sozialraum.social_structure.urls")),
    path("offen/", include("sozialraum.social_structure.open_urls")),
    path("", include("sozialraum.foundation.supervision.urls")),
    path("", include("sozialraum.foundation.accounts.urls")),
    path("", include("sozialraum.foundation.accounts.library_urls")),
    path("organisation/", include("sozialraum.organization.urls")),
    path("netzwerk/", include("sozialraum.network.urls")),
    path("individuum/", include("sozialraum.individual.urls")),
    path("mitwirkung/", include("sozialraum.participation.urls")),
]

handler400 = "sozialraum.foundation.ui.errors.bad_request"
handler403 = "sozialraum.foundation.ui.errors.forbidden"
handler404 = "sozialraum.foundation.ui.errors.not_found"
handler500 = "sozialraum.foundation.ui.errors.failed"
