from django.apps import AppConfig


class IndividualConfig(AppConfig):
    name = "sozialraum.individual"
    label = "individual"

    def ready(self) -> None:
        """Answer for cases at the gate, in the own-data file, at the retention engine, on the start page and in the search."""
        from datetime import timedelta

        from sozialraum.foundation.accounts.scopes import register_finder
        from sozialraum.foundation.jobs.kinds import periodically
        from sozialraum.foundation.privacy import gate
        from sozialraum.foundation.privacy.actors import ScopeKind
        from sozialraum.foundation.privacy.own_data import register_exporter
        from sozialraum.foundation.privacy.retention.sources import register_retention
        from sozialraum.foundation.ui.contributions import register_open, register_search, register_today
        from sozialraum.individual import case_jobs  # noqa: F401 - declares its kind of job
        from sozialraum.individual.access import can_open_in_emergency, decide, decide_complaint
        from sozialraum.individual.contributions import (
            advice_for_everybody,
            find_individual,
            individual_today,
        )
        from sozialraum.individual.own_data import COVERED, own_sections
        from sozialraum.individual.queries import case_to_let_in
        from sozialraum.individual.retention import CaseRetention
        from sozialraum.individual.services.case_imports import forget_case_files

        periodically("individual.forget_case_files", every=timedelta(hours=1), work=forget_case_files)
        gate.register("case", decide, emergency=can_open_in_emergency)
        gate.register("complaint", decide_complaint)
        register_exporter("individual", own_sections, covers=COVERED)
        register_retention("case", CaseRetention())
        register_finder(ScopeKind.CASE, case_to_let_in)
        register_today(individual_today)
        register_open(advice_for_everybody)
        register_search("individual", find_individual)
