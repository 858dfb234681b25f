"""Who could do more: headcount and arrangement, programmes of a term, and planning of cadres."""
