"""The domain Industry: capabilities 16 to 19."""
