"""The door that gunicorn knocks at."""

import os

from django.core.wsgi import get_wsgi_application

from focalpoint.desk.site import secret
from focalpoint.reference.places import home, keep_to_owner

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "focalpoint.desk.site.settings")
keep_to_owner()
secret.keep(home())
application = get_wsgi_application()
