from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Đơn vị và trường học"

    def ready(self) -> None:
        import schools.receivers  # listens to logins
        import schools.school_cards  # noqa: F401  # registers its cards
