"""Reports: from a snapshot to an edition, and from an edition to a document."""
