"""Forms of this room. They read what was typed; the actions decide."""
