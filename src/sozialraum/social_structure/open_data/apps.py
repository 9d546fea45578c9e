from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "sozialraum.social_structure.open_data"
    label = "open_data"
