from django.urls import URLPattern, URLResolver, path

from sozialraum.foundation.supervision.views import notices, periods, register, review

app_name = "supervision"
urlpatterns: list[URLPattern | URLResolver] = [
    path("datenschutz/pruefung/", review.month, name="review"),
    path("datenschutz/pruefung/abschluss/", review.conclude, name="conclude"),
    path("datenschutz/pruefung/kette/", review.chain, name="chain"),
    path("datenschutz/pruefung/person/<int:entry_id>/", review.person, name="person"),
    path("datenschutz/pruefung/notfall/<uuid:access_id>/", review.emergency, name="emergency"),
    path("datenschutz/hinweise/", notices.index, name="notices"),
    path("datenschutz/hinweise/<int:notice_id>/", notices.seen, name="notice_seen"),
    path("datenschutz/fristen/", periods.index, name="periods"),
    path("datenschutz/fristen/<uuid:run_id>/", periods.approve, name="approve"),
    path("mitwirkung/verarbeitung/", register.index, name="register"),
    path("mitwirkung/verarbeitung/verzeichnis.csv", register.as_csv, name="register_csv"),
]
