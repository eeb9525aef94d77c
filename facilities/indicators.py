"""The indicators nobody types because they follow from the registry of recognitions (domain reference §3.1, §3.3)."""

NEWLY_RECOGNISED = "B01"
SHARE_AT_STANDARD = frozenset({"B03", "C03"})  # of a district, of a commune
PLACES_WITHOUT = "B51"
DUE_FOR_RECHECK = "B52"
ABOUT_STANDARD = frozenset({NEWLY_RECOGNISED, *SHARE_AT_STANDARD, PLACES_WITHOUT, DUE_FOR_RECHECK})
