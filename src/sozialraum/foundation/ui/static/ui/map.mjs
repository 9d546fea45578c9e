// Maps that can be moved, on top of the drawn ones: every <figure data-live-map> is painted by MapLibre once WebGL is
// there. Without script or WebGL the drawing stays, and it is always what is printed.
//
// What a map tells its page, as events that bubble: "map:pick" {code}, "map:moved" {at}. What a page tells a map, as
// an event at the figure: "map:figures" {url} shows other figures, "map:pick-shown" {code}, "map:assets" {shown}, "map:area" {code, fill, words, number} shows one
// area anew.

const here = import.meta.url;
const vendor = (name) => new URL(`../vendor/maplibre/${name}`, here).href;
const INK = "#171a2b", PAPER = "#ffffff", ACTION = "#171a91", ASSET = "#985200", RIVER = "#c9d3e6", SOFT = "#4a4f66";
const CIRCLE = "#2f8c86", UNPAINTED = "#eef0f4";
const MISSING = -1, SUPPRESSED = -2;
const SIGN = { ring: 1, up: 2, down: 4, asset: 8 };
const FONT = ["Fira Sans Map"];
const PATIENCE = 1500; // milliseconds that a map waits for a quiet page
const NAMES_FROM = 1; // how far to zoom in before areas are named

const grounds = new Map(); // address of the outlines -> promise of the features by kind
const answers = new Map(); // address of figures -> promise of the figures
const shown = new Map(); // id of the figure -> the map in it
let library;

const spoken = document.createElement("p");
spoken.className = "sr";
spoken.setAttribute("aria-live", "polite");

