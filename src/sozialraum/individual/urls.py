from django.urls import URLPattern, URLResolver, path

from sozialraum.individual.views import cases, emergency, family, own_data

app_name = "individual"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", cases.index, name="index"),
    path("neu/", cases.open_new, name="open"),
    path("meine/", family.my_page, name="my_page"),
    path("meine/worte/", family.my_words, name="my_words"),
    path("meine/daten/", family.my_data, name="my_data"),
    path("meine/daten/herunterladen/", own_data.download, name="download_own_data"),
    path("notfall/", emergency.ask, name="emergency"),
    path("<uuid:case_id>/", cases.case, name="case"),
    path("<uuid:case_id>/gespraech/", cases.conversation, name="conversation"),
    path("<uuid:case_id>/worte/<uuid:statement_id>/", cases.keep_words, name="keep_words"),
    path("<uuid:case_id>/notiz/", cases.entrust, name="entrust"),
]
