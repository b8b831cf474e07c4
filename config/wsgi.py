"""The application that the server loads."""

import os

from django.core.wsgi import get_wsgi_application

from config.charset import marking_other_charsets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = marking_other_charsets(get_wsgi_application())
