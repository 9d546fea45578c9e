from django.apps import AppConfig


class CooperationsConfig(AppConfig):
    name = "sozialraum.network.cooperations"
    label = "cooperations"
