// What was written without a connection, on whichever page: kept on the device, encrypted (autosave.js), and sent in the
// order of writing as soon as there is a connection and the same person is signed in. Nothing is dropped before the
// server has it; what the server does not take (somebody else has changed it) is named with the way to its page.
"use strict";
(() => {
  const RETRY = 15000;
  const drafts = window.sozialraumDrafts;
  const line = document.getElementById("kept-here");
  if (!drafts || !line) return;
  const words = line.dataset;

  async function waiting() {
    const found = [];
    for (const name of drafts.names("")) {
      const draft = await drafts.whole(name);
      // drafts of forms on this page are theirs; other persons' drafts on a shared device do not open
      if (draft?.about?.address?.startsWith("/") && !drafts.held(name)) found.push({ name, ...draft });
    }
    return found.sort((one, other) => one.at - other.at);
  }

  function post(draft) {
    const body = new FormData();
    for (const [name, value] of Object.entries(draft.values)) for (const each of [].concat(value)) body.append(name, each);
    body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "");
    return fetch(draft.about.address, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual" });
  }

  // "sent"; "look" where a person has to look at it; "waiting" while there is no way to the server; "out" without a session
  async function attempt(draft) {
    let answer;
    try {
      answer = await post(draft);
    } catch {
      return "waiting";
    }
    if (answer.ok) return "sent";
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "out";
    return answer.status < 500 ? "look" : "waiting";
  }

  function tell(text, state, places) {
    line.hidden = !text;
    line.dataset.state = state;
    line.classList.toggle("ok", state === "saved");
    line.classList.toggle("warn", state !== "saved");
    line.replaceChildren(...(text ? [document.createTextNode(`${text} `)] : []));
    for (const { place, title } of places) {
      const link = document.createElement("a");
      link.href = place;
      link.textContent = title || place;
      line.append(link, " ");
    }
  }
  // what the server did not take: the way to its page, the text itself, and a button to let it go
  function leftOver(draft) {
    const item = document.createElement("details");
    const told = document.createElement("summary");
    const text = document.createElement("blockquote");
    const gone = document.createElement("button");
    told.textContent = `${draft.about.title}: ${words.written}`;
    text.textContent = Object.entries(draft.values).filter(([name, value]) => name !== "version" && typeof value === "string" && /\s/.test(value.trim())).map(([, value]) => value).join("\n");
    gone.type = "button";
    gone.className = "link";
    gone.textContent = words.letGo;
    gone.addEventListener("click", () => {
      drafts.drop(draft.name);
      item.remove();
      if (!line.querySelector("details")) line.hidden = true;
    });
    item.append(told, text, gone);
    return item;
  }

  const several = (count, one, many) => (count === 1 ? one : many.replace("[n]", String(count)));
  const places = (found) => [...new Map(found.filter((each) => each.about.place !== here()).map((each) => [each.about.place, each.about])).values()];
  const here = () => location.pathname + location.search;

  async function send() {
    const all = await waiting();
    if (!all.length) return line.dataset.state === "offline" && tell("", "", []);
    const sent = [];
    const looked = [];
    let why = "";
    for (const draft of all) {
      const what = await attempt(draft);
      if (what === "sent") {
        drafts.drop(draft.name);
        sent.push(draft);
      } else if (what === "look") looked.push(draft);
      else {
        why = what;
        break;
      }
    }
    const left = all.length - sent.length;
    if (looked.length) {
      tell(several(looked.length, words.lookOne, words.lookMany), "conflict", places(looked));
      line.append(...looked.map(leftOver));
    } else if (left) tell(several(left, why === "out" ? words.outOne : words.waitingOne, why === "out" ? words.outMany : words.waitingMany), "offline", []);
    else tell(several(sent.length, words.sentOne, words.sentMany), "saved", places(sent));
    document.dispatchEvent(new CustomEvent("outbox:sent", { detail: { sent: sent.length, left } }));
    // what was written for this page, or just below it, stands in it now; a page somebody is just writing on stays
    const below = (place) => place.split("?")[0].slice(location.pathname.length).split("/").filter(Boolean).length;
    const seen = sent.some(({ about }) => about.place.startsWith(location.pathname) && below(about.place) <= 1);
    if (seen && !left && !drafts.busy()) location.reload();
  }

  // two pages of one person do not send the same draft twice
  const flush = () => (navigator.locks ? navigator.locks.request("sozialraum-outbox", { ifAvailable: true }, (lock) => lock && send()) : send());

  window.sozialraumOutbox = {
    // keep an act for later; true when it is safe on the device
    async put(name, values, about) {
      const safe = await drafts.keep(name, values, { place: here(), title: document.querySelector("h1")?.textContent.trim() || "", ...about });
      if (safe) {
        const count = (await waiting()).length;
        tell(several(count, words.waitingOne, words.waitingMany), "offline", []);
      }
      return safe;
    },
    flush,
  };
  window.addEventListener("online", flush);
  setInterval(() => navigator.onLine && flush(), RETRY);
  if (navigator.onLine) addEventListener("load", () => setTimeout(flush, 0));
})();
