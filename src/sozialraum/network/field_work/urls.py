from django.urls import URLPattern, path

from sozialraum.network.field_work import views

urlpatterns: list[URLPattern] = [
    path("feld/", views.balance, name="field_work"),
    path("feld/anteile/", views.shares, name="field_shares"),
    path("feld/notiz/", views.note, name="field_note"),
    path("feld/notiz/<uuid:note_id>/", views.note, name="edit_field_note"),
    path("feld/notiz/<uuid:note_id>/weg/", views.withdraw, name="withdraw_field_note"),
    path("feld/notiz/<uuid:note_id>/genutzt/", views.used, name="field_resource_used"),
]
