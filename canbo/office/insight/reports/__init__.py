"""Reports whose text is filled with figures: words from `templates/*.yaml`, figures from the queries of the rooms."""
