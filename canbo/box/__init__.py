"""The ballot box: a Django process of its own, with its own database, page and no people.

It takes sealed ballots it cannot read, keeps them without time or place, and shows a board everybody can check. It
imports the rulebook alone, and knows no sessions, accounts, cookies or logs. docs/decisions/0005-box.md.
"""
