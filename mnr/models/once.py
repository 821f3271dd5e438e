"""Form tokens that work once."""

from django.db import models


class SubmitToken(models.Model):
    """A form that was sent. Sent again, it shows the first result instead of making a second."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey("mnr.User", on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=500)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="submittoken_used_at")]

    def __str__(self):
        return str(self.token)
