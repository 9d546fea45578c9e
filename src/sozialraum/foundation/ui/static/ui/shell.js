// What every page needs beyond HTML: closing menus, opening dialogs, focus on errors, and honest words when a
// request fails. Every page works without this file.
"use strict";

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.account[open], details.menu[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest("[data-prints]")) window.print();
  const speaker = event.target.closest("[data-reads-aloud]");
  if (speaker) readAloud(speaker);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.account[open], details.menu[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-takes-focus]")?.focus();
  for (const hidden of document.querySelectorAll("[data-needs-script]")) hidden.hidden = false;
});

// Filters that are empty do not stand in the address.
document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceElement } = event.detail.ctx;
  if (!sourceElement.matches("form.filter") || !(request.body instanceof FormData)) return;
  for (const [name, value] of [...request.body]) if (value === "") request.body.delete(name);
});

// A request that ends at the sign-in page, or at an error, must not put that page into a fragment.
document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx.response.raw;
  if (response.redirected) {
    event.preventDefault();
    window.location.assign(response.url);
  }
});

function say(kind) {
  const place = document.getElementById("request-state");
  if (place) {
    place.textContent = place.dataset[kind] || "";
    place.hidden = !kind;
  }
}
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status !== 409 && event.detail.ctx.response.status !== 422) say("failed");
});
// A question that a newer one has overtaken, or that ended because the page was left, is no lost connection.
document.addEventListener("htmx:error", (event) => {
  if (event.detail?.error?.name !== "AbortError") say("offline");
});
document.addEventListener("htmx:after:swap", () => say(""));

function readAloud(button) {
  if (!("speechSynthesis" in window)) return;
  if (window.speechSynthesis.speaking) {
    window.speechSynthesis.cancel();
    return;
  }
  const place = document.getElementById(button.dataset.readsAloud || "content");
  const language = place.closest("[lang]").lang;
  let rest = place.innerText;
  const parts = [];
  // words of another language are read by a voice of that language
  for (const other of place.querySelectorAll("[lang]")) {
    const words = other.innerText;
    const at = words ? rest.indexOf(words) : -1;
    if (at < 0 || other.lang === language) continue;
    parts.push([language, rest.slice(0, at)], [other.lang, words]);
    rest = rest.slice(at + words.length);
  }
  for (const [lang, text] of [...parts, [language, rest]]) {
    if (!text.trim()) continue;
    const speech = new SpeechSynthesisUtterance(text);
    speech.lang = lang;
    window.speechSynthesis.speak(speech);
  }
}

if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/offline.js").catch(() => {});
}
