"""The same pages, and those of second factors, under the names by which the library (django-allauth) finds them."""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as code_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import URLPattern, URLResolver, path

from sozialraum.foundation.accounts.views import account, signing_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("anmelden/", signing_in.sign_in, name="account_login"),
    path("anmelden/gesperrt/", account_views.account_inactive, name="account_inactive"),
    path("anmelden/zweiter-faktor/", factor_views.authenticate, name="mfa_authenticate"),
    path("anmelden/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("abmelden/", signing_in.sign_out, name="account_logout"),
    path("konto/passwort/", account.password, name="account_change_password"),
    path("konto/bestaetigen/", account_views.reauthenticate, name="account_reauthenticate"),
    path("konto/bestaetigen/code/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path(
        "konto/bestaetigen/passkey/",
        passkey_views.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("konto/sicherheit/", factor_views.index, name="mfa_index"),
    path("konto/sicherheit/app/einrichten/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("konto/sicherheit/app/entfernen/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/sicherheit/passkeys/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("konto/sicherheit/passkeys/neu/", passkey_views.add_webauthn, name="mfa_add_webauthn"),
    path(
        "konto/sicherheit/passkeys/<int:pk>/entfernen/",
        passkey_views.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "konto/sicherheit/passkeys/<int:pk>/umbenennen/",
        passkey_views.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
    path("konto/sicherheit/notfallcodes/", code_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "konto/sicherheit/notfallcodes/neu/",
        code_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "konto/sicherheit/notfallcodes/datei/",
        code_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