function hasWebGL() {
  const context = window.WebGL2RenderingContext && document.createElement("canvas").getContext("webgl2");
  // the maps need one of their own, and a graphics card has few
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

// The page comes first: WebGL is begun when the reader's first taps and keys have been answered.
function whenIdle(work) {
  if (window.requestIdleCallback) requestIdleCallback(work, { timeout: PATIENCE });
  else setTimeout(work, 50);
}

function load() {
  library ??= import(vendor("maplibre-gl.mjs")).then(async (found) => {
    found.setWorkerUrl(vendor("maplibre-gl-worker.mjs"));
    await document.fonts.load('500 14px "Fira Sans Map"').catch(() => {});
    return found;
  });
  return library;
}

function remembered(store, url, read) {
  if (!store.has(url)) {
    const answer = fetch(url, { credentials: "same-origin" }).then((response) => {
      if (!response.ok) throw new Error(`${response.status}`);
      return response.json().then(read);
    });
    answer.catch(() => store.delete(url));
    store.set(url, answer);
  }
  return store.get(url);
}

function byKind(collection) {
  const kinds = {};
  for (const feature of collection.features) {
    (kinds[feature.properties.kind] ??= { type: "FeatureCollection", features: [] }).features.push(feature);
  }
  return kinds;
}

const groundOf = (url) => remembered(grounds, url, byKind);
export const figuresOf = (url) => remembered(answers, url, (figures) => figures);

class LiveMap {
  constructor(figure, { Map: MapLibre, NavigationControl, FullscreenControl }, ground, figures) {
    this.id = figure.id;
    this.groundUrl = figure.dataset.ground;
    this.codes = new Map();
    this.points = ground.point?.features ?? [];
    this.numbers = new Map();
    this.names = new Map((ground.point?.features ?? []).map(({ properties }) => [properties.code, properties.name]));
    const [west, south, east, north] = figure.dataset.bounds.split(",").map(Number);
    this.bounds = [[west, south], [east, north]];
    this.container = document.createElement("div");
    this.container.className = "live-map-ground";
    this.showsWhole = true;
    this.readout = document.createElement("p");
    this.readout.className = "live-map-readout";
    this.readout.setAttribute("aria-hidden", "true");
    this.take(figure);
    this.map = new MapLibre({
      container: this.container,
      style: this.style(ground, figure.dataset.tiles, figure.dataset.zooms),
      bounds: this.bounds,
      fitBoundsOptions: { padding: this.padding },
      maxZoom: 16,
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      locale: this.words,
      // a large map has no drawing in the page: what is printed is the canvas
      canvasContextAttributes: { preserveDrawingBuffer: Boolean(figure.dataset.drawing) },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new FullscreenControl({ container: this.container, pseudo: true }), "top-right");
    this.map.addControl(this.wholeButton(), "top-right");
    this.container.append(this.readout);
    this.fit();
    this.map.once("style.load", () => {
      for (const [name, image] of signs()) this.map.addImage(name, image, { pixelRatio: 2 });
    });
    this.loaded = new Promise((resolve) => this.map.once("load", resolve));
    this.ready = this.loaded.then(() => {
      // the page may have been swapped meanwhile: then the newer figures are on their way
      if (this.figure !== figure) return null;
      this.paint(figures);
      this.settle(figure);
      return new Promise((resolve) => this.map.once("idle", resolve));
    });
    this.listen();
  }

  // The page has been swapped: the same map goes on in the new figure, nothing is loaded again.
  take(figure) {
    this.figure = figure;
    this.words = JSON.parse(figure.dataset.words);
    this.map?.getCanvas().setAttribute("aria-label", this.words["Map.Title"]);
    this.linked = figure.dataset.linked || "";
    figure.append(this.container);
    this.wanted = "";
    figure.addEventListener("map:figures", async ({ detail }) => {
      this.wanted = detail.url;
      const figures = await figuresOf(detail.url);
      await this.loaded;
      // of several years asked for in a row the last one counts, whichever answer comes last
      if (this.wanted === detail.url) this.paint(figures);
    });
    figure.addEventListener("map:area", async ({ detail: { code, fill, words, number } }) => {
      await this.loaded;
      this.codes.set(code, { words });
      this.map.setFeatureState(this.at(code), { fill });
      this.numbers.set(code, number);
      this.showNumbers();
    });
    figure.addEventListener("map:pick-shown", ({ detail }) => this.pick(detail.code));
    figure.addEventListener("map:assets", ({ detail }) => this.showAssets(detail.shown));
  }

  settle(figure) {
    this.pick(figure.dataset.picked || "");
    this.showAssets(figure.dataset.assets !== "off");
    const at = figure.dataset.at?.split("/").map(Number) ?? [];
    if (at.length === 3 && at.every(Number.isFinite)) {
      this.showsWhole = false;
      this.map.jumpTo({ zoom: at[0], center: [at[2], at[1]] });
    }
    // the drawn map stays until this one has been painted with the same figures: an empty one would flash between them
    this.map.once("render", () => {
      figure.classList.add("is-live");
      this.map.resize();
    });
    this.map.triggerRepaint();
  }

  // On a phone the buttons stand below the map, where they cover nothing.
  get padding() {
    return { top: 4, left: 4, right: 4, bottom: parseFloat(getComputedStyle(this.figure).paddingBottom) + 4 };
  }

  fit(options = {}) {
    if (!this.container.clientWidth || !this.container.clientHeight) return;
    const camera = this.map.cameraForBounds(this.bounds, { padding: this.padding });
    if (!camera) return;
    this.wholeZoom = camera.zoom;
    this.map.setMinZoom(Math.max(0, camera.zoom - 0.7));
    if (this.map.getLayer("name")) this.map.setLayerZoomRange("name", camera.zoom + NAMES_FROM, 24);
    if (!options.move && !this.showsWhole) return;
    this.byHand = false;
    this.map.easeTo({ ...camera, duration: options.duration ?? 0 });
  }

  style(ground, tiles, zooms) {
    const many = (ground.point?.features.length ?? 0) > 1000;
    const empty = { type: "FeatureCollection", features: [] };
    const data = (kind) => ({ type: "geojson", data: ground[kind] ?? empty });
    const [minzoom, maxzoom] = (zooms || "0/14").split("/").map(Number);
    const areas = tiles
      ? { type: "vector", tiles: [new URL(tiles, here).href.replaceAll("%7B", "{").replaceAll("%7D", "}")],
          promoteId: "code", minzoom, maxzoom, bounds: this.bounds.flat() }
      : { ...data("area"), promoteId: "code", tolerance: 0.2, buffer: 32 };
    const layer = tiles ? { source: "areas", "source-layer": "areas" } : { source: "areas" };
    const state = (name, otherwise) => ["coalesce", ["feature-state", name], otherwise];
    const flag = (name) => ["case", ["boolean", ["feature-state", name], false], 1, 0];
    const none = ["==", ["get", "code"], ""];
    const ring = (id, flagged, translate) => ({ id, type: "circle", source: "point", paint: {
      "circle-radius": 3.2, "circle-color": PAPER, "circle-stroke-color": INK, "circle-stroke-width": many ? 1 : 1.3,
      "circle-opacity": flag(flagged), "circle-stroke-opacity": flag(flagged), "circle-translate": translate } });
    return {
      version: 8,
      sources: {
        areas,
        point: { ...data("point"), promoteId: "code" },
        number: { type: "geojson", data: empty },
        border: data("border"), district: data("district"), water: data("water"), railway: data("railway"),
      },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": PAPER } },
        { id: "area", type: "fill", ...layer, paint: { "fill-color": state("fill", UNPAINTED), "fill-antialias": !many } },
        { id: "missing", type: "fill", ...layer, filter: none, paint: { "fill-pattern": "hatch" } },
        { id: "suppressed", type: "fill", ...layer, filter: none, paint: { "fill-pattern": "dots" } },
        { id: "edge", type: "line", ...layer, paint: {
          "line-color": PAPER, "line-width": many ? ["interpolate", ["linear"], ["zoom"], 8, 0.15, 12, 0.9] : 0.9 } },
        { id: "border", type: "line", source: "border", layout: { "line-join": "round" }, paint: { "line-color": INK, "line-width": 1.2 } },
        { id: "railway", type: "line", source: "railway", paint: { "line-color": SOFT, "line-width": 1, "line-dasharray": [6, 3] } },
        ...[["water-bank", SOFT, 7.5], ["water", RIVER, 6]].map(([id, color, width]) => ({ id, type: "line", source: "water",
          layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": color, "line-width":
            ["interpolate", ["exponential", 1.5], ["zoom"], 10, width * 0.75, 14, width * 3] } })),
        { id: "circle", type: "circle", source: "point", paint: {
          "circle-radius": state("radius", 0), "circle-color": CIRCLE, "circle-opacity": ["case", [">", state("radius", 0), 0], 0.82, 0],
          "circle-stroke-color": PAPER, "circle-stroke-width": ["case", [">", state("radius", 0), 0], 1, 0] } },
        ring("ring", "ring", [0, 0]),
        ring("ring-beside", "beside", [-9, 0]),
        ...["up", "down"].map((sign) => ({ id: sign, type: "symbol", source: "point",
          layout: { "icon-image": sign, "icon-allow-overlap": true }, paint: { "icon-opacity": flag(sign) } })),
        { id: "asset", type: "symbol", source: "point", filter: none,
          layout: { "icon-image": "diamond", "icon-allow-overlap": !many } },
        { id: "number", type: "symbol", source: "number", layout: { "text-field": ["get", "number"], "text-font": FONT, "text-size": 13, "text-padding": 9 },
          paint: { "text-color": INK, "text-halo-color": PAPER, "text-halo-width": 1.4 } },
        { id: "casing", type: "line", ...layer, filter: none, layout: { "line-join": "round" }, paint: { "line-color": PAPER, "line-width": 6 } },
        { id: "picked", type: "line", ...layer, filter: none, layout: { "line-join": "round" }, paint: { "line-color": ACTION, "line-width": 3 } },
        this.nameLayer("name", "point", 12, 22),
        this.nameLayer("district-name", "district", 13, 0),
      ],
    };
  }

  nameLayer(id, source, size, minzoom) {
    return { id, type: "symbol", source, minzoom,
      layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": size, "text-max-width": 9, "text-padding": 1,
        "text-variable-anchor": ["bottom", "top", "center", "left", "right"], "text-radial-offset": 0.55 },
      paint: { "text-color": INK, "text-halo-color": PAPER, "text-halo-width": 1.6 } };
  }

  paint(figures) {
    const begun = performance.now();
    this.figures = figures;
    const missing = [], suppressed = [], assets = [];
    const scale = this.container.clientWidth / 1000;
    this.map.setLayoutProperty("asset", "icon-size", scale < 0.5 ? 0.75 : 1);
    this.map.setLayoutProperty("district-name", "text-size", scale < 0.5 ? 11 : 13);
    for (const layer of ["ring", "ring-beside"]) this.map.setPaintProperty(layer, "circle-radius", scale < 0.5 || figures.areas.length > 1000 ? 2.2 : 3.2);
    for (const [code, place, words, sign, radius] of figures.areas) {
      this.codes.set(code, { words });
      if (place === MISSING) missing.push(code);
      if (place === SUPPRESSED) suppressed.push(code);
      if (sign & SIGN.asset) assets.push(code);
      this.map.setFeatureState(this.at(code), { fill: place < 0 ? PAPER : figures.fills[place] });
      this.map.setFeatureState({ source: "point", id: code }, {
        radius: radius * scale, up: Boolean(sign & SIGN.up), down: Boolean(sign & SIGN.down),
        ring: Boolean(sign & SIGN.ring) && !(sign & SIGN.asset), beside: Boolean(sign & SIGN.ring && sign & SIGN.asset) });
    }
    const among = (codes) => ["in", ["get", "code"], ["literal", codes]];
    this.map.setFilter("missing", among(missing));
    this.map.setFilter("suppressed", among(suppressed));
    this.map.setFilter("asset", among(assets));
    if (figures.numbered) {
      this.numbers = new Map(figures.areas.map(([code, place]) => [code, place]));
      this.showNumbers();
    }
    performance.measure("map:paint", { start: begun });
  }

  // A group is its number as well as its color: as many numbers as have room, all of them from close by.
  showNumbers() {
    if (this.numbering) return;
    this.numbering = requestAnimationFrame(() => {
      this.numbering = null;
      const features = this.points.filter(({ properties }) => this.numbers.get(properties.code) > 0).map(({ geometry, properties }) =>
        ({ type: "Feature", geometry, properties: { number: String(this.numbers.get(properties.code)) } }));
      this.map.getSource("number").setData({ type: "FeatureCollection", features });
    });
  }

  at(code) {
    return this.figure.dataset.tiles ? { source: "areas", sourceLayer: "areas", id: code } : { source: "areas", id: code };
  }

  pick(code) {
    for (const layer of ["casing", "picked"]) this.map.setFilter(layer, ["==", ["get", "code"], code]);
  }

  showAssets(visible) {
    this.map.setLayoutProperty("asset", "visibility", visible ? "visible" : "none");
  }

  said(code) {
    const name = this.names.get(code);
    return name ? `${name}: ${this.codes.get(code)?.words ?? ""}` : "";
  }

  codeAt(point) {
    return this.map.queryRenderedFeatures(point, { layers: ["area"] })[0]?.properties.code ?? "";
  }

  read(code) {
    if (code === this.reading) return;
    this.reading = code;
    this.readout.textContent = code ? this.said(code) : "";
  }

  announce(text) {
    spoken.textContent = text;
  }

  choose(code) {
    if (!code) return;
    this.announce(this.words.picked.replace("%s", this.said(code)));
    this.figure.dispatchEvent(new CustomEvent("map:pick", { bubbles: true, detail: { code } }));
  }

  listen() {
    const { map } = this;
    map.on("mousemove", ({ point }) => this.read(this.codeAt(point)));
    map.on("mouseout", () => this.read(""));
    map.on("click", ({ point }) => this.choose(this.codeAt(point)));
    map.on("move", () => {
      if (this.byHand) this.showsWhole = false;
      if (this.following) return;
      for (const other of shown.values()) {
        if (other === this || !this.linked || other.linked !== this.linked) continue;
        other.following = true;
        other.showsWhole = this.showsWhole;
        other.map.jumpTo({ center: map.getCenter(), zoom: map.getZoom() });
        other.following = false;
      }
    });
    map.on("moveend", (event) => {
      if (document.activeElement === map.getCanvas()) this.readCross();
      if (!this.byHand && !event.originalEvent) return;
      this.byHand = false;
      this.showsWhole = false;
      const { lng, lat } = map.getCenter();
      const at = `${map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}`;
      this.figure.dispatchEvent(new CustomEvent("map:moved", { bubbles: true, detail: { at } }));
    });
    map.on("resize", () => this.fit());
    this.container.addEventListener("pointerdown", () => { this.byHand = true; }, true);
    this.container.addEventListener("keydown", (event) => {
      this.byHand = true;
      if (event.key === "Escape") this.container.querySelector("button.maplibregl-ctrl-shrink")?.click();
      if (event.target !== map.getCanvas() || event.key !== "Enter") return;
      event.preventDefault();
      this.choose(this.codeAt(this.middle()));
    }, true);
    map.getCanvas().addEventListener("focus", () => {
      if (!map.getCanvas().matches(":focus-visible")) return;
      this.container.classList.add("has-cross");
      // what the map is is read first
      this.readCross({ wait: 900, first: `${this.words.keys} ` });
    });
    map.getCanvas().addEventListener("blur", () => {
      this.container.classList.remove("has-cross");
      this.read("");
    });
    // its keys are its own: a screen reader hands them through in place of moving its reading cursor
    map.getCanvas().setAttribute("role", "application");
    map.getCanvas().setAttribute("aria-roledescription", this.words.map);
  }

  middle() {
    return [this.container.clientWidth / 2, this.container.clientHeight / 2];
  }

  readCross({ wait = 0, first = "" } = {}) {
    const code = this.codeAt(this.middle());
    this.read(code);
    window.clearTimeout(this.reading);
    this.reading = window.setTimeout(() => {
      if (document.activeElement === this.map.getCanvas()) this.announce(first + (code ? this.said(code) : ""));
    }, wait);
  }

  wholeButton() {
    const box = document.createElement("div");
    box.className = "maplibregl-ctrl maplibregl-ctrl-group";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "live-map-whole";
    button.title = this.words.whole;
    button.setAttribute("aria-label", this.words.whole);
    button.addEventListener("click", () => {
      const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.showsWhole = true;
      this.fit({ move: true, duration: still ? 0 : 300 });
      this.figure.dispatchEvent(new CustomEvent("map:moved", { bubbles: true, detail: { at: "" } }));
    });
    box.append(button);
    return { onAdd: () => box, onRemove: () => box.remove() };
  }

  remove() {
    this.map.remove();
    this.container.remove();
  }
}

