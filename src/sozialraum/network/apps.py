from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "sozialraum.network"
    label = "network"

    def ready(self) -> None:
        """Contribute to the start page, the search and the pages of areas; erase residents' cards in time."""
        from datetime import datetime, timedelta

        from django.utils import timezone

        from sozialraum.foundation.database.inspections import register as register_inspection
        from sozialraum.foundation.database.preparations import register_preparation
        from sozialraum.foundation.jobs.kinds import periodically
        from sozialraum.foundation.privacy.own_data import register_exporter
        from sozialraum.foundation.ui.contributions import register_search, register_today
        from sozialraum.network import contributions, ending_cards
        from sozialraum.network.due import register_asker
        from sozialraum.network.inspections import mail_settings, state_setting
        from sozialraum.network.own_data import COVERED, own_sections
        from sozialraum.network.queries.directory import prepare_directory
        from sozialraum.social_structure.contributions import (
            register_assets,
            register_place_counts,
            register_places_near,
            register_streets,
        )

        def erase(at: datetime) -> None:
            from sozialraum.network.services import erase_ended_cards

            erase_ended_cards(today=timezone.localdate(at))

        def ask(at: datetime) -> None:
            from sozialraum.network.services import ask_to_confirm

            ask_to_confirm(at=at)

        periodically("network.ask_to_confirm", every=timedelta(days=1), work=ask)
        register_asker(ending_cards.SORT, ending_cards.ASKER)
        register_inspection("mail", mail_settings)
        register_inspection("state", state_setting)
        periodically("network.erase_ended_cards", every=timedelta(days=1), work=erase)
        register_exporter(self.label, own_sections, covers=COVERED)
        register_today(contributions.today)
        register_search(self.label, contributions.search)
        register_assets(contributions.assets)
        register_place_counts(contributions.place_counts)
        register_places_near(contributions.places_near)
        register_preparation(prepare_directory)
        register_streets(contributions.streets)
