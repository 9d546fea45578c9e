from django.apps import AppConfig


class LivedSpacesConfig(AppConfig):
    name = "sozialraum.network.lived_spaces"
    label = "lived_spaces"

    def ready(self) -> None:
        """Answer for pins at the gate, bring what many pinned as evidence of themes, and earlier maps into the proof of others."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.network.lived_spaces.access import decide
        from sozialraum.network.lived_spaces.letting_out import pins_before
        from sozialraum.network.lived_spaces.linked import register_runs
        from sozialraum.network.lived_spaces.queries import pins_on
        from sozialraum.network.themes.queries import register_pins

        gate.register("pin_campaign", decide)
        register_pins(pins_on)
        register_runs(pins_before)
