from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sozialraum.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins."""
        from sozialraum.foundation.accounts import receivers  # noqa: F401
