"""The invented country of Talvia: data to try the platform on. Nothing in it is real."""
