// Forms that save themselves: 800 ms after the last key, and on leaving a field. See foundation/ui/autosave.py.
// A failed save never clears a field. What could not be sent is kept on the device, encrypted with the key that
// only pages of the signed-in person carry, and is handed in when the connection is back.
"use strict";
(() => {
  const REST = 800;
  const RETRY = 15000;
  const PREFIX = "sozialraum-draft:";
  const cipher = takeKey();

  // the key leaves the page at once: what stays cannot be exported, and a saved copy of the page opens nothing
  async function takeKey() {
    const carrier = document.querySelector('meta[name="draft-key"]');
    const text = carrier?.content;
    carrier?.remove();
    if (!text || !window.crypto?.subtle) return null;
    const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
  // a long text is turned into signs one by one: a call with a million arguments ends in an error
  const packed = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const unpacked = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

  // true when the draft is safe on the device; `about` says where it goes when this page is no longer there
  async function keep(name, values, about) {
    const secret = await cipher;
    if (!secret) return false;
    try {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const text = new TextEncoder().encode(JSON.stringify({ name, at: Date.now(), about, values }));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, secret, text);
      localStorage.setItem(PREFIX + name, packed(iv) + "." + packed(new Uint8Array(sealed)));
      return true;
    } catch {
      return false;
    }
  }

  // all of a draft: { at, about, values }
  async function whole(name) {
    const text = localStorage.getItem(PREFIX + name);
    const secret = await cipher;
    if (!text || !secret) return null;
    try {
      const [iv, sealed] = text.split(".").map(unpacked);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, secret, sealed);
      const found = JSON.parse(new TextDecoder().decode(plain));
      if (found.name === undefined) return { at: 0, values: found }; // kept by an earlier version of this page
      return found.name === name ? found : null;
    } catch {
      return null; // another person's draft on a shared device: not ours to read or to delete
    }
  }

  const kept = async (name) => (await whole(name))?.values ?? null;
  const drop = (name) => localStorage.removeItem(PREFIX + name);

  // for pages that keep more than one draft, for instance notes written without a connection
  window.sozialraumDrafts = {
    keep,
    kept,
    whole,
    drop,
    names: (start) =>
      Object.keys(localStorage)
        .filter((name) => name.startsWith(PREFIX + start))
        .map((name) => name.slice(PREFIX.length)),
  };

  const pairs = (form) => [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");

  // one value by name, several of one name as a list
  function values(form) {
    const found = {};
    for (const [name, value] of pairs(form)) found[name] = name in found ? [].concat(found[name], value) : value;
    return found;
  }

  // what was typed, put back into every field of the form
  function refill(form, draft) {
    for (const field of form.elements) {
      if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") continue;
      const given = [].concat(draft[field.name] ?? []);
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else if (given.length && "value" in field) field.value = given[0];
    }
  }

  function put(field, value) {
    if (!field || field.type === "file") return;
    if (field instanceof RadioNodeList) {
      for (const each of field) each.checked = [].concat(value).map(String).includes(each.value);
    } else if (field.type === "checkbox") {
      field.checked = value === true;
    } else {
      field.value = value ?? "";
    }
  }

  // the form as the page brought it: whoever writes before this script has come has written something new
  function asBrought(form) {
    if (!form.contains(document.activeElement)) return form;
    const fresh = form.cloneNode(true);
    fresh.reset();
    return fresh;
  }

  class Saver {
    constructor(form) {
      this.form = form;
      this.name = form.dataset.draft || form.dataset.autosave;
      this.status = form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");
      this.place = form.querySelector("[data-autosave-conflict]");
      this.timer = 0;
      this.sending = null;
      this.again = false;
      this.stored = JSON.stringify(values(asBrought(form)));
      form.addEventListener("input", () => this.changed());
      form.addEventListener("focusout", () => this.timer && this.save());
      form.addEventListener("submit", (event) => this.submitted(event));
      window.addEventListener("online", () => this.retry());
      document.addEventListener("outbox:sent", () => this.waits && this.dirty() && this.save());
      window.addEventListener("beforeunload", (event) => {
        if (this.unsafe) event.preventDefault();
      });
      if (this.dirty()) this.changed();
      this.restore();
    }

    dirty() {
      return JSON.stringify(values(this.form)) !== this.stored;
    }

    async restore() {
      const draft = await kept(this.name);
      if (!draft) return;
      refill(this.form, draft);
      this.say("restored", "waiting");
      this.timer = setTimeout(() => this.save(), 3 * REST);
    }

    // what waits from before goes first: somebody who was named without a connection before the words she said
    async retry() {
      await window.sozialraumOutbox?.flush();
      if (this.dirty()) await this.save();
    }

    changed() {
      if (this.clash) return;
      clearTimeout(this.timer);
      this.timer = 0;
      // typed and taken back: what stands there is what is stored
      if (!this.dirty()) return this.say("saved", "saved", this.told);
      this.say("waiting");
      this.timer = setTimeout(() => this.save(), REST);
    }

    say(word, state, text) {
      if (!this.status) return;
      this.status.dataset.state = state || word;
      this.status.textContent = text || this.status.dataset[word] || "";
    }

    // one at a time, each with all that is typed by then; returns when what runs has ended
    save() {
      clearTimeout(this.timer);
      this.timer = 0;
      if (this.sending) this.again = true;
      else if (!this.clash && this.dirty()) this.sending = this.send().finally(() => this.ended());
      return this.sending;
    }

    ended() {
      this.sending = null;
      if (this.again) this.save();
      this.again = false;
    }

    async send() {
      this.say("saving");
      const sent = JSON.stringify(values(this.form));
      const place = location.pathname + location.search;
      const about = { address: new URL(this.form.dataset.autosave, location).pathname, place, title: document.querySelector("h1")?.textContent.trim() || "" };
      const safe = await keep(this.name, JSON.parse(sent), about);
      try {
        const response = await fetch(this.form.dataset.autosave, {
          method: "POST",
          body: new FormData(this.form),
          headers: { "X-Autosave": "1", Accept: "application/json, text/html" },
          redirect: "manual",
        });
        await this.answered(response, sent, safe);
      } catch {
        this.unsafe = !safe;
        this.say(safe ? "offline" : "unsafe", "offline");
        this.waits = true;
        this.timer = setTimeout(() => this.retry(), RETRY);
      }
    }

    async answered(response, sent, safe) {
      if (response.status === 409) {
        this.clashed(await response.text(), JSON.parse(sent));
      } else if (response.ok) {
        const answer = await response.json();
        this.unsafe = this.waits = false;
        const before = JSON.parse(sent);
        if (answer.version !== undefined && this.form.elements.version) {
          this.form.elements.version.value = answer.version;
          before.version = String(answer.version);
        }
        this.stored = this.take(answer.values, before);
        this.errors({});
        if (this.dirty()) {
          this.changed();
        } else {
          drop(this.name);
          this.told = answer.message;
          this.say("saved", "saved", this.told);
        }
      } else if (response.status === 422) {
        const answer = await response.json();
        this.errors(answer.errors);
        this.say("error", "error", answer.message);
      } else if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
        this.unsafe = !safe;
        this.say("signedOut", "offline");
      } else {
        throw new Error(String(response.status));
      }
    }

    // others' fields come into the form, except where somebody is just typing; returns what is stored now
    take(given, before) {
      const now = values(this.form);
      const typed = Object.keys({ ...now, ...before }).filter((name) => now[name] !== before[name]);
      for (const [name, value] of Object.entries(given || {})) {
        if (!typed.includes(name)) put(this.form.elements[name], value);
      }
      const after = values(this.form);
      for (const name of typed) after[name] = before[name];
      return JSON.stringify(after);
    }

    errors(found) {
      for (const old of this.form.querySelectorAll("[data-autosave-error]")) {
        old.closest(".field")?.classList.remove("err");
        old.remove();
      }
      for (const [name, message] of Object.entries(found || {})) {
        const control = this.form.elements[name];
        const field = (control instanceof RadioNodeList ? control[0] : control)?.closest(".field");
        if (!field) continue;
        const line = document.createElement("p");
        line.className = "fe";
        line.dataset.autosaveError = "";
        line.id = `${name}-autosave-error`;
        line.textContent = message;
        field.classList.add("err");
        field.append(line);
        if (control.setAttribute) control.setAttribute("aria-describedby", line.id);
      }
    }

    clashed(fragment, sent) {
      this.sent = sent;
      this.say("conflict");
      this.errors({});
      if (!this.place) return;
      this.clash = true;
      this.place.innerHTML = fragment; // from our own server, escaped by its templates
    }

    // the page is left only when everything typed is stored; without a connection it stays, and says where the text is
    async leave(submitter) {
      while (this.sending) await this.sending;
      await this.save();
      if (!this.dirty()) this.form.requestSubmit(submitter);
    }

    submitted(event) {
      const choice = event.submitter?.name === "keep" ? event.submitter.value : "";
      if (!choice || !this.clash) {
        if (this.dirty() || this.sending) {
          event.preventDefault();
          this.leave(event.submitter);
        } else {
          drop(this.name);
          this.unsafe = false;
        }
        return;
      }
      event.preventDefault();
      const boxes = [...this.place.querySelectorAll("[data-conflict-field]")];
      const outer = this.place.querySelector("[data-conflict-version]");
      this.form.elements.version.value = outer.dataset.conflictVersion;
      this.take(JSON.parse(outer.dataset.conflictTaken || "{}"), { ...this.sent, version: outer.dataset.conflictVersion });
      for (const box of choice === "theirs" ? boxes : []) {
        const text = box.querySelector("[data-theirs]");
        const value = text.dataset.theirs ? JSON.parse(text.dataset.theirs) : text.textContent;
        put(this.form.elements[box.dataset.conflictField], value);
      }
      const field = this.form.elements[boxes[0].dataset.conflictField];
      this.clash = false;
      this.place.replaceChildren();
      if (choice === "theirs" && !outer.dataset.conflictTaken) {
        drop(this.name);
        this.stored = JSON.stringify(values(this.form));
        this.say("", "saved", this.status?.dataset.taken || "");
      } else {
        this.stored = "";
        this.save();
      }
      field.focus();
    }
  }

  window.sozialraumDrafts.start = start;
  // whether a form of this page looks after the draft of this name
  window.sozialraumDrafts.held = (name) => [...document.querySelectorAll("form[data-autosave]")].some((form) => form.saver?.name === name);
  window.sozialraumDrafts.busy = () => [...document.querySelectorAll("form[data-autosave]")].some((form) => form.saver?.dirty());

  function start(root) {
    for (const form of root.querySelectorAll("form[data-autosave]")) {
      if (!form.saver) form.saver = new Saver(form);
    }
  }
  document.addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("htmx:after:swap", () => start(document));
})();
