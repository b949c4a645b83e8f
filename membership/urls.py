"""The stock of printed cards."""

from django.urls import path

from membership import views

app_name = "membership"

urlpatterns = [
    path("", views.stock, name="card_stock"),
    path("receive/", views.receive, name="receive_cards"),
    path("receive/preview/", views.preview, name="preview_cards"),
    path("<int:key>/", views.batch, name="card_batch"),
    path("<int:key>/void/", views.void, name="void_card"),
]
