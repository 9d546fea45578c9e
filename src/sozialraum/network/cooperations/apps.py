from django.apps import AppConfig


class CooperationsConfig(AppConfig):
    name = "sozialraum.network.cooperations"
    label = "cooperations"

    def ready(self) -> None:
        """Ask the houses by mail whether they still work together."""
        from sozialraum.network.cooperations import asking
        from sozialraum.network.due import register_asker

        register_asker(asking.SORT, asking.ASKER)
