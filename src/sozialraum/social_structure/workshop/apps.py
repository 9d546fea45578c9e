from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "sozialraum.social_structure.workshop"
    label = "workshop"
