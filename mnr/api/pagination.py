"""Lists come in pages, in an order that stays."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """50 rows, or as many as asked for up to 200; equal rows are told apart by their key."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"

    def paginate_queryset(self, queryset, request, view=None):
        order = queryset.query.order_by or queryset.model._meta.ordering
        return super().paginate_queryset(queryset.order_by(*order, "pk"), request, view)

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        parts = {"count": {"type": "integer"}, "next": address.copy(), "previous": address.copy()}
        parts["results"] = schema
        return {"type": "object", "required": [*parts], "properties": parts}
