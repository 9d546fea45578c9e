from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sozialraum.foundation.ui"
    label = "ui"
