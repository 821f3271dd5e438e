"""Lists come in pages, in an order that stays."""

import re
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination

SIZE = re.compile(r"[0-9]{1,9}")


class Pages(PageNumberPagination):
    """50 rows, or as many as asked for up to 200; equal rows are told apart by their key."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    page_size_query_description: Any = _lazy("Rows on a page: 1 to 200.")
    page_query_description: Any = _lazy("Which page, from 1.")

    def paginate_queryset(self, queryset, request, view=None):
        order = queryset.query.order_by or queryset.model._meta.ordering
        return super().paginate_queryset(queryset.order_by(*order, "pk"), request, view)

    def get_page_size(self, request):
        """As many rows as are asked for; more than there can be is refused, not cut."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is None:
            return self.page_size
        if not SIZE.fullmatch(asked) or not 1 <= int(asked) <= self.max_page_size:
            words = _("Ask for 1 to %(most)d rows.") % {"most": self.max_page_size}
            raise ValidationError({self.page_size_query_param: [words]})
        return int(asked)

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        parts = {"count": {"type": "integer"}, "next": address.copy(), "previous": address.copy()}
        parts["results"] = schema
        return {"type": "object", "required": [*parts], "properties": parts}
