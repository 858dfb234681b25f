"""Personnel records, standards of titles, and what people may ask about their own data."""
