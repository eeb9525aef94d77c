from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        import reports.receivers  # noqa: F401  # connects itself
        import reports.receivers_registry  # noqa: F401  # connects itself
        import reports.receivers_inspections  # noqa: F401  # connects itself
        import reports.receivers_standard  # noqa: F401  # connects itself
