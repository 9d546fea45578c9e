from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "sozialraum.network.effects"
    label = "effects"

    def ready(self) -> None:
        """Contribute to the start page, the pages of areas and the own data; erase what ended in time."""
        from datetime import datetime, timedelta

        from django.utils import timezone

        from sozialraum.foundation.jobs.kinds import periodically
        from sozialraum.foundation.privacy.own_data import register_exporter
        from sozialraum.foundation.ui.contributions import register_today
        from sozialraum.network.due import register_asker
        from sozialraum.network.effects import asking, contributions
        from sozialraum.network.effects.own_data import COVERED, own_sections
        from sozialraum.network.field_work.pages import register_told as register_told_of_field_work
        from sozialraum.network.themes.contributions import register_told as register_told_of_theme
        from sozialraum.social_structure.contributions import register_told

        def erase(at: datetime) -> None:
            from sozialraum.network.effects.services import erase_ended_effects

            erase_ended_effects(today=timezone.localdate(at))

        periodically("effects.erase_ended", every=timedelta(days=1), work=erase)
        register_exporter(self.label, own_sections, covers=COVERED)
        register_asker(asking.SORT, asking.ASKER)
        register_today(contributions.today)
        register_told(contributions.area_effects)
        register_told_of_theme(contributions.theme_effects)
        register_told_of_field_work(contributions.field_work_effects)
