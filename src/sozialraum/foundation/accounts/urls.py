from django.urls import URLPattern, URLResolver, path

from sozialraum.foundation.accounts.views import (
    account,
    colleagues,
    invitation,
    openid,
    people,
    rights,
    signing_in,
    substitutions,
)

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("anmelden/", signing_in.sign_in, name="sign_in"),
    path("anmelden/vorfuehrung/<slug:persona>/", signing_in.sign_in_persona, name="sign_in_persona"),
    path("anmelden/verzeichnis/", openid.begin, name="openid_begin"),
    path("anmelden/verzeichnis/zurueck/", openid.callback, name="openid_callback"),
    path("abmelden/", signing_in.sign_out, name="sign_out"),
    path("einladung/", invitation.invitation, name="invitation"),
    path("konto/", account.account, name="account"),
    path("konto/passwort/", account.password, name="password"),
    path("konto/zweiter-faktor/", account.second_factor, name="second_factor"),
    path("konto/rechte/", rights.rights, name="rights"),
    path("konto/vertretung/", substitutions.substitutions, name="substitutions"),
    path("konto/vertretung/<uuid:substitution_id>/beenden/", substitutions.end, name="end_substitution"),
    path("konto/kollegium/", colleagues.colleagues, name="colleagues"),
    path("konto/ihr-text/", account.kept_form, name="kept_form"),
    path("konto/ihr-text/<uuid:form_id>/fortsetzen/", account.continue_kept_form, name="continue_kept_form"),
    path("konto/ihr-text/<uuid:form_id>/verwerfen/", account.discard, name="discard_kept_form"),
    path("verwaltung/konten/", people.people, name="people"),
    path("verwaltung/konten/einladen/", people.invite, name="invite"),
    path("verwaltung/konten/<uuid:user_id>/", people.person, name="person"),
    path("verwaltung/konten/<uuid:user_id>/aufgabe-geben/", people.give_role, name="give_role"),
    path("verwaltung/konten/<uuid:user_id>/aufgabe-beenden/", people.end_role, name="end_role"),
    path("verwaltung/konten/<uuid:user_id>/neuer-brief/", people.renew, name="renew"),
    path("verwaltung/konten/<uuid:user_id>/<slug:act>/", people.change_person, name="change_person"),
    path("verwaltung/briefe/<uuid:invitation_id>/zurueckziehen/", people.withdraw, name="withdraw"),
]
