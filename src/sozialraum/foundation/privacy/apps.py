from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "sozialraum.foundation.privacy"
    label = "privacy"
