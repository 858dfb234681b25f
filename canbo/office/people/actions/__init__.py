"""Acts of the people room, a noun a file. Each checks who may, checks what is asked, does it, and logs it."""
