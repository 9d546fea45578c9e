// One contribution to an inquiry, step by step. It has an id of its own, so that it is stored once; what cannot be sent waits
// on the device, without a name, and is sent when the connection is back. Pictures wait in the open page alone.
"use strict";
(() => {
  const form = document.getElementById("inquiry");
  if (!form) return;
  const words = form.dataset;
  const NAME = `sozialraum-inquiry:${words.code}`;
  const RETRY = 5000;
  const steps = [...form.querySelectorAll("[data-step]")];
  const [bar, errors, spoken] = ["progress", "[data-errors]", "[data-spoken]"].map((each) => form.querySelector(each));
  const [back, onward, finish] = ["[data-back]", "[data-onward]", "[data-send]"].map((each) => form.querySelector(each));
  const thanks = document.querySelector("[data-thanks]");
  const status = document.querySelector("[data-status]");
  const home = window.sozialraumHome;
  const photos = []; // {contribution, blob, agreed} that are still to be sent
  let now = 0;

  function id() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    return [...b].map((each) => each.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  function tell(message) {
    errors.replaceChildren(Object.assign(document.createElement("p"), { textContent: message }));
    errors.hidden = !message;
    if (message) errors.focus();
  }
  form.addEventListener("told", (event) => tell(event.detail));

  // steps
  function answered(step) {
    return (step.dataset.need || "").split(" ").filter(Boolean).every((name) => {
      if (name === "pictures") return window.sozialraumPictures.count() > 0;
      const field = form.elements[name];
      return Boolean(field?.value);
    });
  }
  function show(number, { move = true } = {}) {
    now = number;
    steps.forEach((step, place) => (step.hidden = place !== number));
    back.hidden = number === 0;
    onward.hidden = number === steps.length - 1;
    finish.hidden = number !== steps.length - 1;
    bar.hidden = false;
    bar.max = steps.length;
    bar.value = number + 1;
    tell("");
    if (!move) return;
    const head = steps[number].querySelector("h2, legend");
    head.tabIndex = -1;
    head.focus();
    window.scrollTo({ top: 0 });
  }
  onward.addEventListener("click", () => (answered(steps[now]) ? show(now + 1) : tell(words.choose)));
  back.addEventListener("click", () => show(now - 1));

  // spots on the map
  const SVG = "http://www.w3.org/2000/svg";
  for (const box of form.querySelectorAll("[data-spots]")) {
    const svg = box.querySelector("svg");
    const layer = svg.querySelector(".spots");
    const list = box.querySelector("[data-mine]");
    const field = box.querySelector("input[type=hidden]");
    const askHome = box.querySelector("[data-home]");
    const view = svg.viewBox.baseVal;
    const size = { width: Number(document.querySelector("[data-meters]")?.dataset.meters || 0) || 2000, height: 0 };
    size.height = (size.width * view.height) / view.width;
    let spots = [];
    let homing = false;
    function draw() {
      layer.replaceChildren();
      list.replaceChildren();
      spots.forEach((spot, number) => {
        const [x, y] = [spot.across * view.width, (1 - spot.up) * view.height];
        const drop = document.createElementNS(SVG, "path");
        drop.setAttribute("d", `M${x} ${y}c-11 -14 -16 -18 -16 -26a16 16 0 0 1 32 0c0 8 -5 12 -16 26Z`);
        drop.setAttribute("fill", "#171a91");
        drop.setAttribute("stroke", "#fff");
        drop.setAttribute("stroke-width", "2");
        const text = document.createElementNS(SVG, "text");
        for (const [name, value] of Object.entries({ x, y: y - 20, "text-anchor": "middle", "font-size": 16, fill: "#fff" })) text.setAttribute(name, value);
        text.textContent = number + 1;
        layer.append(drop, text);
        const line = document.createElement("li");
        const label = Object.assign(document.createElement("span"), { textContent: `${number + 1}. ${spot.name || words.spot}` });
        const away = Object.assign(document.createElement("button"), { type: "button", className: "btn three", textContent: words.away });
        away.setAttribute("aria-label", `${words.away}: ${label.textContent}`);
        away.addEventListener("click", () => {
          spots = spots.filter((each) => each !== spot);
          draw();
        });
        line.append(label, away);
        list.append(line);
      });
      field.value = spots.length ? JSON.stringify(spots.map(({ across, up }) => [across, up])) : "";
    }
    function add(across, up, name) {
      if (homing) {
        home.set(across, up);
        homing = false;
        spots = spots.filter((spot) => !home.near(spot.across, spot.up, size));
        askHome.setAttribute("aria-pressed", "true");
        spoken.textContent = words.homeSet;
        status.textContent = words.homeSet;
        return draw();
      }
      if (home.near(across, up, size)) {
        status.textContent = words.homeNear;
        return;
      }
      if (box.dataset.once !== undefined) spots = [];
      if (spots.length >= Number(words.mostSpots)) return;
      spots.push({ across, up, name });
      spoken.textContent = `${words.spot} ${spots.length} ${name}`;
      draw();
    }
    svg.addEventListener("click", (event) => {
      const area = svg.getBoundingClientRect();
      const part = (value) => Math.min(1, Math.max(0, value));
      add(part((event.clientX - area.left) / area.width), part(1 - (event.clientY - area.top) / area.height), "");
    });
    for (const each of box.querySelectorAll("[data-name]")) {
      each.addEventListener("click", () => add(Number(each.dataset.across), Number(each.dataset.up), each.dataset.name));
    }
    askHome?.addEventListener("click", () => {
      homing = true;
      svg.scrollIntoView({ block: "nearest" });
    });
    form.addEventListener("reset", () => {
      spots = [];
      setTimeout(draw);
    });
  }

  // the week
  for (const box of form.querySelectorAll("[data-week]")) {
    const field = box.querySelector("input[type=hidden]");
    const cells = [...box.querySelectorAll("[data-day]")];
    const chosen = (name) => box.querySelector(`[name=${name}]:checked`);
    const keep = () => {
      const hours = cells.filter((cell) => cell.dataset.what).map(({ dataset: d }) => [Number(d.day), Number(d.block), d.what, d.where]);
      field.value = hours.length ? JSON.stringify(hours) : "";
    };
    const put = (cell, what, where, label) => {
      Object.assign(cell.dataset, { what, where });
      cell.textContent = label;
      cell.setAttribute("aria-label", `${cell.dataset.name}: ${label}`);
    };
    for (const cell of cells) {
      cell.dataset.name = cell.getAttribute("aria-label");
      cell.addEventListener("click", () => {
        const [what, where] = [chosen("_what"), chosen("_where")];
        if (cell.dataset.what === what.value && cell.dataset.where === where.value) put(cell, "", "", "");
        else put(cell, what.value, where.value, what.dataset.short);
        keep();
      });
    }
    form.addEventListener("reset", () => {
      for (const cell of cells) put(cell, "", "", "");
      setTimeout(keep);
    });
  }

  // places of the directory
  form.elements.place_name?.addEventListener("input", () => {
    const known = [...form.querySelectorAll("#places option")].find((each) => each.value === form.elements.place_name.value);
    form.elements.place_id.value = known?.dataset.id || "";
  });

  // sending
  const queue = () => {
    try {
      return JSON.parse(localStorage.getItem(NAME) || "[]");
    } catch {
      return memory;
    }
  };
  let memory = [];
  const keepQueue = (entries) => {
    memory = entries;
    try {
      if (entries.length) localStorage.setItem(NAME, JSON.stringify(entries));
      else localStorage.removeItem(NAME);
    } catch {
      // a full or closed store: it waits on the open page
    }
  };
  const body = (pairs) => {
    const found = new FormData();
    found.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of pairs) found.append(name, value);
    return found;
  };
  // true where the server took it or said no for good, false where it should be tried again
  async function post(url, pairs) {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body: body(pairs) });
    } catch {
      return false;
    }
    if (answer.status === 422 || answer.status === 413) {
      tell((await answer.json()).message);
      return true;
    }
    return answer.ok;
  }
  let sending = false;
  async function flush() {
    if (sending) return;
    sending = true;
    let open = queue();
    while (open.length && (await post(words.url, open[0]))) {
      open = open.slice(1);
      keepQueue(open);
    }
    const waiting = new Set(open.map((pairs) => Object.fromEntries(pairs).id));
    while (photos.length && !waiting.has(photos[0].contribution)) {
      const { contribution, blob, agreed } = photos[0];
      if (!(await post(words.photos, [["contribution", contribution], ["agreed", agreed], ["picture", blob]]))) break;
      photos.shift();
    }
    sending = false;
    const arrived = !open.length && !photos.length;
    status.textContent = open.length ? words.waiting : photos.length ? words.waitingPictures : "";
    const line = thanks.querySelector("[data-arrived]");
    line.textContent = arrived ? line.dataset.safe : status.textContent;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!answered(steps[now])) return tell(words.choose);
    const lacking = steps.findIndex((step) => !answered(step));
    if (lacking >= 0) {
      show(lacking);
      return tell(words.choose);
    }
    form.elements.id.value = id();
    const pairs = [...new FormData(form)].filter(([name, value]) => !name.startsWith("_") && name !== "csrfmiddlewaretoken" && typeof value === "string" && value !== "");
    const agreed = form.elements.agreed?.checked ? "1" : "";
    keepQueue([...queue(), pairs]);
    tell("");
    await flush();
    if (!errors.hidden) return; // refused: everything still stands in the form
    for (const blob of window.sozialraumPictures.takeAll()) photos.push({ contribution: form.elements.id.value, blob, agreed });
    await flush();
    form.hidden = true;
    thanks.hidden = false;
    thanks.focus();
  });
  document.querySelector("[data-again]").addEventListener("click", () => {
    form.reset();
    form.hidden = false;
    thanks.hidden = true;
    show(0);
  });
  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => {
    if (photos.length) event.preventDefault();
  });
  setInterval(() => (queue().length || photos.length) && flush(), RETRY);
  show(0, { move: false });
  flush();
})();
