// The network map by touch, mouse and keyboard. Every step goes to the server as its own act and comes back as the
// same fragment that a page without script shows; see individual/views/network_maps.py.
"use strict";
(() => {
  const RADIUS = 372;
  const FARTHEST = 120;
  const STEP = 5;
  const REST = 500;
  const RINGS = { 1: 18, 2: 50, 3: 84 };
  const root = document.querySelector("[data-network-map]");
  const said = document.getElementById("network-map-said");
  const base = root.dataset.networkMap;
  const token = () => root.querySelector("input[name=csrfmiddlewaretoken]").value;
  let waiting = null; // { key, timer }: a move by keyboard that has not been sent
  let partner = null; // the person whose acquaintances are being noted
  let held = null;
  let queue = Promise.resolve();

  const signs = () => [...root.querySelectorAll(".sign")];
  const sign = (key) => root.querySelector(`.sign[data-key="${CSS.escape(key)}"]`);
  const name = (node) => node.dataset.name;
  const place = (node) => ({ distance: Number(node.dataset.distance), angle: Number(node.dataset.angle) });
  const point = ({ distance, angle }) => {
    const turn = (angle * Math.PI) / 180;
    const reach = (distance / 100) * RADIUS;
    return [reach * Math.sin(turn), -reach * Math.cos(turn)];
  };
  const polar = (x, y) => ({
    distance: Math.min((Math.hypot(x, y) / RADIUS) * 100, FARTHEST),
    angle: ((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360,
  });
  const ring = (distance) => {
    if (distance > 100) return root.dataset.beyond;
    if (3 * distance < 100) return root.dataset.near;
    return 3 * distance < 200 ? root.dataset.middle : root.dataset.far;
  };
  const tell = (words) => {
    said.textContent = words;
  };

  // draw somebody at another place: the sign, the line to the middle, the lines to others
  function draw(node, where) {
    const [x, y] = point(where);
    const key = node.dataset.key;
    node.dataset.distance = where.distance;
    node.dataset.angle = where.angle;
    node.setAttribute("transform", `translate(${x} ${y})`);
    root.querySelector(`.contact[data-contact="${CSS.escape(key)}"]`)?.setAttribute("d", `M0 0L${x} ${y}`);
    for (const line of root.querySelectorAll(".acquaintance")) {
      const pair = line.dataset.ties.split(" ");
      if (!pair.includes(key)) continue;
      const [one, other] = pair.map((each) => point(place(sign(each))));
      line.setAttribute("d", `M${one[0]} ${one[1]}L${other[0]} ${other[1]}`);
    }
  }

  function send(address, body, focus, form) {
    // one after another: the second act is done on what the first has left
    queue = queue.then(async () => {
      try {
        const response = await fetch(address, {
          method: body ? "POST" : "GET",
          body,
          headers: { "X-Network-Map": "1", ...(body ? { "X-CSRFToken": token() } : {}) },
        });
        if (!response.ok && response.status !== 422) throw new Error(String(response.status));
        if (response.redirected) throw new Error("signed out");
        const kept = window.sozialraumTyped.take(root);
        root.innerHTML = await response.text(); // from our own server, escaped by its templates
        window.sozialraumTyped.put(root, kept);
        if (focus && !kept.some((each) => each.focused)) sign(focus)?.focus({ preventScroll: true });
      } catch {
        if (form?.isConnected) window.sozialraumTyped.handBack(form, body);
        tell(root.dataset.failed);
        const state = document.getElementById("map-state");
        if (state) state.textContent = root.dataset.failed;
      }
    });
    return queue;
  }

  function form(values) {
    const body = new FormData();
    for (const [key, value] of Object.entries(values)) body.set(key, value);
    return body;
  }

  const settle = (key, where) => send(`${base}mensch/${key}/ort/`, form(where), key);
  const pick = (key) => send(`${base}?mensch=${key}${location.search.includes("vergleich=nein") ? "&vergleich=nein" : ""}`, null, key);

  function flush() {
    if (!waiting) return;
    clearTimeout(waiting.timer);
    const node = sign(waiting.key);
    const key = waiting.key;
    waiting = null;
    if (node) settle(key, place(node));
  }

  function nudge(node, where) {
    if (waiting && waiting.key !== node.dataset.key) flush();
    draw(node, where);
    tell(`${name(node)}, ${ring(where.distance)}`);
    clearTimeout(waiting?.timer);
    waiting = { key: node.dataset.key, timer: setTimeout(flush, REST) };
  }

  function moved(node, dx, dy) {
    const [x, y] = point(place(node));
    const unit = (STEP / 100) * RADIUS;
    return polar(x + dx * unit, y + dy * unit);
  }

  function endTie() {
    root.querySelector(".sign.partner")?.classList.remove("partner");
    partner = null;
  }

  function tie(node) {
    const one = partner;
    const other = node.dataset.key;
    const names = `${name(sign(one))}, ${name(node)}`;
    endTie();
    if (one === other) return;
    const tied = [...root.querySelectorAll(".acquaintance")].some((line) => {
      const pair = line.dataset.ties.split(" ");
      return pair.includes(one) && pair.includes(other);
    });
    tell(`${names}: ${tied ? root.dataset.untied : root.dataset.tied}`);
    send(`${base}kennt/`, form({ one, other, ...(tied ? {} : { known: "on" }) }), one);
  }

  // nobody is lost by a slip: what is taken off comes back by one step
  function takeOff(node) {
    flush();
    const all = signs().filter((each) => each.hasAttribute("tabindex"));
    const next = all[all.indexOf(node) + 1] ?? all[all.indexOf(node) - 1];
    tell(`${name(node)}: ${root.dataset.off}`);
    send(`${base}mensch/${node.dataset.key}/weg/`, form({}), next?.dataset.key);
  }

  function stepBack(node) {
    flush();
    if (!root.querySelector("form[action$='/zurueck/']")) return;
    tell(root.dataset.back);
    send(`${base}zurueck/`, form({}), node.dataset.key);
  }

  root.addEventListener("keydown", (event) => {
    const node = event.target.closest(".sign[tabindex]");
    if (!node || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (arrows[event.key]) nudge(node, moved(node, ...arrows[event.key]));
    else if (RINGS[event.key]) nudge(node, { ...place(node), distance: RINGS[event.key] });
    else if (event.key.toLowerCase() === "v") {
      flush();
      partner = node.dataset.key;
      node.classList.add("partner");
      tell(root.dataset.tie);
    } else if (event.key === "Enter" || event.key === " ") {
      if (partner) tie(node);
      else pick(node.dataset.key);
    } else if (event.key === "Escape") {
      if (partner) tell(root.dataset.ended);
      endTie();
    } else if (event.key === "Delete") takeOff(node);
    else if (event.key.toLowerCase() === "z") stepBack(node);
    else return;
    event.preventDefault();
  });

  function onSheet(event) {
    const svg = root.querySelector("svg.network-map");
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [at.x, at.y];
  }

  root.addEventListener("pointerdown", (event) => {
    const node = event.target.closest(".sign[tabindex]");
    if (!node || event.button > 0) return;
    const [x, y] = onSheet(event);
    const [px, py] = point(place(node));
    held = { node, dx: px - x, dy: py - y, from: place(node), moved: false };
    node.setPointerCapture(event.pointerId);
    node.classList.add("held");
  });

  root.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [x, y] = onSheet(event);
    const where = polar(x + held.dx, y + held.dy);
    const [fx, fy] = point(held.from);
    if (!held.moved && Math.hypot(x + held.dx - fx, y + held.dy - fy) < 6) return;
    held.moved = true;
    draw(held.node, where);
  });

  function released(event) {
    if (!held) return;
    const { node, from, moved: wasMoved } = held;
    node.classList.remove("held");
    held = null;
    if (event.type === "pointercancel") draw(node, from);
    else if (wasMoved) settle(node.dataset.key, place(node));
    else if (partner) tie(node);
    else pick(node.dataset.key);
  }
  root.addEventListener("pointerup", released);
  root.addEventListener("pointercancel", released);

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-map-pick]");
    if (!link) return;
    event.preventDefault();
    pick(link.dataset.mapPick);
  });

  root.addEventListener("submit", (event) => {
    const sent = event.target.closest("form[data-map-act]");
    if (!sent) return;
    event.preventDefault();
    flush();
    const body = new FormData(sent, event.submitter);
    const focus = sign(body.get("key") || body.get("one") || "")?.dataset.key;
    const next = sent.closest("#new-person") && body;
    window.sozialraumTyped.handIn(sent, { empty: Boolean(next) });
    send(sent.action, body, focus, sent).then(() => next && askForNext(next));
  });

  // people are named one after another: the form stays open, where the last one belongs
  function askForNext(last) {
    const place = root.querySelector("#new-person details");
    const field = place?.querySelector("[name=name]");
    // the server gave it back, since it could not take it
    if (!field || field.defaultValue) return;
    place.open = true;
    for (const kept of ["sector", "ring", "tie"]) {
      const choice = place.querySelector(`[name=${kept}]`);
      // what was chosen for the next one meanwhile stays
      if (choice.selectedIndex <= 0 || choice.selectedOptions[0].defaultSelected) choice.value = last.get(kept);
    }
    if (!place.contains(document.activeElement)) field.focus();
  }

  window.addEventListener("beforeunload", flush);
})();
