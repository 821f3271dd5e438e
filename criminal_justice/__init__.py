"""The domain Criminal Justice: capabilities 4 to 7."""
