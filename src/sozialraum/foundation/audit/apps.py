from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "sozialraum.foundation.audit"
    label = "audit"
