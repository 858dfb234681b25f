"""The opening station as a page: a small server that only this computer can reach, over the functions of the command.

`session` holds what the trustees have brought so far, in memory; `html` writes it down; `server` answers the browser.
"""
