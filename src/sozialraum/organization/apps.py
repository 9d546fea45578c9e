from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "sozialraum.organization"
    label = "organization"
