"""Keys with which programs make things once."""

from django.db import models


class CreateKey(models.Model):
    """A request of a program that made something. Sent again, it makes no second.

    Nothing of what was sent is kept: digests, and which row came of it.
    """

    digest = models.CharField(max_length=64, primary_key=True)  # of the person and the key
    user = models.ForeignKey("mnr.User", on_delete=models.CASCADE, related_name="+")
    asked = models.CharField(max_length=64)  # digest of address and body
    kind = models.CharField(max_length=60, blank=True)
    row = models.UUIDField(null=True)
    status = models.PositiveSmallIntegerField(default=201)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="createkey_used_at")]

    def __str__(self):
        return self.digest
