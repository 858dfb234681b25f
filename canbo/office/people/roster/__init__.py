"""What a roster file means for the people already known: matching and the plan of an import. It writes nothing."""
