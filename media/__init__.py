"""The domain Media and Communications: capabilities 20 and 21."""
