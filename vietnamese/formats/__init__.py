"""Locale formats of the portal; ``FORMAT_MODULE_PATH`` points here."""
