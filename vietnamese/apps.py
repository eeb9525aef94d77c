"""Registers the template filters of the library."""

from django.apps import AppConfig


class VietnameseConfig(AppConfig):
    """Application without models; it only brings template filters."""

    name = "vietnamese"
    verbose_name = "Tiếng Việt"
