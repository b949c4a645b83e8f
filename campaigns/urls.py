"""The member's page and what is done on it."""

from django.urls import path

from campaigns.views import (
    cards,
    care,
    disqualifying,
    knowing,
    members,
    merging,
    rewarding,
    surveys,
)

app_name = "campaigns"

urlpatterns = [
    path("<str:number>/", members.member, name="member"),
    path("<str:number>/phone/", members.reveal_phone, name="reveal_phone"),
    path("<str:number>/contact/", members.log_contact, name="log_contact"),
    path(
        "<str:number>/contact/<int:contact>/correct/",
        care.correct_contact,
        name="correct_contact",
    ),
    path("<str:number>/lost/", care.lose_member, name="lose_member"),
    path("<str:number>/welcome-back/", care.welcome_back, name="welcome_back"),
    path("<str:number>/restore-guide/", care.restore_guide, name="restore_guide"),
    path("<str:number>/soft-profile/", knowing.soft_profile, name="soft_profile"),
    path("<str:number>/anniversary/", knowing.anniversary, name="anniversary"),
    path("<str:number>/note/", knowing.note, name="note"),
    path("<str:number>/check/", knowing.check_record, name="check_record"),
    path("<str:number>/edit/", members.edit_member, name="edit_member"),
    path("<str:number>/reward/", rewarding.reward_act, name="reward_act"),
    path("<str:number>/survey/<int:survey>/", surveys.survey, name="survey"),
    path("<str:number>/referral-code/", rewarding.referral_code, name="referral_code"),
    path("<str:number>/assign/", members.assign_member, name="assign_member"),
    path("<str:number>/cards/issue/", cards.issue_card, name="issue_card"),
    path("<str:number>/cards/<int:card>/replace/", cards.replace_card, name="replace_card"),
    path("<str:number>/cards/<int:card>/lose/", cards.lose_card, name="lose_card"),
    path("<str:number>/cards/<int:card>/freeze/", cards.freeze_card, name="freeze_card"),
    path(
        "<str:number>/cards/<int:card>/unfreeze/",
        cards.unfreeze_card,
        name="unfreeze_card",
    ),
    path("<str:number>/merge/", merging.merge_find, name="merge_find"),
    path("<str:number>/merge/<str:other>/", merging.merge, name="merge"),
    path("<str:number>/merge/<str:other>/apart/", merging.tell_apart, name="tell_apart"),
    path("<str:number>/merge/<str:other>/one/", merging.may_be_one, name="may_be_one"),
    path("<str:number>/merges/<int:merge>/undo/", merging.unmerge, name="unmerge"),
    path("<str:number>/disqualify/", disqualifying.disqualify, name="disqualify"),
    path("<str:number>/appeal/", disqualifying.appeal, name="appeal"),
    path("<str:number>/appeal/decide/", disqualifying.decide, name="decide"),
    path("<str:number>/consent/<slug:purpose>/give/", members.give_consent, name="give_consent"),
    path(
        "<str:number>/consent/<slug:purpose>/withdraw/",
        members.withdraw_consent,
        name="withdraw_consent",
    ),
    path("<str:number>/earlier/<slug:panel>/", members.earlier, name="earlier"),
]
