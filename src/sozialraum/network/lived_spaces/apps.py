from django.apps import AppConfig


class LivedSpacesConfig(AppConfig):
    name = "sozialraum.network.lived_spaces"
    label = "lived_spaces"

    def ready(self) -> None:
        """Answer for pins at the gate, and bring what many pinned as evidence of themes."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.network.lived_spaces.access import decide
        from sozialraum.network.lived_spaces.queries import pins_on
        from sozialraum.network.themes.queries import register_pins

        gate.register("pin_campaign", decide)
        register_pins(pins_on)
