"""The whole country in one PostgreSQL, at any scale from one ward up. See bench/README.md.

`building.build` makes it, `building.waiting` says whose decisions a waiting month is for.
"""
