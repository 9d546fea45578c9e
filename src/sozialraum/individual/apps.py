from django.apps import AppConfig


class IndividualConfig(AppConfig):
    name = "sozialraum.individual"
    label = "individual"
