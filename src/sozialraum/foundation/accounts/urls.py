from django.urls import URLPattern, URLResolver, path

from sozialraum.foundation.accounts.views import account, rights, signing_in

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("anmelden/", signing_in.sign_in, name="sign_in"),
    path("anmelden/vorfuehrung/<slug:persona>/", signing_in.sign_in_persona, name="sign_in_persona"),
    path("abmelden/", signing_in.sign_out, name="sign_out"),
    path("konto/", account.account, name="account"),
    path("konto/passwort/", account.password, name="password"),
    path("konto/zweiter-faktor/", account.second_factor, name="second_factor"),
    path("konto/rechte/", rights.rights, name="rights"),
    path("konto/ihr-text/", account.kept_form, name="kept_form"),
    path("konto/ihr-text/<uuid:form_id>/fortsetzen/", account.continue_kept_form, name="continue_kept_form"),
    path("konto/ihr-text/<uuid:form_id>/verwerfen/", account.discard, name="discard_kept_form"),
]
