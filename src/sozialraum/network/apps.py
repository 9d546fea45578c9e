from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "sozialraum.network"
    label = "network"
