"""The demo: the places of the source articles, with invented people, played through the same actions people use.

Places come from `data/*.yaml` (what is real and what is invented is said there, and marked on every row);
`stories` plays what happened in each, on a clock set back to the day.
"""
