from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "sozialraum.reporting"
    label = "reporting"
