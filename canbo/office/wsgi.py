"""The WSGI door (served by granian)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canbo.office.settings")
gc.disable()  # what is imported stays: looking through it again and again takes a tenth of the start
application = get_wsgi_application()
import canbo.office.urls  # noqa: E402, F401 — needs the models; the first visitor does not wait for all rooms' pages

gc.freeze()
gc.enable()
