from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from sozialraum.foundation.ui import views

app_name = "start"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("suche/", views.search, name="search"),
    path("sprache/", login_not_required(set_language), name="set_language"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("impressum/", views.imprint, name="imprint"),
    path("hilfe/", views.help_page, name="help"),
]
