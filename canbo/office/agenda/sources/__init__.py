"""Where entries come from, a file a room. Each asks its room once for a whole crowd."""
