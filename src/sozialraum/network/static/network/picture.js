// A large picture that is enlarged and moved: buttons, keys, drag, two fingers; the names are those that fit the size.
"use strict";

const begin = (figure) => {
  const svg = figure.querySelector("svg");
  const pane = svg.parentElement;
  const region = svg.closest("[tabindex]");
  const tools = figure.querySelector(".zoom");
  const whole = svg.viewBox.baseVal;
  const [left, top, width, height] = [whole.x, whole.y, whole.width, whole.height];
  const MOST = Number(svg.dataset.most ?? 6);
  const STEP = 1.5;
  const MOVED = 6;
  // where it was left is where it opens again after a group was opened; another picture begins whole
  const place = `picture ${figure.dataset.picture}`;
  let [zoom, x, y] = [1, 0.5, 0.5];

  const RESTS = 140;
  let drawn = [zoom, x, y];
  let resting = 0;

  const bounded = () => {
    zoom = Math.min(Math.max(zoom, 1), MOST);
    const half = 0.5 / zoom;
    x = Math.min(Math.max(x, half), 1 - half);
    y = Math.min(Math.max(y, half), 1 - half);
  };
  // while it moves, what is drawn is pushed about as a picture, which costs no drawing; at rest it is drawn anew
  const push = () => {
    bounded();
    const [oldZoom, oldX, oldY] = drawn;
    const scale = zoom / oldZoom;
    const [wide, high] = [pane.clientWidth, pane.clientHeight];
    const across = (0.5 - 0.5 * scale + (oldX - x) * zoom) * wide;
    const up = (0.5 - 0.5 * scale + (oldY - y) * zoom) * high;
    svg.style.transform = `translate(${across}px, ${up}px) scale(${scale})`;
    clearTimeout(resting);
    resting = setTimeout(show, RESTS);
  };
  const show = () => {
    bounded();
    clearTimeout(resting);
    svg.style.transform = "";
    drawn = [zoom, x, y];
    const half = 0.5 / zoom;
    svg.setAttribute("viewBox", `${left + (x - half) * width} ${top + (y - half) * height} ${width / zoom} ${height / zoom}`);
    // on a narrow screen the same enlargement shows smaller letters: names are chosen by what is really seen
    const seen = (pane.clientWidth / (width / zoom)) * Number(svg.dataset.unit);
    svg.classList.toggle("near", zoom > 1);
    svg.dataset.level = seen >= 3.2 ? "4" : seen >= 1.6 ? "2" : "1";
    tools.querySelector('[data-zoom="out"]').disabled = zoom === 1;
    tools.querySelector('[data-zoom="in"]').disabled = zoom === MOST;
    sessionStorage.setItem(place, JSON.stringify([zoom, x, y]));
  };
  const by = (factor, at = [0.5, 0.5], draw = show) => {
    const before = zoom;
    zoom = Math.min(Math.max(zoom * factor, 1), MOST);
    x += (at[0] - 0.5) * (1 / before - 1 / zoom);
    y += (at[1] - 0.5) * (1 / before - 1 / zoom);
    draw();
  };
  const all = () => {
    [zoom, x, y] = [1, 0.5, 0.5];
    show();
  };
  const at = (event) => {
    const box = pane.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };

  tools.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (wanted === "in") by(STEP);
    if (wanted === "out") by(1 / STEP);
    if (wanted === "all") all();
  });
  const KEYS = {
    "+": () => by(STEP), "-": () => by(1 / STEP), 0: all,
    ArrowLeft: () => { x -= 0.2 / zoom; show(); }, ArrowRight: () => { x += 0.2 / zoom; show(); },
    ArrowUp: () => { y -= 0.2 / zoom; show(); }, ArrowDown: () => { y += 0.2 / zoom; show(); },
  };
  region.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    // arrows move the page as long as the whole is seen
    if (!act || event.ctrlKey || event.metaKey || event.altKey || (zoom === 1 && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    act();
  });
  // the wheel belongs to the page; with Ctrl, as two fingers on a pad tell it, it belongs to the picture
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    by(Math.exp(-event.deltaY / 200), at(event), push);
  }, { passive: false });

  const fingers = new Map();
  let moved = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (fingers.size === 1) moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const dx = event.clientX - before[0];
    const dy = event.clientY - before[1];
    if (!moved && Math.hypot(dx, dy) < MOVED) return;
    if (!moved) svg.setPointerCapture(event.pointerId);
    moved = true;
    svg.classList.add("moving");
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const far = Math.hypot(before[0] - other[0], before[1] - other[1]);
      by(Math.hypot(event.clientX - other[0], event.clientY - other[1]) / Math.max(far, 1), at({ clientX: (event.clientX + other[0]) / 2, clientY: (event.clientY + other[1]) / 2 }), push);
    } else {
      x -= dx / pane.clientWidth / zoom;
      y -= dy / pane.clientHeight / zoom;
      push();
    }
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    svg.addEventListener(kind, (event) => {
      fingers.delete(event.pointerId);
      svg.classList.remove("moving");
    });
  }
  // what was a move is no click on the sign under the finger
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  // whoever goes through the signs by keyboard sees each of them
  svg.addEventListener("focusin", (event) => {
    if (zoom === 1 || !event.target.matches(":focus-visible")) return;
    const box = event.target.getBoundingClientRect();
    const [atX, atY] = at({ clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 });
    if (atX > 0.05 && atX < 0.95 && atY > 0.05 && atY < 0.95) return;
    x += (atX - 0.5) / zoom;
    y += (atY - 0.5) / zoom;
    show();
  });
  window.addEventListener("beforeprint", () => svg.setAttribute("viewBox", `${left} ${top} ${width} ${height}`));
  window.addEventListener("afterprint", show);
  window.addEventListener("resize", show);

  tools.hidden = false;
  svg.classList.add("movable");
  try {
    [zoom, x, y] = JSON.parse(sessionStorage.getItem(place)) ?? [zoom, x, y];
  } catch {
    sessionStorage.removeItem(place);
  }
  show();
};

// a list that was narrowed down brings its map along anew
const beginAll = () => {
  for (const figure of document.querySelectorAll("[data-picture]:not([data-begun])")) {
    figure.dataset.begun = "";
    begin(figure);
  }
};
beginAll();
document.addEventListener("htmx:after:swap", beginAll);
