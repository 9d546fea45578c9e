from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sozialraum.foundation.accounts"
    label = "accounts"
