from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "sozialraum.organization.budgets"
    label = "budgets"

    def ready(self) -> None:
        """Contribute to the start page."""
        from sozialraum.foundation.ui.contributions import register_today
        from sozialraum.organization.budgets import contributions

        register_today(contributions.today)
