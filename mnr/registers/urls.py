"""Addresses of the pages of every register of a domain."""

from django.urls import include, path

from mnr.registers import file_views, form_views, saved, views
from mnr.registers.registry import registry

PAGES = (
    ("", "list", views.EntryListView),
    ("new/", "create", form_views.EntryCreateView),
    ("export/", "export", file_views.EntryExportView),
    ("views/", "views", saved.EntryViewsView),
    ("import/", "import", file_views.EntryImportView),
    ("import/<uuid:pk>/", "import_run", file_views.EntryImportRunView),
    ("<uuid:pk>/", "detail", views.EntryDetailView),
    ("<uuid:pk>/edit/", "update", form_views.EntryUpdateView),
    ("<uuid:pk>/withdraw/", "withdraw", form_views.EntryWithdrawView),
)


def page_urls(app_label) -> list:
    """The pages of every register that the app declares."""
    return [
        path(f"{register.slug}/", include(pages_of(register)))
        for register in registry.for_domain(app_label)
    ]


def pages_of(register) -> list:
    """The pages of one register."""
    name = register.model._meta.model_name
    return [
        path(route, view.as_view(register=register), name=f"{name}_{page}")
        for route, page, view in PAGES
    ]
