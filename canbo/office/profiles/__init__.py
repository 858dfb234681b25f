"""What is known of a person beside posts: the personnel record, standards of titles, and what the law lets people ask about it."""
