from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sozialraum.foundation.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins, and answer for what accounts store about a person."""
        from sozialraum.foundation.accounts import receivers  # noqa: F401 - what it registers
        from sozialraum.foundation.accounts.own_data import COVERED, own_sections
        from sozialraum.foundation.privacy.own_data import register_exporter

        register_exporter("accounts", own_sections, covers=COVERED)
