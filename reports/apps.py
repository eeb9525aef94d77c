from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        import reports.receivers  # connects itself
        import reports.receivers_inspections  # connects itself
        import reports.receivers_registry  # connects itself
        import reports.receivers_standard  # noqa: F401  # connects itself
