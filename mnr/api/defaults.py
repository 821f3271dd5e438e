"""What the libraries of the API are told: nothing is allowed but what a set of views names."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "mnr.api.authentication.TokenAuthentication",
        "mnr.api.authentication.PersonAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["mnr.api.authentication.Nobody"],
    "DEFAULT_THROTTLE_CLASSES": ["mnr.api.throttling.PerMinute"],
    "DEFAULT_PARSER_CLASSES": ["mnr.api.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "mnr.api.negotiation.Negotiation",
    "DEFAULT_PAGINATION_CLASS": "mnr.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "mnr.api.description.Described",
    "EXCEPTION_HANDLER": "mnr.api.errors.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Model National Response",
    "DESCRIPTION": "The same rows, rules and services as the pages, for programs.",
    "SCHEMA_PATH_PREFIX": "/api/v[0-9]+",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "mnr.api.description.with_errors",
        "mnr.api.examples.with_examples",
    ],
    "OAS_VERSION": "3.1.0",
}
