"""The description of the API for programs (OpenAPI)."""

from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from mnr import problem
from mnr.access import ScopedViewSet
from mnr.api.errors import SCHEMA
from mnr.roles import Action

ERROR = {
    "description": "What went wrong",
    "content": {problem.KIND: {"schema": {"$ref": "#/components/schemas/Error"}}},
}
TEXT = {"type": "string"}
HELD = {
    "in": "header",
    "name": "If-None-Match",
    "schema": TEXT,
    "description": "The ETag of the answer that is held: 304 if nothing changed since.",
}
READ = {
    "in": "header",
    "name": "If-Match",
    "schema": TEXT,
    "description": (
        "The ETag of the version that was read: 412 if there is another one now, or if the tag is "
        "weak; 400 if it is no tag. `*` is any version."
    ),
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": TEXT | {"maxLength": 200, "pattern": "^[!-~]{1,200}$"},
    "description": "Sent again within 24 hours, with the same body, it makes no second.",
}
SAME = {"description": "Nothing changed since the answer that is held."}
MAKING = Lock()
METHODS = ("get", "post", "patch", "put", "delete")


class Described(AutoSchema):
    """Reads bodies and filters from where a set of views declares them."""

    view: Any  # a ScopedViewSet

    def get_request_serializer(self):
        body = getattr(self.view, "bodies", {}).get(self.view.action)
        return body() if body else None

    def get_response_serializers(self):
        usual, also = super().get_response_serializers(), getattr(self.view, "also_answers", {})
        if not (more := also.get(self.view.action)):
            return usual
        return {201 if self.view.action == "create" else 200: usual} | more

    def get_override_parameters(self):
        filters = getattr(self.view, "filters", None)
        is_list = self.view.action == "list" and filters and filters().fields
        return [filters] if is_list else []

    def _map_basic_serializer(self, serializer, direction):
        """What a body only names again is not needed in it."""
        found = super()._map_basic_serializer(serializer, direction)
        if direction == "request" and (needed := found.pop("required", None)):
            keys = found["properties"]
            if kept := [name for name in needed if not keys[name].get("readOnly")]:
                found["required"] = kept
        return found

    def get_operation(self, *args, **kwargs):
        operation = super().get_operation(*args, **kwargs)
        if operation:
            operation["responses"]["default"] = ERROR
            self._name_conditions(operation)
            operation["x-action"] = str(self.view.policy[self.view.action])
        return operation

    def _name_conditions(self, operation):
        """The headers by which a request says what it has read, or sent before."""
        parameters = operation.setdefault("parameters", [])
        if self.method == "GET":
            parameters.append(HELD)
            operation["responses"]["304"] = SAME
        elif self.view.action == "create":
            parameters.append(KEY)
        else:
            needed = getattr(self.view, "names_version", False)
            parameters.append(READ | {"required": needed})


class TokenScheme(OpenApiAuthenticationExtension):
    """How the description names it."""

    target_class = "mnr.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "bearerFormat": "mnr_…"}


class PersonScheme(OpenApiAuthenticationExtension):
    """How the description names it."""

    target_class = "mnr.api.authentication.PersonAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def with_errors(result, generator, request, public):
    """Every refusal has one shape."""
    result["components"].setdefault("schemas", {})["Error"] = SCHEMA
    return result


def description() -> dict:
    """The description, made once in each process, and by one thread: the generator is not made for
    several at once.
    """
    with MAKING:
        return _description()


@cache
def _description():
    return SchemaGenerator().get_schema(request=None, public=True)


@extend_schema(exclude=True)
class SchemaViewSet(ScopedViewSet):
    """The description for programs."""

    policy = {"list": Action.FRAMEWORK_READ}
    pagination_class = None

    def list(self, request):
        return Response(description())
