"""The domain Societal: capabilities 12 to 15."""
