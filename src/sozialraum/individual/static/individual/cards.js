// Resource card and arrangement: each act is a form; with script only the card is exchanged and the focus stays
// where it was. Without this file every act is an ordinary form.
"use strict";

const HEADER = "X-Card";

let queue = Promise.resolve();

// one after another: a later answer never shows an earlier card
function act(form, submitter) {
  const body = new FormData(form, submitter);
  const typed = form.hasAttribute("data-next-words") ? form.querySelector("textarea")?.id : "";
  window.sozialraumTyped.handIn(form, { empty: Boolean(typed) });
  queue = queue.then(() => send(form, body, typed));
  return queue;
}

async function send(form, body, typed) {
  const card = document.getElementById("card");
  const state = document.getElementById("request-state");
  const tell = (words) => {
    window.sozialraumTyped.handBack(document.getElementById(typed)?.form || form, body);
    state.textContent = words;
    state.hidden = false;
  };
  card.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { [HEADER]: "1" } });
  } catch {
    card.removeAttribute("aria-busy");
    if (typed && (await keepWords(document.getElementById(typed).form, form.action, body))) return;
    tell(state.dataset.offline);
    return;
  }
  if (answer.redirected && !answer.url.includes("#")) {
    window.location.assign(answer.url);
    return;
  }
  if (!answer.ok && answer.status !== 422) {
    tell(state.dataset.failed);
    card.removeAttribute("aria-busy");
    return;
  }
  state.hidden = true;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("card");
  const focused = document.activeElement?.id;
  const kept = window.sozialraumTyped.take(card);
  card.replaceWith(fresh);
  window.sozialraumTyped.put(fresh, kept);
  if (kept.some((each) => each.focused)) return;
  const next = document.getElementById(typed || focused) || fresh.querySelector("[data-takes-focus]");
  next?.focus({ preventScroll: !typed });
  if (typed && answer.ok) next?.scrollIntoView({ block: "nearest" });
}

// an entry written without a connection waits on this device, stands in its field, and makes room for the next one
async function keepWords(form, action, body) {
  const id = crypto.randomUUID?.();
  const values = Object.fromEntries([...body].filter(([name]) => name !== "csrfmiddlewaretoken"));
  if (!id || !(await window.sozialraumOutbox?.put(`entry-${id}`, { ...values, id }, { address: new URL(action).pathname }))) return false;
  const line = document.createElement("li");
  const words = document.createElement("p");
  line.className = "waits-here";
  words.className = "w";
  words.textContent = values.words;
  line.append(words);
  form.closest(".card-field").querySelector("ul").append(line);
  form.querySelector("textarea").focus();
  return true;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-card-act]")) return;
  event.preventDefault();
  act(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  // arrows set how much somebody wants to use it, without going round
  const use = event.target.closest?.("button.use");
  if (use && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    event.preventDefault();
    const now = use.dataset.wants === "" ? -1 : Number(use.dataset.wants);
    const wanted = Math.min(3, Math.max(0, now + (event.key === "ArrowRight" ? 1 : -1)));
    if (wanted === now) return;
    use.value = String(wanted);
    act(use.form, use);
    return;
  }
  // what is written in one line is written down with Enter; Shift and Enter begin a new line
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.matches("[data-next-words] textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
  if (event.key === "Escape") event.target.closest?.("details.tie")?.removeAttribute("open");
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.tie[open]")) if (!open.contains(event.target)) open.open = false;
});
