"""Vietnamese numbers, dates and text. A leaf library: no models, no imports from the apps."""