// The signs, drawn once at twice their size.
function* signs() {
  const drawn = (width, height, draw) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    draw(pen);
    return pen.getImageData(0, 0, width * 2, height * 2);
  };
  const shape = (pen, points, fill, stroke) => {
    pen.beginPath();
    for (const [x, y] of points) pen.lineTo(x, y);
    pen.closePath();
    Object.assign(pen, { fillStyle: fill, strokeStyle: stroke, lineWidth: 1.2 });
    pen.fill();
    pen.stroke();
  };
  yield ["hatch", drawn(6, 6, (pen) => {
    Object.assign(pen, { fillStyle: "#ecedf1", strokeStyle: "#71768c", lineWidth: 1 });
    pen.fillRect(0, 0, 6, 6);
    for (const start of [-6, 0, 6]) {
      pen.beginPath();
      pen.moveTo(start - 1, 7);
      pen.lineTo(start + 7, -1);
      pen.stroke();
    }
  })];
  yield ["dots", drawn(4.5, 4.5, (pen) => {
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, 5, 5);
    pen.fillStyle = SOFT;
    pen.beginPath();
    pen.arc(2.25, 2.25, 0.85, 0, 7);
    pen.fill();
  })];
  yield ["diamond", drawn(12, 12, (pen) => shape(pen, [[6, 1], [11, 6], [6, 11], [1, 6]], ASSET, PAPER))];
  yield ["up", drawn(12, 12, (pen) => shape(pen, [[6, 2], [10.5, 10], [1.5, 10]], INK, PAPER))];
  yield ["down", drawn(12, 12, (pen) => shape(pen, [[6, 10], [10.5, 2], [1.5, 2]], PAPER, INK))];
}

