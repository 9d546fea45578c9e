from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "sozialraum.foundation.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Answer for the audit trail at the gate, bring notices to the start page, keep periods every night."""
        from datetime import timedelta

        from sozialraum.foundation.jobs.kinds import periodically
        from sozialraum.foundation.privacy import gate
        from sozialraum.foundation.privacy.retention.engine import keep_periods, run_approved
        from sozialraum.foundation.supervision.access import decide
        from sozialraum.foundation.supervision.start import contributions
        from sozialraum.foundation.ui.contributions import register_today

        gate.register("audit", decide)
        gate.register("user", decide)
        register_today(contributions)
        periodically("privacy.keep_periods", every=timedelta(days=1), work=keep_periods)
        periodically("privacy.erase_approved", every=timedelta(hours=6), work=run_approved)
