"""Object grants of django-guardian, a table with real foreign keys for each kind of object.

Only services write them: an assignment gives its organisation's group `report_capability`,
a domain lead's membership gives `lead_domain`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from mnr.models.framework import Capability, Domain


class CapabilityGroupObjectPermission(GroupObjectPermissionBase):
    """What an organisation's group may do with a capability."""

    content_object = models.ForeignKey(Capability, on_delete=models.CASCADE, db_index=False)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("grant of a capability to a group")
        verbose_name_plural = _("grants of capabilities to groups")
        indexes = [
            models.Index(fields=["content_object", "permission"], name="grant_capability_group")
        ]


class CapabilityUserObjectPermission(UserObjectPermissionBase):
    """What a person may do with a capability."""

    content_object = models.ForeignKey(Capability, on_delete=models.CASCADE, db_index=False)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("grant of a capability to a person")
        verbose_name_plural = _("grants of capabilities to people")
        indexes = [
            models.Index(fields=["content_object", "permission"], name="grant_capability_user")
        ]


class DomainGroupObjectPermission(GroupObjectPermissionBase):
    """What an organisation's group may do with a domain."""

    content_object = models.ForeignKey(Domain, on_delete=models.CASCADE, db_index=False)

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("grant of a domain to a group")
        verbose_name_plural = _("grants of domains to groups")
        indexes = [models.Index(fields=["content_object", "permission"], name="grant_domain_group")]


class DomainUserObjectPermission(UserObjectPermissionBase):
    """What a person may do with a domain."""

    content_object = models.ForeignKey(Domain, on_delete=models.CASCADE, db_index=False)

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("grant of a domain to a person")
        verbose_name_plural = _("grants of domains to people")
        indexes = [models.Index(fields=["content_object", "permission"], name="grant_domain_user")]
