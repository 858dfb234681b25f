"""What all the results say together: summaries, the picture of a workforce, signs of levelling, a person's years."""
