"""Pages of results: deciding and closing a cycle, published lists, one's own results, petitions, grounds, papers."""
