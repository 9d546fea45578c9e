// Pins of one person: tap what, tap where. What cannot be sent waits on the device and is sent when the connection is back.
// A pin has an id of its own, so that it is stored once. Nothing but the pins themselves is kept here.
"use strict";
(() => {
  const board = document.querySelector("[data-pins]");
  if (!board) return;
  const words = board.dataset;
  const svg = board.querySelector("svg");
  const layer = svg.querySelector("#pins");
  const list = document.querySelector("[data-mine]");
  const status = document.querySelector("[data-pin-status]");
  const spoken = document.querySelector("[data-pin-spoken]");
  const NAME = `sozialraum-pins:${words.pins}`;
  const SIGNS = { like: "#1f6b3a", meet: "#171a91", avoid: "#4a4f66", unsafe: "#a3212b", wish: "#985200" };
  const RETRY = 5000;
  let pins = [];
  try {
    pins = JSON.parse(localStorage.getItem(NAME) || "[]");
  } catch {
    pins = [];
  }

  const keep = () => {
    try {
      localStorage.setItem(NAME, JSON.stringify(pins));
    } catch {
      // a full or closed store: the pins stay on the open page
    }
  };
  const chosen = (name) => document.querySelector(`input[name=${name}]:checked`);
  const headers = () => ({ "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value, "Content-Type": "application/json" });
  function id() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    return [...b].map((each) => each.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  function draw() {
    const view = svg.viewBox.baseVal;
    layer.replaceChildren();
    list.replaceChildren();
    pins.forEach((pin, number) => {
      const x = pin.across * view.width;
      const y = (1 - pin.up) * view.height;
      const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
      const drop = document.createElementNS("http://www.w3.org/2000/svg", "path");
      drop.setAttribute("d", `M${x} ${y}c-11 -14 -16 -18 -16 -26a16 16 0 0 1 32 0c0 8 -5 12 -16 26Z`);
      drop.setAttribute("fill", SIGNS[pin.kind]);
      drop.setAttribute("stroke", "#fff");
      drop.setAttribute("stroke-width", "2");
      const text = document.createElementNS("http://www.w3.org/2000/svg", "text");
      text.setAttribute("x", x);
      text.setAttribute("y", y - 20);
      text.setAttribute("text-anchor", "middle");
      text.setAttribute("font-size", "16");
      text.setAttribute("fill", "#fff");
      text.textContent = number + 1;
      group.append(drop, text);
      layer.append(group);
      const line = document.createElement("li");
      const label = document.createElement("span");
      label.textContent = `${number + 1}. ${pin.label}`;
      const back = document.createElement("button");
      back.type = "button";
      back.className = "btn three";
      back.textContent = words.back;
      back.setAttribute("aria-label", `${words.back}: ${label.textContent}`);
      back.addEventListener("click", () => remove(pin));
      line.append(label, back);
      list.append(line);
    });
    const waiting = pins.filter((pin) => !pin.sent).length;
    status.textContent = waiting ? words.waiting : pins.length ? words.safe : "";
  }

  // the home is told to nobody: around it no pin is set, and those that wait or were sent are taken back
  const home = window.sozialraumHome;
  const askHome = document.querySelector("[data-home]");
  const size = { width: Number(words.meters), height: (Number(words.meters) * svg.viewBox.baseVal.height) / svg.viewBox.baseVal.width };
  let homing = false;
  askHome?.addEventListener("click", () => {
    homing = true;
    svg.scrollIntoView({ block: "nearest" });
  });
  function protectHome(across, up) {
    homing = false;
    home.set(across, up);
    for (const pin of pins.filter((each) => home.near(each.across, each.up, size))) remove(pin);
    askHome.setAttribute("aria-pressed", "true");
    status.textContent = words.homeSet;
  }

  function add(across, up, where) {
    if (homing) return protectHome(across, up);
    if (home.near(across, up, size)) {
      status.textContent = words.homeNear;
      return;
    }
    if (pins.length >= Number(words.most)) {
      spoken.textContent = words.enough;
      return;
    }
    const kind = chosen("kind");
    const part = chosen("part");
    const label = kind.dataset.label + (where ? `, ${where}` : "");
    pins.push({ id: id(), kind: kind.value, part_of_day: part.value, across, up, label, sent: false });
    keep();
    draw();
    spoken.textContent = `${words.set} ${label}`;
    send();
  }

  async function remove(pin) {
    try {
      const answer = await fetch(words.away.replace("00000000-0000-0000-0000-000000000000", pin.id), { method: "POST", headers: headers() });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      if (pin.sent) {
        spoken.textContent = words.waiting;
        return;
      }
    }
    pins = pins.filter((each) => each !== pin);
    keep();
    draw();
  }

  let sending = false;
  async function send() {
    const waiting = pins.filter((pin) => !pin.sent);
    if (sending || !waiting.length) return;
    sending = true;
    try {
      const body = JSON.stringify({ pins: waiting.map(({ id: own, kind, part_of_day, across, up }) => ({ id: own, kind, part_of_day, across, up })) });
      const answer = await fetch(words.url, { method: "POST", headers: headers(), body });
      if (answer.status === 422) {
        spoken.textContent = (await answer.json()).message;
        pins = pins.filter((pin) => pin.sent);
      } else if (answer.ok) for (const pin of waiting) pin.sent = true;
    } catch {
      // no connection: the pins wait
    }
    sending = false;
    keep();
    draw();
  }

  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    const part = (value) => Math.min(1, Math.max(0, value));
    add(part((event.clientX - box.left) / box.width), part(1 - (event.clientY - box.top) / box.height), "");
  });
  for (const button of document.querySelectorAll("[data-spot]")) {
    button.addEventListener("click", () => add(Number(button.dataset.across), Number(button.dataset.up), button.dataset.spot));
  }
  document.querySelector("[data-next]")?.addEventListener("click", () => {
    if (pins.every((pin) => pin.sent)) localStorage.removeItem(NAME);
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (pins.some((pin) => !pin.sent)) event.preventDefault();
  });
  setInterval(send, RETRY);
  draw();
  send();
})();
