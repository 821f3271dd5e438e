"""From a snapshot's values to what an edition may tell of them, and nothing beside.

The one way between snapshot and edition: pages, charts, reports, files and interfaces read what
stands here, so that they can only be equal.
"""
