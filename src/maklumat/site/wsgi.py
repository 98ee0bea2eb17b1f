"""The WSGI entrance for granian (or any other server)."""

import os

from django.core.wsgi import get_wsgi_application

from .seats import Seats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maklumat.site.settings")
application = Seats(get_wsgi_application(), int(os.environ.get("MAKLUMAT_THREADS", "2")))
