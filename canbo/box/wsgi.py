"""The WSGI door of the box (served by granian)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "canbo.box.settings"
application = get_wsgi_application()
