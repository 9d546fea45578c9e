from django.urls import URLPattern, path

from sozialraum.network.lived_spaces import views

urlpatterns: list[URLPattern] = [
    path("nadeln/", views.index, name="pins"),
    path("nadeln/neu/", views.new, name="new_pin_campaign"),
    path("nadeln/<uuid:campaign_id>/", views.campaign, name="pin_campaign"),
    path("nadeln/<uuid:campaign_id>/schliessen/", views.close, name="close_pin_campaign"),
    path("nadeln/m/<slug:code>/", views.join, name="join_pins"),
    path("nadeln/m/<slug:code>/<str:person>/", views.pin_map, name="pin_map"),
    path("nadeln/m/<slug:code>/<str:person>/setzen/", views.set_pins, name="set_pins"),
    path("nadeln/m/<slug:code>/<str:person>/<uuid:pin_id>/weg/", views.take_back, name="take_back_pin"),
]
