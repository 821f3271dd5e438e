"""The API: the same rows, rules and services as the pages, for programs."""
