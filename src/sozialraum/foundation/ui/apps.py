from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sozialraum.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        """Let `sozialraum check` tell the set-up code as long as it is needed."""
        from sozialraum.foundation.database.inspections import register
        from sozialraum.foundation.ui.inspections import first_run

        register("set_up", first_run)
