from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "sozialraum.network.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        """Answer for inquiries at the gate, bring what many said as evidence of themes, and closed ones into the proof of others."""
        from sozialraum.foundation.privacy import gate
        from sozialraum.network.inquiries.access import decide
        from sozialraum.network.inquiries.counting import answers_before
        from sozialraum.network.inquiries.queries import said_on
        from sozialraum.network.lived_spaces.linked import register_runs
        from sozialraum.network.themes.queries import register_pins

        gate.register("inquiry", decide)
        register_pins(said_on)
        register_runs(answers_before)
