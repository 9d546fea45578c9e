from django.urls import URLPattern, path

from sozialraum.network.cooperations import views

urlpatterns: list[URLPattern] = [
    path("zusammenarbeit/", views.network, name="cooperations"),
    path("zusammenarbeit/netz.<slug:kind>", views.network_file, name="cooperations_file"),
    path("zusammenarbeit/haus/<uuid:place_id>/", views.organization, name="organization"),
    path("zusammenarbeit/haus/<uuid:place_id>/neu/", views.note_cooperation, name="note_cooperation"),
    path("zusammenarbeit/haus/<uuid:place_id>/neu/namen/", views.partners, name="partners"),
    path(
        "zusammenarbeit/haus/<uuid:place_id>/ansprechstelle/",
        views.add_contact,
        name="add_organization_contact",
    ),
    path(
        "zusammenarbeit/haus/<uuid:place_id>/<uuid:cooperation_id>/",
        views.change_cooperation,
        name="change_cooperation",
    ),
    path(
        "zusammenarbeit/haus/<uuid:place_id>/<uuid:cooperation_id>/<slug:act>/",
        views.act_on_cooperation,
        name="act_on_cooperation",
    ),
    path(
        "zusammenarbeit/ansprechstelle/<uuid:contact_id>/<slug:act>/",
        views.act_on_contact,
        name="act_on_contact",
    ),
]
