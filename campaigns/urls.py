"""The member's page and what is done on it."""

from django.urls import path

from campaigns import (
    views,
    views_cards,
    views_care,
    views_disqualifying,
    views_knowing,
    views_merging,
    views_rewarding,
)

app_name = "campaigns"

urlpatterns = [
    path("<str:number>/", views.member, name="member"),
    path("<str:number>/phone/", views.reveal_phone, name="reveal_phone"),
    path("<str:number>/contact/", views.log_contact, name="log_contact"),
    path(
        "<str:number>/contact/<int:contact>/correct/",
        views_care.correct_contact,
        name="correct_contact",
    ),
    path("<str:number>/lost/", views_care.lose_member, name="lose_member"),
    path("<str:number>/welcome-back/", views_care.welcome_back, name="welcome_back"),
    path("<str:number>/soft-profile/", views_knowing.soft_profile, name="soft_profile"),
    path("<str:number>/anniversary/", views_knowing.anniversary, name="anniversary"),
    path("<str:number>/note/", views_knowing.note, name="note"),
    path("<str:number>/check/", views_knowing.check_record, name="check_record"),
    path("<str:number>/edit/", views.edit_member, name="edit_member"),
    path("<str:number>/reward/", views_rewarding.reward_act, name="reward_act"),
    path("<str:number>/referral-code/", views_rewarding.referral_code, name="referral_code"),
    path("<str:number>/assign/", views.assign_member, name="assign_member"),
    path("<str:number>/cards/issue/", views_cards.issue_card, name="issue_card"),
    path("<str:number>/cards/<int:card>/replace/", views_cards.replace_card, name="replace_card"),
    path("<str:number>/cards/<int:card>/lose/", views_cards.lose_card, name="lose_card"),
    path("<str:number>/cards/<int:card>/freeze/", views_cards.freeze_card, name="freeze_card"),
    path(
        "<str:number>/cards/<int:card>/unfreeze/",
        views_cards.unfreeze_card,
        name="unfreeze_card",
    ),
    path("<str:number>/merge/", views_merging.merge_find, name="merge_find"),
    path("<str:number>/merge/<str:other>/", views_merging.merge, name="merge"),
    path("<str:number>/merges/<int:merge>/undo/", views_merging.unmerge, name="unmerge"),
    path("<str:number>/disqualify/", views_disqualifying.disqualify, name="disqualify"),
    path("<str:number>/appeal/", views_disqualifying.appeal, name="appeal"),
    path("<str:number>/appeal/decide/", views_disqualifying.decide, name="decide"),
    path("<str:number>/consent/<slug:purpose>/give/", views.give_consent, name="give_consent"),
    path(
        "<str:number>/consent/<slug:purpose>/withdraw/",
        views.withdraw_consent,
        name="withdraw_consent",
    ),
    path("<str:number>/earlier/<slug:panel>/", views.earlier, name="earlier"),
]
