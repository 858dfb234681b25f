"""Training: what is needed, what is planned, who went, and what they owe for it."""
