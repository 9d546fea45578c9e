// The page of the city map: areas picked on a map go into the form, the slider previews years, the address keeps
// what is seen. Without script the same is done by the form.
"use strict";

const byId = (id) => document.getElementById(id);
const cityMaps = () => document.querySelectorAll("[data-city-map] figure[data-live-map]");

function pickArea(code) {
  const choice = byId("area");
  if (!choice || !code) return;
  if (choice.options && ![...choice.options].some((option) => option.value === code)) return;
  choice.value = code;
  for (const map of cityMaps()) map.dispatchEvent(new CustomEvent("map:pick-shown", { detail: { code } }));
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const drawn = event.target.closest?.("[data-city-map] [data-area]");
  if (drawn) pickArea(drawn.dataset.area);
  const copier = event.target.closest?.("[data-copies-address]");
  if (copier) {
    navigator.clipboard.writeText(window.location.href).then(() => {
      copier.textContent = copier.dataset.done;
    });
  }
});
document.addEventListener("map:pick", ({ detail }) => pickArea(detail.code));

// What a map is asked to show beside the form's own fields goes into the form and into the address.
function keep(name, value) {
  const field = byId(name);
  if (!field) return;
  field.value = value;
  const address = new URL(window.location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  window.history.replaceState(window.history.state, "", address);
}
document.addEventListener("map:moved", ({ detail }) => keep("at", detail.at));

document.addEventListener("input", ({ target }) => {
  if (target.id !== "date" || target.type !== "range") return;
  const output = document.querySelector("output[for=date]");
  if (output) output.textContent = output.dataset.pattern.replace("%s", target.value);
  for (const map of cityMaps()) {
    const url = new URL(map.dataset.figures, window.location.href);
    url.searchParams.set("date", target.value);
    map.dispatchEvent(new CustomEvent("map:figures", { detail: { url: url.href } }));
  }
});

document.addEventListener("change", ({ target }) => {
  if (target.id !== "places") return;
  keep("without", target.checked ? "" : "places");
  for (const map of cityMaps()) {
    map.dispatchEvent(new CustomEvent("map:assets", { detail: { shown: target.checked } }));
  }
});

// What is empty does not stand in the address.
document.addEventListener("htmx:config:request", ({ detail }) => {
  const { request, sourceElement } = detail.ctx;
  if (sourceElement.id !== "city-form" || !(request.body instanceof FormData)) return;
  for (const [name, value] of [...request.body]) if (value === "") request.body.delete(name);
});

function revealScripted() {
  for (const hidden of document.querySelectorAll("[data-city-map] [data-needs-script]")) hidden.hidden = false;
}
document.addEventListener("htmx:after:swap", revealScripted);
