// Shows the passkey buttons where the browser can do it, and connects them to the library's functions.
document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential || !window.allauth) return;
  const forms = window.allauth.webauthn.forms;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-error]").forEach((place) => { place.hidden = false; place.setAttribute("role", "alert"); });
  });
  const login = document.getElementById("passkey_login");
  if (login) {
    login.hidden = false;
    forms.loginForm({ ids: { login: "passkey_login", credential: "mfa_credential" } });
  }
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const button = form.querySelector("#passkey_button");
    const credential = form.querySelector("input[name=credential]");
    const alone = form.querySelector("input[name=passwordless]");
    button.hidden = false;
    forms[form.dataset.passkey]({
      ids: {
        add: button.id, authenticate: button.id, credential: credential.id, data: form.dataset.passkeyData,
        ...(alone ? { passwordless: alone.id } : {}),
      },
    });
  });
});
