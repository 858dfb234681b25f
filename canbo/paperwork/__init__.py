"""Paper in and out: rosters read, official forms and workbooks written. Plain Python, no Django, no law.

Import the module you need (`canbo.paperwork.names`, `.roster`, `.documents`, …): nothing heavy is loaded here.
"""
