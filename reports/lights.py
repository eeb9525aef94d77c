"""How the light of a target is shown: colour, sign and word together."""

from reports.enums import Light

# Class of the colour, and the sign that says the same in print.
LIGHTS = {
    Light.GREEN: ("good", "●"),
    Light.AMBER: ("warn", "▲"),
    Light.RED: ("bad", "■"),
    Light.GREY: ("none", "○"),
}
