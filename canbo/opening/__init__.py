"""The opening station: trustees, one computer without a network, and the folder that the box exported.

Run by `canbo opening`. It knows the rulebook and how to print; it cannot reach the office, the box or a person. What
leaves it: the marks of slips, what was handed out, the commitments of the ballots counted, totals as they may be
shown, texts cut apart for the panel. Single ballots are opened in memory and never written anywhere.
"""
