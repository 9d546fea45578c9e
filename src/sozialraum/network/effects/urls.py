from django.urls import URLPattern, path

from sozialraum.network.effects import views

urlpatterns: list[URLPattern] = [
    path("wirkungen/", views.told, name="effects"),
    path("wirkungen/neu/", views.tell, name="tell_effect"),
    path("wirkungen/einwilligung/<str:token>/", views.consent, name="effect_consent"),
    path("wirkungen/<uuid:story_id>/", views.effect, name="effect"),
    path("wirkungen/<uuid:story_id>/<str:act>/", views.change, name="change_effect"),
]
