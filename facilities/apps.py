from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "facilities"
    verbose_name = "Cơ sở vật chất"

    def ready(self) -> None:
        import facilities.school_cards  # noqa: F401  # registers its cards
