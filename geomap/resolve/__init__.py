"""From a name in its context to a place: features, ranking, geometry."""
