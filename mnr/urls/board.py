"""Addresses of the period board and of what is done with a period."""

from django.urls import path

from mnr.views import board, periods

urlpatterns = [
    path("board/", board.BoardView.as_view(), name="board"),
    path("board/<period:code>/", board.BoardView.as_view(), name="board_period"),
    path("periods/first/", periods.FirstPeriodView.as_view(), name="period_first"),
    path("periods/<period:code>/open/", periods.OpenView.as_view(), name="period_open"),
    path("periods/<period:code>/close/", periods.CloseView.as_view(), name="period_close"),
    path("periods/<period:code>/extend/", periods.ExtendView.as_view(), name="period_extend"),
    path(
        "periods/<period:code>/extend/<int:pk>/end/",
        periods.EndExtensionView.as_view(),
        name="extension_end",
    ),
    path("periods/<period:code>/waive/", periods.WaiveView.as_view(), name="period_waive"),
    path("periods/<period:code>/freeze/", periods.FreezeView.as_view(), name="period_freeze"),
    path("periods/<period:code>/approve/", periods.ApproveView.as_view(), name="period_approve"),
    path(
        "periods/<period:code>/publish/request/",
        periods.RequestPublicationView.as_view(),
        name="period_publish_request",
    ),
    path(
        "periods/<period:code>/publish/confirm/",
        periods.ConfirmPublicationView.as_view(),
        name="period_publish_confirm",
    ),
]
