"""Forms of the people room, a noun a file. They read what was typed; the actions decide."""
