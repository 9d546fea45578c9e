// The talk at the kitchen table goes on without a connection: every voice of the family is in the page already, and
// somebody new gets one. With a connection the links of the page work as they are.
"use strict";
(() => {
  const talk = document.querySelector("[data-talk]");
  const nav = document.querySelector(".voices");
  if (!talk || !nav) return;
  const offline = () => !navigator.onLine || talk.querySelector("[data-autosave-status][data-state=offline]");
  const turn = (voice) => talk.querySelector(`[data-turn="${CSS.escape(voice)}"]`);
  const uuid = () => crypto.randomUUID();

  function show(voice) {
    let article = turn(voice);
    if (!article) {
      const kept = talk.querySelector(`template[data-voice="${CSS.escape(voice)}"]`);
      if (!kept) return;
      article = kept.content.firstElementChild.cloneNode(true);
      talk.append(article);
      window.sozialraumDrafts.start(document);
    }
    for (const each of talk.querySelectorAll("[data-turn]")) each.hidden = each !== article;
    talk.querySelector(".voice-goal")?.remove();
    for (const link of nav.querySelectorAll("a[data-voice]")) {
      if (link.dataset.voice === voice) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    article.querySelector("textarea, input:not([type=hidden])").focus();
  }

  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-voice]");
    if (!link || !offline()) return;
    event.preventDefault();
    show(link.dataset.voice);
  });

  // somebody new: the name waits on this device before the words, so that the words find their speaker
  async function named(form) {
    const person = uuid();
    const name = form.elements.full_name.value.trim();
    const values = { id: person, full_name: name, kind: form.elements.kind.value };
    const safe = await window.sozialraumOutbox.put(`person-${person}`, values, { address: new URL(form.action).pathname });
    if (!safe) return;
    const statement = uuid();
    const article = talk.querySelector("template[data-somebody]").content.firstElementChild.cloneNode(true);
    const words = article.querySelector("form");
    const address = talk.dataset.words.replace(talk.dataset.this, statement);
    article.dataset.turn = person;
    article.setAttribute("aria-label", name);
    article.querySelector("[data-name]").textContent = name;
    article.querySelector(".who small").textContent = form.querySelector("input[name=kind]:checked").closest("label").textContent.trim();
    article.querySelector(".face").textContent = name.slice(0, 1).toUpperCase();
    words.setAttribute("action", address);
    words.dataset.autosave = address;
    words.dataset.draft = `words-${statement}`;
    words.elements.speaker.value = person;
    for (const field of words.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const mark of ["id", "for", "aria-describedby"]) if (field.hasAttribute(mark)) field.setAttribute(mark, `${statement}-${field.getAttribute(mark)}`);
    }
    words.querySelector("label").textContent = talk.dataset.ownWords.replace("%(name)s", name);
    talk.append(article);
    window.sozialraumDrafts.start(document);
    const link = nav.querySelector("a[data-voice=neu]").cloneNode(false);
    link.href = `?stimme=${person}`;
    link.dataset.voice = person;
    link.textContent = name;
    nav.prepend(link);
    form.reset();
    show(person);
  }

  // how somebody is called often says what she is to the family; what was chosen by hand stays
  const CALLED = { parent: /^(frau|herr|mama|mami|papa|papi|mutter|vater|mom|dad|anne|baba)\b/i, relative: /^(oma|opa|tante|onkel|großmutter|großvater)\b/i };
  talk.addEventListener("change", (event) => {
    if (event.target.matches("form.new-voice input[name=kind]")) event.target.form.dataset.chosen = "by hand";
  });
  talk.addEventListener("input", (event) => {
    const form = event.target.closest("form.new-voice");
    if (!form || event.target.name !== "full_name" || form.dataset.chosen) return;
    const kind = Object.keys(CALLED).find((each) => CALLED[each].test(event.target.value.trim()));
    if (kind) form.elements.kind.value = kind;
  });

  talk.addEventListener("submit", (event) => {
    if (!event.target.matches("form.new-voice") || !offline()) return;
    event.preventDefault();
    if (event.target.elements.full_name.value.trim()) named(event.target);
  });
})();
