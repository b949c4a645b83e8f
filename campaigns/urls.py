"""The member's page and what is done on it."""

from django.urls import path

from campaigns import views

app_name = "campaigns"

urlpatterns = [
    path("<str:number>/", views.member, name="member"),
    path("<str:number>/phone/", views.reveal_phone, name="reveal_phone"),
    path("<str:number>/contact/", views.log_contact, name="log_contact"),
    path("<str:number>/edit/", views.edit_member, name="edit_member"),
    path("<str:number>/assign/", views.assign_member, name="assign_member"),
    path("<str:number>/consent/<slug:purpose>/give/", views.give_consent, name="give_consent"),
    path(
        "<str:number>/consent/<slug:purpose>/withdraw/",
        views.withdraw_consent,
        name="withdraw_consent",
    ),
    path("<str:number>/earlier/<slug:panel>/", views.earlier, name="earlier"),
]
