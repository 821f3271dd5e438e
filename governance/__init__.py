"""The domain Policy and Governance: capabilities 1 to 3."""
