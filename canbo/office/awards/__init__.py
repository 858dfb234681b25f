"""Commendation: who qualifies for which title, what is proposed, decided and printed."""
