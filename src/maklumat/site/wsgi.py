"""The WSGI entrance for granian (or any other server)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from .seats import Seats

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maklumat.site.settings")
application = Seats(get_wsgi_application(), int(os.environ.get("MAKLUMAT_THREADS", "2")))

# What the program itself is made of lives as long as the process: never looked through for garbage again. What requests leave
# behind is looked through less often: cycles are few, and the looking took a fifteenth of each answer.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 50, 100)
