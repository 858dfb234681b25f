"""What is known of a person beside posts: the personnel record, standards of titles, and requests about one's own data."""
