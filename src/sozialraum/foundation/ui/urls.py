from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from sozialraum.foundation.ui import errors, set_up
from sozialraum.foundation.ui.views import components, installation, pages

app_name = "start"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.today, name="today"),
    path("einrichten/", set_up.set_up, name="set_up"),
    path("suche/", pages.search, name="search"),
    path("sprache/", login_not_required(set_language), name="set_language"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("impressum/", pages.imprint, name="imprint"),
    path("hilfe/", pages.help_page, name="help"),
    path("verwaltung/installation/", installation.installation, name="installation"),
    path("bausteine/", components.components, name="components"),
    path("bausteine/entwurf/", components.autosave, name="components_autosave"),
    path("bausteine/entwurf/andere/", components.change_by_another, name="components_change_by_another"),
    path("bausteine/arbeit/", components.job, name="components_job"),
    path("bausteine/namen/", components.names, name="components_names"),
    path("bausteine/karte.geojson", components.ground, name="components_ground"),
    path("offline/", errors.offline, name="offline"),
    path("offline.js", pages.offline_script, name="offline_script"),
]
