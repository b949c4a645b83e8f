"""Pages of guides."""

from django.urls import path

from guides import (
    views,
    views_bands,
    views_draws,
    views_expiring,
    views_near,
    views_pool,
    views_referrals,
    views_simulation,
    views_team,
    views_warnings,
)

app_name = "guides"

urlpatterns = [
    path("members/", views.my_members, name="my_members"),
    path("members/expiring/", views_expiring.expiring, name="expiring"),
    path("members/expiring/file/", views_expiring.expiring_file, name="expiring_file"),
    path("members/search/", views.find_members, name="find_members"),
    path("members/near-a-tier/", views_near.near_tier, name="near_tier"),
    path("members/near-a-tier/file/", views_near.near_tier_file, name="near_tier_file"),
    path("members/points/", views_bands.points_bands, name="points_bands"),
    path("members/points/file/", views_bands.points_bands_file, name="points_bands_file"),
    path("members/brought/", views_referrals.referred, name="referrals"),
    path("members/brought/file/", views_referrals.referred_file, name="referrals_file"),
    path("members/warnings/", views_warnings.warnings, name="warnings"),
    path("members/pool/", views_pool.pool, name="pool"),
    path("members/pool/<str:code>/draw/", views_pool.draw_now, name="draw_now"),
    path("members/draws/", views_draws.draws, name="draws"),
    path("members/draws/<int:pk>/", views_draws.minutes, name="minutes"),
    path("members/simulation/", views_simulation.simulation, name="simulation"),
    path("members/simulation/file/", views_simulation.simulation_file, name="simulation_file"),
    path("members/team/", views_team.team, name="team"),
    path("members/team/<str:number>/<str:code>/", views_team.guide, name="guide"),
    path("members/team/<str:number>/<str:code>/leave/", views_team.leave, name="guide_leave"),
    path("members/team/<str:number>/<str:code>/move/", views_team.move, name="guide_move"),
    path("members/team/<str:number>/<str:code>/deputy/", views_team.deputise, name="deputise"),
    path(
        "members/team/<str:number>/<str:code>/deputy/<int:pk>/end/",
        views_team.come_back,
        name="come_back",
    ),
    path("members/<str:number>/protect/", views_team.protect_member, name="protect"),
    path("members/<str:number>/protect/end/", views_team.unprotect_member, name="unprotect"),
]
