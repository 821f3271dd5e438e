"""The domain Victim: capabilities 8 to 11."""
