from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "sozialraum.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        from sozialraum.foundation.audit.services import seal_audit_trail, seal_overtaken
        from sozialraum.foundation.database.inspections import register
        from sozialraum.foundation.jobs.inspections import worker_pulse
        from sozialraum.foundation.jobs.kinds import periodically
        from sozialraum.foundation.jobs.services import forget_old

        periodically("audit.seal", every=timedelta(minutes=1), work=seal_audit_trail)
        periodically("audit.seal_overtaken", every=timedelta(days=1), work=seal_overtaken)
        periodically("jobs.forget_old", every=timedelta(hours=6), work=lambda at: forget_old(at=at))
        register("jobs", worker_pulse)