async function ownFigures(figure) {
  const written = document.getElementById(`${figure.id}-figures`);
  return written ? JSON.parse(written.textContent) : figuresOf(figure.dataset.figures);
}

async function show(figure) {
  const known = shown.get(figure.id);
  if (known?.figure === figure) return;
  if (known && known.groundUrl === figure.dataset.ground) {
    known.take(figure);
    known.focused?.focus({ preventScroll: true });
    known.focused = null;
    const figures = await ownFigures(figure);
    await known.loaded;
    if (known.figure !== figure) return;
    known.paint(figures);
    known.settle(figure);
    known.announce(known.words["Map.Title"]);
    return;
  }
  if ("begun" in figure.dataset) return;
  figure.dataset.begun = "";
  known?.remove();
  shown.delete(figure.id);
  const [found, ground, figures] = await Promise.all([load(), groundOf(figure.dataset.ground), ownFigures(figure)]);
  if (!figure.isConnected) return;
  const live = new LiveMap(figure, found, ground, figures);
  shown.set(figure.id, live);
  await live.ready;
  performance.mark(`map:${figure.id}`);
}

function showAll() {
  if (!spoken.isConnected) document.body.append(spoken);
  for (const figure of document.querySelectorAll("figure[data-live-map]")) {
    show(figure).catch((error) => {
      // the drawing is there already: a map that cannot be moved is no reason to trouble the reader
      figure.dataset.notLive = error.message;
    });
  }
  for (const [id, live] of shown) {
    if (document.getElementById(id)) continue;
    live.remove();
    shown.delete(id);
  }
}

// Where maps cannot be moved, a drawing too large to stand in the page is fetched after all.
function drawLarge() {
  for (const figure of document.querySelectorAll("figure[data-drawing]:not(:has(> img))")) {
    const drawing = new Image();
    drawing.src = figure.dataset.drawing;
    drawing.alt = JSON.parse(figure.dataset.words)["Map.Title"];
    figure.querySelector(".map-place")?.remove();
    figure.append(drawing);
  }
}

// What a map needs is fetched while the page is still busy with itself.
for (const figure of document.querySelectorAll("figure[data-live-map]")) {
  groundOf(figure.dataset.ground).catch(() => {});
  ownFigures(figure).catch(() => {});
}

whenIdle(() => {
  if (!hasWebGL()) {
    drawLarge();
    document.addEventListener("htmx:after:swap", drawLarge);
    return;
  }
  showAll();
  document.addEventListener("htmx:before:swap", () => {
    for (const live of shown.values()) {
      const active = document.activeElement;
      live.focused = live.container.contains(active) ? active : null;
    }
  });
  document.addEventListener("htmx:after:swap", showAll);
});
