from django.apps import AppConfig


class SocialStructureConfig(AppConfig):
    name = "sozialraum.social_structure"
    label = "social_structure"
