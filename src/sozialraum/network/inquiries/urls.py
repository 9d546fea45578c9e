from django.urls import URLPattern, path

from sozialraum.network.inquiries import views

urlpatterns: list[URLPattern] = [
    path("erhebungen/", views.index, name="inquiries"),
    path("erhebungen/neu/<slug:method>/", views.new, name="new_inquiry"),
    path("erhebungen/<uuid:inquiry_id>/", views.inquiry, name="inquiry"),
    path("erhebungen/<uuid:inquiry_id>/schritt/", views.step, name="inquiry_step"),
    path("erhebungen/<uuid:inquiry_id>/schliessen/", views.close, name="close_inquiry"),
    path("erhebungen/<uuid:inquiry_id>/bilder/", views.look, name="inquiry_pictures"),
    path("erhebungen/<uuid:inquiry_id>/bilder/<uuid:picture_id>/", views.sealed, name="inquiry_picture"),
    path("erhebungen/m/<slug:code>/", views.contribute, name="contribute"),
    path("erhebungen/m/<slug:code>/bild/", views.photo, name="contribute_photo"),
    path("erhebungen/bild/<uuid:picture_id>/", views.shown, name="shown_picture"),
]
