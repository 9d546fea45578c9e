from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "sozialraum.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        """Let `sozialraum check` tell the set-up code, the start page the first steps, and sentences write amounts."""
        from sozialraum.errors import write_amounts_by
        from sozialraum.foundation.database.inspections import register
        from sozialraum.foundation.ui.contributions import register_today
        from sozialraum.foundation.ui.drawing import number
        from sozialraum.foundation.ui.first_steps import first_steps
        from sozialraum.foundation.ui.inspections import first_run
        from sozialraum.foundation.ui.substitutes import standing_in

        write_amounts_by(number)
        register_today(first_steps)
        register_today(standing_in)
        register("set_up", first_run)
