"""Sealed ballots: the one protocol that page, box, opening station and auditor share.

`strict` one text per document, the same in Python and JavaScript; `manifest` what is frozen when a survey opens;
`slip` a key from a code on paper; `token` the blind signature; `seal` the envelope to the trustees; `check` what the
box accepts; `board` the public list of what it accepted. No clock, no chance: random bytes are arguments, but for the
ephemeral keys that the library of the envelope makes itself. What is and is not protected: docs/privacy.md.
"""
