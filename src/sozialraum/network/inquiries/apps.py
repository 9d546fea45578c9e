from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "sozialraum.network.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        """Answer for inquiries at the gate, and bring what many said as evidence of themes."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.network.inquiries.access import decide
        from sozialraum.network.inquiries.queries import said_on
        from sozialraum.network.themes.queries import register_pins

        gate.register("inquiry", decide)
        register_pins(said_on)
