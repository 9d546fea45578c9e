"""Addresses of the directory for other programs: ``/offen/netzwerk/``."""

from django.urls import URLPattern, URLResolver, path

from sozialraum.network.views import hsds

app_name = "network_open"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", hsds.details, name="details"),
    path("openapi.json", hsds.openapi, name="openapi"),
    path("services", hsds.services, name="services"),
    path("services/<uuid:service_id>", hsds.service, name="service"),
    path("organizations", hsds.organizations, name="organizations"),
]
