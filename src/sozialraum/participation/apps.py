from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "sozialraum.participation"
    label = "participation"
