// Areas put into groups on a map: a click or Enter sets the select of the list, and the list sets the map.
"use strict";

for (const tool of document.querySelectorAll("[data-choosing]")) {
  const areas = [...tool.querySelectorAll("[data-area]")];
  const brushes = [...tool.querySelectorAll("input[type=radio]")];
  const told = tool.querySelector("[data-told]");
  const selectOf = (area) => document.getElementsByName(tool.dataset.field + area.dataset.area)[0];
  const brush = () => brushes.find((each) => each.checked) || brushes[0];
  let drawing = null;

  const show = (area) => {
    const name = selectOf(area)?.value ?? "";
    const group = brushes.find((each) => each.dataset.name === name) || brushes[brushes.length - 1];
    area.querySelector("path").setAttribute("fill", group.dataset.fill);
    area.querySelector("text").textContent = group.value === "0" ? "" : group.value;
    const said = `${area.dataset.name}: ${name || tool.dataset.none}`;
    area.setAttribute("aria-label", said);
    return said;
  };
  const count = () => {
    for (const each of brushes) {
      const number = areas.filter((area) => (selectOf(area)?.value ?? "") === each.dataset.name).length;
      tool.querySelector(`[data-count="${each.value}"]`).textContent = number;
    }
  };
  const put = (area, name) => {
    const select = selectOf(area);
    if (!select || select.value === name) return;
    select.value = name;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    told.textContent = show(area);
  };
  // a second click takes an area out again
  const wanted = (area) => (selectOf(area)?.value === brush().dataset.name ? "" : brush().dataset.name);
  const reach = (area) => {
    for (const each of areas) each.setAttribute("tabindex", each === area ? "0" : "-1");
    area.focus({ preventScroll: false });
  };

  tool.addEventListener("pointerdown", (event) => {
    const area = event.target.closest("[data-area]");
    if (!area || event.button !== 0 || event.pointerType !== "mouse") return;
    event.preventDefault();
    drawing = wanted(area);
    put(area, drawing);
    reach(area);
  });
  // a finger may only want to scroll: it chooses when it has been lifted; a mouse has chosen when it was pressed
  tool.addEventListener("click", (event) => {
    const area = event.target.closest("[data-area]");
    if (area && event.pointerType !== "mouse") put(area, wanted(area));
  });
  tool.addEventListener("pointerover", (event) => {
    const area = event.target.closest("[data-area]");
    if (drawing !== null && area) put(area, drawing);
  });
  for (const end of ["pointerup", "pointercancel", "blur"]) window.addEventListener(end, () => { drawing = null; });

  // the nearest area that lies more in that direction than across it
  const neighbor = (area, x, y) => {
    const from = [Number(area.dataset.x), Number(area.dataset.y)];
    let nearest = null;
    let least = Infinity;
    for (const each of areas) {
      const way = [Number(each.dataset.x) - from[0], Number(each.dataset.y) - from[1]];
      const along = way[0] * x + way[1] * y;
      const across = Math.abs(way[0] * y) + Math.abs(way[1] * x);
      if (each === area || along <= 0 || across > along) continue;
      const length = along + across;
      if (length < least) [nearest, least] = [each, length];
    }
    return nearest;
  };
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  tool.addEventListener("keydown", (event) => {
    const area = event.target.closest("[data-area]");
    if (!area || event.ctrlKey || event.metaKey || event.altKey) return;
    const picked = brushes.find((each) => each.value === event.key);
    if (WAYS[event.key]) {
      const next = neighbor(area, ...WAYS[event.key]);
      if (next) reach(next);
    } else if (event.key === "Enter" || event.key === " ") put(area, wanted(area));
    else if (picked) picked.checked = true;
    else return;
    event.preventDefault();
  });

  document.addEventListener("change", ({ target }) => {
    const area = areas.find((each) => selectOf(each) === target);
    if (!area) return;
    show(area);
    count();
  });
}
