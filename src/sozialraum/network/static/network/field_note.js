// A note from the field: taps instead of typing, a warning before names, and a queue for places without a connection.
// What cannot be sent is encrypted (autosave.js) and sent when the connection is back; the note's own id keeps it single.
"use strict";
(() => {
  const form = document.querySelector("form[data-field-note]");
  const status = document.querySelector("[data-autosave-status]");
  const drafts = window.sozialraumDrafts;
  const QUEUE = "field-note:";
  const RETRY = 20000;
  const inMemory = new Map(); // where the browser encrypts nothing, a note waits in the open page
  if (!form || !drafts) return;
  const words = form.dataset;

  const say = (text, state) => {
    status.textContent = text;
    status.dataset.state = state;
  };
  const csrf = () => form.elements.csrfmiddlewaretoken.value;

  function told() {
    const found = [];
    for (const [name, value] of new FormData(form)) if (name !== "csrfmiddlewaretoken") found.push([name, value]);
    return found;
  }

  async function send(pairs) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", csrf());
    for (const [name, value] of pairs) body.append(name, value);
    return fetch(words.fieldNote, { method: "POST", body, headers: { "X-Field-Note": "1" }, redirect: "manual" });
  }

  // "sent", "refused" with what the server said, or "waiting"
  async function attempt(pairs) {
    let answer;
    try {
      answer = await send(pairs);
    } catch {
      return ["waiting", words.offline];
    }
    if (answer.ok) return ["sent", ""];
    if (answer.status === 422) return ["refused", await answer.json()];
    return ["waiting", answer.type === "opaqueredirect" || answer.status === 403 ? words.signedOut : words.offline];
  }

  const waiting = () => [...new Set([...drafts.names(QUEUE), ...inMemory.keys()])];

  function tell(reason) {
    const count = waiting().length;
    if (count) say(`${reason || words.offline}${count > 1 ? ` (${count})` : ""}`, "offline");
  }

  let flushing = false;
  async function flush() {
    if (flushing) return;
    flushing = true;
    let sent = 0;
    let reason = "";
    for (const name of waiting()) {
      const pairs = inMemory.get(name) || (await drafts.kept(name));
      if (!pairs) continue; // another person's notes on this device
      const [what, why] = await attempt(pairs);
      if (what === "waiting") {
        reason = why;
        break;
      }
      drafts.drop(name);
      inMemory.delete(name);
      if (what === "sent") sent += 1;
      else refused(pairs, why);
    }
    flushing = false;
    if (sent) say(words.sent.replace("[n]", String(sent)), "saved");
    else if (reason) tell(reason);
  }

  function refused(pairs, why) {
    put(Object.fromEntries(pairs.filter(([name]) => name !== "results")), pairs.filter(([name]) => name === "results").map(([, value]) => value));
    errors(why);
  }

  function errors(why) {
    const list = form.querySelector("[data-errors]");
    list.replaceChildren();
    for (const message of [...Object.values(why.errors || {}), ...(why.errors ? [] : [why.message])]) {
      const line = document.createElement("p");
      line.textContent = message;
      list.append(line);
    }
    list.hidden = false;
    if (why.errors?.sentence) form.elements.names_seen.value = "1";
    list.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const pairs = told();
    const name = QUEUE + form.elements.id.value;
    const button = document.querySelector("[data-save]");
    button.disabled = true;
    const safe = await drafts.keep(name, pairs);
    if (!safe) inMemory.set(name, pairs);
    const [what, why] = await attempt(pairs);
    button.disabled = false;
    if (what === "waiting") {
      say(safe ? why : words.unsafe, "offline");
      return again();
    }
    drafts.drop(name);
    inMemory.delete(name);
    if (what === "refused") return errors(why);
    location.assign(words.done);
  });

  // the next note: what was tapped goes, the page stays
  function again() {
    form.reset();
    form.elements.id.value = crypto.randomUUID ? crypto.randomUUID() : uuid();
    form.elements.names_seen.value = "";
    form.querySelector("[data-errors]").hidden = true;
    show();
    tell();
    document.querySelector("h1").scrollIntoView();
  }
  function uuid() {
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((each) => each.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // taps
  function put(values, results) {
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements[name];
      if (!field || name === "results") continue;
      if (field instanceof RadioNodeList) for (const each of field) each.checked = each.value === value;
      else field.value = value;
    }
    if (results) for (const each of form.querySelectorAll("[name=results]")) each.checked = results.includes(each.value);
    show();
  }
  function show() {
    const place = form.elements.place_name.value;
    let known = false;
    for (const each of form.querySelectorAll("[data-place]")) {
      const chosen = each.dataset.place === place;
      known ||= chosen;
      each.setAttribute("aria-pressed", String(chosen));
    }
    const other = form.querySelector("[data-other-place]");
    if (other) {
      const open = Boolean(place && !known) || other.dataset.open === "1" || !form.querySelector("[data-place]");
      form.querySelector("[data-place-fields]").hidden = !open;
      other.setAttribute("aria-expanded", String(open));
    }
    for (const each of form.querySelectorAll("[data-minutes]"))
      each.setAttribute("aria-pressed", String(each.dataset.minutes === form.elements.minutes.value));
    const further = form.querySelector("[data-further]");
    if (further?.querySelector(":checked")) further.open = true;
    warn();
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[type=button]");
    if (!button) return;
    const { place, minutes, step, repeat, otherPlace } = button.dataset;
    if (place !== undefined) {
      delete form.querySelector("[data-other-place]").dataset.open;
      put({ place_name: place, place_id: button.dataset.placeId, area_code: button.dataset.area });
    } else if (otherPlace !== undefined) {
      button.dataset.open = "1";
      put({ place_name: "", place_id: "", area_code: "" });
      form.elements.place_name.focus();
    } else if (minutes !== undefined) put({ minutes });
    else if (step !== undefined) {
      const now = form.elements.residents.value === "" ? 0 : Number(form.elements.residents.value);
      put({ residents: String(Math.max(0, now + Number(step))) });
    } else if (repeat !== undefined) {
      const { results, ...values } = JSON.parse(document.getElementById("repeated").textContent);
      put(values, results);
      document.querySelector("[data-save]").focus();
    }
  });
  form.elements.minutes.addEventListener("input", show);
  form.elements.place_name.addEventListener("input", () => {
    form.elements.place_id.value = "";
  });

  // names
  const names = JSON.parse(document.getElementById("names").textContent);
  const given = new Set(names.given);
  const titles = new Set(names.titles);
  function namesIn(text) {
    const found = new Set();
    const parts = text.match(/\p{L}+(?:-\p{L}+)*\.?/gu) || [];
    parts.forEach((word, index) => {
      const plain = word.replace(/\.$/, "");
      const before = parts[index - 1] || "";
      if (titles.has(before) && /^\p{Lu}/u.test(word)) found.add(`${before} ${plain}`);
      else if (given.has(plain) && !titles.has(before)) found.add(plain);
    });
    return [...found];
  }
  function warn() {
    const found = namesIn(`${form.elements.sentence.value} ${form.elements.resource_name.value}`);
    const line = form.querySelector("[data-names]");
    line.hidden = !found.length;
    line.querySelector("b").textContent = found.join(", ");
    form.elements.names_seen.value = found.length ? "1" : "";
  }
  form.elements.sentence.addEventListener("input", warn);
  form.elements.resource_name.addEventListener("input", warn);

  for (const each of form.querySelectorAll("[data-with-script]")) each.hidden = false;
  for (const each of form.querySelectorAll("[data-without-script]")) each.hidden = true;
  window.addEventListener("online", flush);
  window.addEventListener("offline", () => say(words.nowOffline, "offline"));
  window.addEventListener("beforeunload", (event) => {
    if (inMemory.size) event.preventDefault();
  });
  setInterval(() => waiting().length && flush(), RETRY);
  show();
  flush();
})();
