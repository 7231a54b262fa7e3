"""What was sent, so that the same form sent twice acts once."""

from django.db import models


class SentForm(models.Model):
    """One sending of a form, and where it led; the same sent again leads there.

    ``token`` is a keyed hash of all that was sent, ``form`` the hidden token of the page's form.
    """

    token = models.CharField(max_length=64, primary_key=True)
    form = models.CharField(max_length=64, blank=True, default="", db_index=True)
    actor = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True, db_index=True)
    at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "trail_once"  # where rows of earlier versions are

    def __str__(self) -> str:
        return self.token[:8]
